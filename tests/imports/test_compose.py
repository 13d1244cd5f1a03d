"""Files of Docker Compose to models: the docstring is the file."""

from __future__ import annotations

from drafts import imported_text, left, of

from archdeck.imports.images import addressed, kind_of_image


def test_services_images_and_whom_variables_name() -> None:
    """A port is published to everyone, one of the host alone is not; `db` is an address, `dbname` is none.

    services:
      proxy: {build: nginx, ports: ["80:8080", "127.0.0.1:9000:9000"], depends_on: [web]}
      web:
        build: .
        deploy: {replicas: 3}
        depends_on: {db: {condition: service_healthy}}
        environment: {DATABASE_URL: "postgres://shop:secret@db:5432/shop", NAME: dbname, CACHE: "cache:6379"}
      db: {image: "docker.io/library/postgres:16-alpine", environment: [POSTGRES_PASSWORD=secret]}
      cache: {image: "valkey/valkey:8"}
    volumes: {data: {}}
    """
    text = of(test_services_images_and_whom_variables_name, "components.yaml", "relations.yaml", "environments.yaml")
    assert text == (
        "components:\n"
        "  users: {kind: users, summary: Whoever reaches the published ports}\n"
        "  proxy: {kind: nginx, addresses: [services.proxy]}\n"
        "  web: {kind: service, addresses: [services.web]}\n"
        "  db:\n"
        "    kind: postgresql\n"
        "    config: {Image: docker.io/library/postgres:16-alpine}\n"
        "    addresses: [services.db]\n"
        "  cache: {kind: redis, config: {Image: valkey/valkey:8}, addresses: [services.cache]}\n"
        "\n"
        "relations:\n"
        "  proxy-to-web: {from: proxy, to: web, addresses: [services.proxy]}\n"
        "  users-to-proxy: {from: users, to: proxy, protocol: TCP 80, addresses: [services.proxy]}\n"
        "  web-to-db: {from: web, to: db, kind: data, protocol: TCP 5432, addresses: [services.web]}\n"
        "  web-to-cache:\n"
        "    from: web\n"
        "    to: cache\n"
        "    kind: data\n"
        "    protocol: TCP 6379\n"
        "    addresses: [services.web]\n"
        "\n"
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      docker-host:\n"
        "        kind: node\n"
        "        name: Docker host\n"
        "        runs: {proxy: {}, web: {count: 3}, db: {}, cache: {}}\n"
        "    runs: {users: {}}\n"
    )


def test_volumes_and_networks_are_told() -> None:
    text = "services: {web: {image: acme/web}}\nvolumes: {data: {}}\nnetworks: {inner: {}}\nsecrets: {key: {file: a}}\n"
    assert left(imported_text(text)) == [
        "networks.inner: a network of one host is no frame of its own",
        "volumes.data: a volume is a setting of the services that mount it",
        "secrets.key: secrets stay where they are",
    ]


def test_an_address_is_a_word_of_a_host() -> None:
    names = ["db", "cache"]
    texts = [
        "db",
        "postgres://u:p@db:5432/x",
        "my-db:5432",
        "db.example.com",
        "dbname",
        "db:5432,cache:6379",
        "use db now",
    ]
    assert {text: list(addressed(text, names)) for text in texts} == {
        "db": [("db", "")],
        "postgres://u:p@db:5432/x": [("db", "5432")],
        "my-db:5432": [],
        "db.example.com": [],
        "dbname": [],
        "db:5432,cache:6379": [("db", "5432"), ("cache", "6379")],
        "use db now": [],
    }


def test_images_go_by_the_last_word_of_their_name() -> None:
    images = ["postgres:16", "ghcr.io/acme/postgres-exporter@sha256:00", "confluentinc/cp-kafka:7", "acme/shop", ""]
    assert [kind_of_image(image) for image in images] == ["postgresql", "", "kafka", "", ""]
    others = [
        "mcr.microsoft.com/mssql/server:2022",
        "clickhouse/clickhouse-server",
        "bitnami/redis-cluster",
        "oraclelinux:9",
    ]
    assert [kind_of_image(image) for image in others] == ["sql-server", "database", "redis", ""]
