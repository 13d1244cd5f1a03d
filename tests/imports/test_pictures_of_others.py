"""Pictures that other tools draw to models: Structurizr, draw.io and Mermaid."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from urllib.parse import quote

import pytest
from drafts import imported_text, left, of, written

from archdeck.imports import UnreadableSource
from archdeck.imports.called import frame_called, kind_called, kind_meant
from archdeck.library import load

MERMAID = ("components.yaml", "relations.yaml", "environments.yaml")


def test_a_flowchart_of_mermaid() -> None:
    """Shapes, chains, `&`, words on arrows, subgraphs in each other, and what is no statement.

    flowchart LR
      U((Users)) --> CF[Amazon CloudFront]
      subgraph vpc [VPC]
        subgraph za ["Availability Zone a"]
          A[EC2 web] & B(Worker)
        end
        D[(Orders)]
      end
      CF -->|HTTPS| A; CF -- static --> S3["Amazon S3<br/>images"]
      A & B ==> D
      A <-.-> Q{{SQS}}:::blue
      classDef blue fill:#00f
      %% a remark
      what is this
    """
    assert (
        of(test_a_flowchart_of_mermaid, *MERMAID)
        == """\
components:
  users: {kind: users, addresses: [U]}
  amazon-cloud-front: {kind: aws.cloudfront, name: Amazon CloudFront, addresses: [CF]}
  ec2-web: {kind: aws.ec2, name: EC2 web, addresses: [A]}
  worker: {kind: service, addresses: [B]}
  orders: {kind: database, addresses: [D]}
  images: {kind: aws.s3, addresses: [S3]}
  sqs: {kind: aws.sqs, addresses: [Q]}

relations:
  users-to-amazon-cloud-front: {from: users, to: amazon-cloud-front, addresses: [U --> CF]}
  amazon-cloud-front-to-ec2-web: {from: amazon-cloud-front, to: ec2-web, label: HTTPS, addresses: [CF --> A]}
  amazon-cloud-front-to-images:
    from: amazon-cloud-front
    to: images
    kind: data
    label: static
    addresses: [CF --> S3]
  ec2-web-to-orders: {from: ec2-web, to: orders, kind: data, addresses: [A --> D]}
  worker-to-orders: {from: worker, to: orders, kind: data, addresses: [B --> D]}
  ec2-web-to-sqs: {from: ec2-web, to: sqs, addresses: [A --> Q]}
  sqs-to-ec2-web: {from: sqs, to: ec2-web, addresses: [Q --> A]}

environments:
  prod:
    places:
      vpc:
        kind: vpc
        name: VPC
        addresses: [vpc]
        runs: {orders: {}}
      availability-zone-a:
        kind: zone
        in: vpc
        name: Availability Zone a
        addresses: [za]
        runs: {ec2-web: {}, worker: {}}
    runs: {users: {}, amazon-cloud-front: {}, images: {}, sqs: {}}
"""
    )


def test_a_chart_in_markdown_and_what_cannot_be_read() -> None:
    text = "# Page\n\n```mermaid\ngraph TD\n  A --> B\n  what is this\n```\n"
    done = imported_text(text, name="page.md")
    assert (done.counts, left(done)) == (
        {"components": 2, "relations": 1},
        ["page.md:6: what is this: it is no node and no arrow"],
    )


def test_charts_of_one_page_have_what_has_the_same_words() -> None:
    """An id says nothing outside of its chart; words may go over lines, and what stands above a chart is none of it."""
    text = """\
```mermaid
---
config: {flowchart: {curve: basis}}
---
flowchart LR
  A["Web
     shop"] --> B[(Orders)]
```
And how it is built:
```mermaid
flowchart LR
  A[Plan] --> B[Build]
  B --> C[Web shop]
```
"""
    done = imported_text(text, name="page.md")
    assert left(done) == []
    assert written(done, "components.yaml", "relations.yaml") == (
        "components:\n"
        "  web-shop: {kind: service, name: Web shop, addresses: [1/A]}\n"
        "  orders: {kind: database, addresses: [1/B]}\n"
        "  plan: {kind: service, addresses: [2/A]}\n"
        "  build: {kind: service, addresses: [2/B]}\n"
        "\n"
        "relations:\n"
        "  web-shop-to-orders: {from: web-shop, to: orders, kind: data, addresses: [1/A --> 1/B]}\n"
        "  plan-to-build: {from: plan, to: build, addresses: [2/A --> 2/B]}\n"
        "  build-to-web-shop: {from: build, to: web-shop, addresses: [2/B --> 1/A]}\n"
    )


def graph(*cells: str) -> str:
    return f"<mxGraphModel><root><mxCell id='0'/><mxCell id='1' parent='0'/>{''.join(cells)}</root></mxGraphModel>"


def box(id: str, text: str, style: str, at: tuple[int, int, int, int], parent: str = "1") -> str:
    x, y, w, h = at
    return (
        f"<mxCell id='{id}' value='{text}' style='{style}' vertex='1' parent='{parent}'>"
        f"<mxGeometry x='{x}' y='{y}' width='{w}' height='{h}' as='geometry'/></mxCell>"
    )


def arrow(id: str, source: str, target: str, text: str = "", style: str = "") -> str:
    return f"<mxCell id='{id}' value='{text}' style='{style}' edge='1' parent='1' source='{source}' target='{target}'/>"


AWS = "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4."
GROUP = "shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_"
PAGE = graph(
    box("region", "us-east-1", f"{GROUP}region", (0, 0, 800, 600)),
    box("vpc", "VPC", f"{GROUP}vpc2;container=1", (20, 20, 700, 500), "region"),
    box("lambda", "Place an &lt;b&gt;order&lt;/b&gt;", f"{AWS}lambda", (10, 10, 60, 60), "vpc"),
    box("db", "Orders", f"{AWS}dynamodb", (600, 530, 60, 60)),
    box("own", "Billing", "rounded=1", (900, 10, 120, 60)),
    box("3", "3", "ellipse", (1, 1, 20, 20)),
    arrow("a", "lambda", "db", "writes"),
    arrow("b", "own", "lambda"),
    arrow("c", "own", ""),
)


def test_a_page_of_draw_io() -> None:
    """Icons by their names; a box is in the frame that holds it, or that is drawn around it."""
    done = imported_text(PAGE, name="page.drawio")
    assert (
        written(done, *MERMAID)
        == """\
components:
  place-an-order: {kind: aws.lambda, name: Place an order, addresses: [lambda]}
  orders: {kind: aws.dynamodb, addresses: [db]}
  billing: {kind: service, addresses: [own]}

relations:
  place-an-order-to-orders: {from: place-an-order, to: orders, kind: data, label: writes, addresses: [a]}
  billing-to-place-an-order: {from: billing, to: place-an-order, addresses: [b]}

environments:
  prod:
    places:
      us-east-1:
        kind: region
        addresses: [region]
        runs: {orders: {}}
      vpc:
        kind: vpc
        in: us-east-1
        name: VPC
        addresses: [vpc]
        runs: {place-an-order: {}}
    runs: {billing: {}}
"""
    )
    assert left(done) == ["1: 3: words that stand by themselves", "1: arrow c: an end of it holds on to nothing"]


def test_a_page_as_people_draw_it() -> None:
    """An icon is of the cloud of its library, and named by the words beside it; other words are no box. A plain box
    around others is a frame, and a frame in which nothing is none."""
    old = "shape=mxgraph.aws3."
    done = imported_text(
        graph(
            box("big", "Back office", "rounded=0;dashed=1", (0, 0, 800, 600)),
            box("region", "Region", f"{GROUP}region", (10, 10, 300, 300)),
            box("db", "", f"{old}rds_db_instance", (50, 50, 60, 60)),
            box("named", "Ledger", "text;html=1", (40, 115, 80, 30)),
            box("s3", "", "shape=mxgraph.aws4.bucket", (400, 100, 60, 60)),
            box("way", "", f"{old}endpoints", (500, 100, 60, 60)),
            box("title", "PRODUCTION VPC", "text;html=1", (500, 400, 200, 30)),
            box("empty", "Later", f"{GROUP}vpc2", (400, 300, 80, 80)),
        ),
        name="page.drawio",
    )
    assert written(done, "components.yaml", "environments.yaml") == (
        "components:\n"
        "  ledger: {kind: aws.rds, addresses: [db]}\n"
        "  s3: {kind: aws.s3, addresses: [s3]}\n"
        "  vpc-endpoint: {kind: aws.vpc-endpoint, addresses: [way]}\n"
        "\n"
        "environments:\n"
        "  prod:\n"
        "    places:\n"
        "      back-office:\n"
        "        kind: group\n"
        "        name: Back office\n"
        "        addresses: [big]\n"
        "        runs: {s3: {}, vpc-endpoint: {}}\n"
        "      region:\n"
        "        kind: region\n"
        "        in: back-office\n"
        "        name: where it is deployed\n"
        "        because: The picture does not say which Region.\n"
        "        addresses: [region]\n"
        "        runs: {ledger: {}}\n"
    )
    assert left(done) == ["1: PRODUCTION VPC: words that stand by themselves", "Later: a frame with nothing in it"]


def test_a_page_that_draw_io_compressed_is_the_same() -> None:
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packing.compress(quote(PAGE).encode()) + packing.flush()
    text = f"<mxfile><diagram name='1'>{base64.b64encode(packed).decode()}</diagram></mxfile>"
    assert written(imported_text(text, name="p.drawio"), *MERMAID) == written(
        imported_text(PAGE, name="p.drawio"), *MERMAID
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<mxfile><diagram>%%%</diagram></mxfile>", "p.drawio: a page of it cannot be unpacked"),
        ("<mxfile>", "p.drawio:1: this is no file of draw.io: Premature end of data in tag mxfile line 1"),
    ],
)
def test_a_broken_file_of_draw_io_is_told(text: str, message: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        imported_text(text, name="p.drawio")
    assert str(error.value) == message


WORKSPACE = {
    "name": "Shop",
    "description": "Sells things",
    "model": {
        "people": [{"id": "1", "name": "Customer"}],
        "softwareSystems": [
            {
                "id": "2",
                "name": "Shop",
                "containers": [
                    {"id": "3", "name": "Web", "technology": "nginx"},
                    {"id": "4", "name": "Orders", "technology": "PostgreSQL 16", "tags": "Element,Container,Database"},
                ],
            },
            {"id": "5", "name": "Payments", "location": "External"},
        ],
        "deploymentNodes": [
            {
                "id": "6",
                "name": "Amazon Web Services",
                "environment": "Live",
                "tags": "Amazon Web Services - Cloud",
                "children": [
                    {
                        "id": "7",
                        "name": "us-east-1",
                        "children": [
                            {
                                "id": "8",
                                "name": "Web server",
                                "technology": "Ubuntu",
                                "instances": "2",
                                "containerInstances": [{"id": "9", "containerId": "3"}],
                            },
                            {"id": "10", "name": "RDS", "containerInstances": [{"id": "11", "containerId": "4"}]},
                        ],
                        "infrastructureNodes": [
                            {"id": "12", "name": "Router", "tags": "Amazon Web Services - Route 53"}
                        ],
                    }
                ],
            }
        ],
    },
}


def workspace() -> str:
    text = json.loads(json.dumps(WORKSPACE))
    text["model"]["people"][0]["relationships"] = [
        {"id": "20", "sourceId": "1", "destinationId": "3", "description": "buys", "technology": "HTTPS"},
        {"id": "23", "sourceId": "1", "destinationId": "2", "description": "uses"},
    ]
    web = text["model"]["softwareSystems"][0]["containers"][0]
    web["relationships"] = [
        {"id": "21", "sourceId": "3", "destinationId": "4", "description": "reads and writes"},
        {"id": "22", "sourceId": "3", "destinationId": "5", "description": "charges"},
    ]
    return json.dumps(text)


def test_a_workspace_of_structurizr() -> None:
    """Containers, people and other systems are components; deployment nodes are places."""
    done = imported_text(workspace(), name="workspace.json")
    assert (
        written(done, *MERMAID)
        == """\
components:
  customer: {kind: person, addresses: [element 1]}
  web: {kind: nginx, config: {Technology: nginx}, addresses: [element 3]}
  orders: {kind: postgresql, config: {Technology: PostgreSQL 16}, addresses: [element 4]}
  payments: {kind: external-system, addresses: [element 5]}
  router: {kind: aws.route53, addresses: [element 12]}

relations:
  customer-to-web:
    from: customer
    to: web
    protocol: HTTPS
    says: buys
    addresses: [relationship 20]
  web-to-orders:
    from: web
    to: orders
    kind: data
    says: reads and writes
    addresses: [relationship 21]
  web-to-payments: {from: web, to: payments, says: charges, addresses: [relationship 22]}

environments:
  live:
    name: Live
    places:
      amazon-web-services: {kind: cloud, name: Amazon Web Services, addresses: [node 6]}
      us-east-1:
        kind: region
        in: amazon-web-services
        addresses: [node 7]
        runs: {router: {}}
      web-server:
        kind: node
        in: us-east-1
        name: Web server
        technology: Ubuntu
        count: 2
        addresses: [node 8]
        runs: {web: {}}
      rds:
        kind: node
        in: us-east-1
        name: RDS
        addresses: [node 10]
        runs: {orders: {}}
"""
    )
    assert left(done) == ["uses 23: an end of it is drawn by its containers, or by nothing"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Amazon Web Services - Relational Database Service", "aws.rds"),
        ("PostgreSQL 16", "postgresql"),
        ("Azure Functions", "azure.functions"),
        ("Database", "database"),
        ("", ""),
    ],
)
def test_kinds_by_what_people_call_them(text: str, kind: str) -> None:
    assert kind_called(text) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("orders DynamoDB", "aws.dynamodb"),
        ("EC2 web 1", "aws.ec2"),
        ("Azure Functions", "azure.functions"),
        ("Redis cache", "redis"),
        ("Users", "users"),
        ("Billing", ""),
        ("Job board", ""),
        ("Orders DB", "database"),
    ],
)
def test_kinds_that_words_in_a_box_mean(text: str, kind: str) -> None:
    assert kind_meant(text) == kind


def test_frames_by_what_people_call_them() -> None:
    names = ["us-east-1", "eu-west-1b", "Availability Zone A", "VPC", "Public subnet 1", "Back office"]
    assert [frame_called(name) for name in names] == ["region", "zone", "zone", "vpc", "public-subnet", None]


def test_what_is_drawn_for_draw_io_comes_back(tmp_path: Path) -> None:
    """A picture of our own, exported and imported: the same kinds; the chip of the environment is one
    more box."""
    (tmp_path / "shop.yaml").write_text(
        "system: {name: Shop}\n"
        "components: {users: {kind: users}, web: {kind: aws.ec2}, orders: {kind: aws.rds}}\n"
        "relations: {a: {from: users, to: web}, b: {from: web, to: orders, kind: data}}\n"
        "environments: {prod: {places: {eu-west-1: {kind: region, runs: {web: {}, orders: {}}}}}}\n",
        encoding="utf-8",
    )
    drawn = (
        next(one for one in load(tmp_path / "shop.yaml").pictures() if one.id == "prod")
        .save(tmp_path / "prod.drawio")
        .read_text()
    )
    done = imported_text(drawn, name="prod.drawio")
    assert [line.split("kind: ")[1].split(",")[0] for line in written(done, "components.yaml").splitlines()[1:4]] == [
        "aws.ec2",
        "aws.rds",
        "users",
    ]
    assert done.counts == {"components": 4, "relations": 2}


def test_what_is_said_to_be_a_workspace_and_is_none_is_told() -> None:
    with pytest.raises(UnreadableSource) as error:
        imported_text('{"name": "Shop"}', name="w.json", reader="structurizr")
    assert str(error.value) == "w.json: nothing in it is anything that a model shows"
