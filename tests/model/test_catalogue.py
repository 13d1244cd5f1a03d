"""Kinds and icons: of the catalogue, of the diagrams library, of the model; and what is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from PIL import Image

from archdeck.language.shapes import KindShape
from archdeck.model import Scope
from archdeck.model.catalogue import catalogue, declared_kind, find_kinds, kind_of, kinds
from archdeck.model.classes import DATA, UnknownKind, icon_of_class
from archdeck.model.icons import icon_of


def refusal(text: str) -> str:
    with pytest.raises(UnknownKind) as caught:
        kind_of(text, {})
    return str(caught.value)


def test_a_kind_of_the_catalogue_and_its_aliases() -> None:
    kind = kind_of("aws.rds", {})
    assert (kind.id, kind.name, kind.icon.name, kind.icon.is_file()) == ("aws.rds", "Amazon RDS", "rds.png", True)
    aliases = [key for key, value in catalogue().items() if key != value.id]
    assert aliases
    assert all(kind_of(alias, {}).id != alias for alias in aliases)


def test_a_class_of_diagrams() -> None:
    kind = kind_of("k8s.compute.RS", {})
    assert (kind.id, kind.name, kind.category, kind.scope, kind.icon.name) == (
        "k8s.compute.RS", "RS", "Compute", Scope.REGIONAL, "rs.png",
    )  # fmt: skip
    assert kind_of("diagrams.k8s.compute.RS", {}) == kind
    assert kind_of("onprem.client.Users", {}).scope is Scope.ACTOR
    assert kind_of("aws.network.ElasticLoadBalancing", {}).name == "Elastic Load Balancing"


def test_a_class_that_the_catalogue_has_is_its_kind_with_the_icon_of_the_class() -> None:
    kind = kind_of("azure.compute.FunctionApps", {})
    assert kind == kind_of("azure.functions", {})
    assert kind_of("diagrams.azure.compute.FunctionApps", {}) == kind
    door = kind_of("azure.networking.FrontDoorAndCDNProfiles", {})
    assert (door.id, door.name, door.scope, door.icon.name) == (
        "azure.front-door", "Azure Front Door", Scope.GLOBAL, "front-door-and-cdn-profiles.png",
    )  # fmt: skip
    assert kind_of("aws.database.RDS", {}).scope is Scope.ZONAL
    assert kind_of("gcp.operations.Monitoring", {}).everywhere


def test_a_declared_kind_comes_first(tmp_path: Path) -> None:
    own = declared_kind("aws.rds", KindShape(name="Our RDS", scope="global"), tmp_path)
    kind = kind_of("aws.rds", {"aws.rds": own})
    assert (kind.name, kind.scope, kind.icon.is_file()) == ("Our RDS", Scope.GLOBAL, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws.sqs-fifo", "'aws.sqs-fifo' is not a kind; did you mean 'aws.sqs'?"),
        ("aws.ec3", "'aws.ec3' is not a kind; did you mean 'aws.ec2' or 'aws.ecr' or 'aws.ecs'?"),
        ("aws.gwbl", "'aws.gwbl' is not a kind; did you mean 'aws.gwlb'?"),
        ("aws.tgx", "'aws.tgx' is not a kind; did you mean 'aws.tgw'?"),
        ("aws.qqq", "'aws.qqq' is not a kind; take one of the catalogue (aws.ec2), a class of diagrams"),
        ("aws.game.Ga", "'Ga' is not a class of diagrams.aws.game; it has GameTech, Gamelift"),
        (
            "aws.migration.ApplicationMigrationService",
            "'ApplicationMigrationService' is not a class of diagrams.aws.migration; it has "
            "ApplicationDiscoveryService, DatabaseMigrationService, ServerMigrationService, "
            "CloudendureMigration, MigrationAndTransfer, MigrationHub, "
            "TransferForSftp, DatasyncAgent, Datasync, Snowmobile, SnowballEdge, ADS and 5 more",
        ),
        ("aws.rsd", "'aws.rsd' is not a kind; did you mean 'aws.rds'?"),
        ("RDS", "'RDS' is not a kind; did you mean 'aws.rds'?"),
        ("k8s.compute.Pud", "'Pud' is not a class of diagrams.k8s.compute; did you mean 'Pod'?"),
        ("k8s.compte.Pod", "diagrams.k8s has no module 'compte'; did you mean 'compute'?"),
        ("k8.compute.Pod", "diagrams has no provider 'k8'; did you mean 'k8s'?"),
        ("os.path.Path", "diagrams has no provider 'os'"),
        ("custom.custom.Custom", "diagrams.custom has no module 'custom'"),
        ("aws.__init__.Pod", "diagrams.aws has no module '__init__'"),
        ("aws.compute.Node", "'Node' is not a class of diagrams.aws.compute"),
    ],
)
def test_what_is_no_kind(text: str, expected: str) -> None:
    assert refusal(text).startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The same words, however they are parted and with or without the maker.
        ("iam-identity-center", "'aws.identity-center'"),
        ("AmazonSQS", "'aws.sqs'"),
        ("keyvault", "'azure.key-vault'"),
        ("bigquery", "'gcp.bigquery'"),
        ("appconfig", "'aws.appconfig' or 'azure.app-configuration'"),
        ("managed-microsoft-ad", "'aws.managed-microsoft-ad' or 'gcp.managed-ad'"),
        # What people call it; without a cloud rather what belongs to none.
        ("k8s", "'k8s.cluster'"),
        ("mongo", "'mongodb'"),
        ("aws.mongo", "'aws.documentdb'"),
        ("aws.kubernetes", "'aws.eks'"),
        ("azure.kafka", "'azure.event-hubs'"),
        ("gcp.s3", "'gcp.cloud-storage'"),
        # What it is called, by its makers, is more than what people say: that of the bus, not of EventBridge.
        ("event-bus", "'aws.eventbridge-bus'"),
        # Most of the words, then the id that it begins with.
        ("aws.load-balancer", "'aws.elb'"),
        ("aws.eks-cluster", "'aws.eks'"),
        ("azure.aks-node-pool", "'azure.aks'"),
        ("aws.cloudwatch-log-group", "'aws.cloudwatch-logs'"),
        ("aws.ssm-parameter-store", "'aws.parameter-store'"),
        ("aws.cognito-user-pool", "'aws.cognito'"),
        ("azure.vault", "'azure.key-vault'"),
        ("gcp.vertex", "'gcp.vertex-ai'"),
        # Of another cloud only what is called just so.
        ("aws.bigquery", "'gcp.bigquery'"),
    ],
)
def test_how_people_say_it(text: str, expected: str) -> None:
    assert refusal(text) == f"{text!r} is not a kind; did you mean {expected}?"


def test_a_kind_that_the_model_declares_may_be_meant_too(tmp_path: Path) -> None:
    own = declared_kind("acme.label-printer", KindShape(name="Acme label printer"), tmp_path)
    with pytest.raises(UnknownKind, match=r"^'label-printer' is not a kind; did you mean 'acme\.label-printer'\?$"):
        kind_of("label-printer", {"acme.label-printer": own})


def found(*words: str) -> list[str]:
    return [kind.id for kind in find_kinds(words)]


def test_kinds_are_found_by_every_word_in_what_they_are_called_and_then_in_what_is_said() -> None:
    """Those that are called so come first, then those of whom it is said, then classes of the library."""
    assert found() == [kind.id for kind in kinds()]
    assert found("FunctionApps") == ["azure.functions"]
    assert found("spanner") == ["gcp.spanner"]
    assert found("Memorydb") == ["aws.memorydb"]
    assert found("global", "load balancer") == ["gcp.load-balancing"]
    assert found("iceberg") == ["aws.s3-tables"]
    assert found("bgp") == ["azure.route-server", "gcp.cloud-router"]
    assert found("rack") == ["generic.compute.Rack", "onprem.container.Firecracker"]
    assert found("tracing") == ["aws.xray", "jaeger", "gcp.trace", "onprem.tracing.Tempo"]
    assert found("oracle") == [
        "aws.rds-oracle", "aws.oracle-database", "oracle", "aws.rds", "azure.databases.OracleDatabase",
    ]  # fmt: skip
    assert found("seafile") == []


def test_a_class_that_is_found_has_its_other_names() -> None:
    """`ReplicaSet = RS` in the library."""
    (only,) = find_kinds(("replicaset",))
    assert (only.id, only.name, only.classes) == ("k8s.compute.RS", "RS", ("k8s.compute.ReplicaSet",))


@pytest.mark.parametrize(
    "text", ["aws.database._Database", "diagrams.cli.Main", "..x.Pod", "a.b.c.Pod", "k8s/compute.Pod", ""]
)
def test_what_does_not_even_look_like_one(text: str) -> None:
    assert refusal(text).startswith(f"{text!r} is not a kind; ")


def test_a_kind_imports_nothing_but_its_own_module() -> None:
    """A path that is not of the library imports nothing at all, and one that is imports one module of it."""
    code = (
        "import sys; from archdeck.model.catalogue import kind_of, UnknownKind\n"
        "for text in ('antigravity.x.Y', 'os.path.Path', 'diagrams.cli.Main', 'cli.main.Main'):\n"
        "    try: kind_of(text, {})\n"
        "    except UnknownKind: pass\n"
        "before = 'diagrams' in sys.modules, 'antigravity' in sys.modules\n"
        "kind_of('k8s.compute.Pod', {})\n"
        "modules = sorted(m for m in sys.modules if m.startswith('diagrams.') and m.count('.') == 2)\n"
        "print(before, modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "(False, False) ['diagrams.k8s.compute']\n"


def test_icons_of_diagrams_exist() -> None:
    assert icon_of_class("aws.database.RDS").name == "rds.png"
    assert icon_of("diagrams.aws.database.RDS", Path()) == icon_of_class("aws.database.RDS")


def icon_refusal(text: str, folder: Path) -> str:
    with pytest.raises(UnknownKind) as caught:
        icon_of(text, folder)
    return str(caught.value)


def test_own_icons(tmp_path: Path) -> None:
    (tmp_path / "icons").mkdir()
    Image.new("RGB", (16, 16)).save(tmp_path / "icons" / "one.png")
    (tmp_path / "two.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><defs/><use href="#a"/></svg>')
    assert icon_of("icons/one.png", tmp_path) == tmp_path / "icons" / "one.png"
    assert icon_of("two.svg", tmp_path) == tmp_path / "two.svg"


def test_an_icon_is_an_image(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "photo.jpg")
    (tmp_path / "photo.jpg").rename(tmp_path / "photo.png")
    Image.new("1", (5000, 1)).save(tmp_path / "wide.png")
    Image.new("RGB", (64, 64)).save(tmp_path / "cut.png")
    content = (tmp_path / "cut.png").read_bytes()
    (tmp_path / "cut.png").write_bytes(content[:40])
    (tmp_path / "text.svg").write_text("hello")
    (tmp_path / "page.svg").write_text("<html/>")
    (tmp_path / "dir.png").mkdir()
    names = ("photo.png", "wide.png", "cut.png", "text.svg", "page.svg", "dir.png")
    assert [icon_refusal(name, tmp_path) for name in names] == [
        "the icon 'photo.png' is not a PNG image",
        "the icon 'wide.png' is 5000×1 pixels large; 4096 are the most",
        "the icon 'cut.png' is not a PNG image",
        "the icon 'text.svg' is not an SVG image",
        "the icon 'page.svg' is not an SVG image",
        "the icon 'dir.png' is not a file",
    ]


def test_an_icon_lies_beside_the_model(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "out.png")
    (folder / "link.png").symlink_to("../out.png")
    outside = "leads outside the model's folder; a model can only read files beside itself"
    assert icon_refusal("../out.png", folder) == f"the icon '../out.png' {outside}"
    assert icon_refusal("link.png", folder) == f"the icon 'link.png' {outside}"
    assert icon_refusal(str(tmp_path / "out.png"), folder).endswith(outside)
    (folder / "a" / "resources").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(folder / "in.png")
    downwards = "must lie beside the model; write its path from the model's folder downwards, without `..`"
    for upwards in ("a/resources/../../in.png", "a/../in.png", "../model/in.png"):
        assert icon_refusal(upwards, folder) == f"the icon {upwards!r} {downwards}"
    assert icon_refusal(str(folder / "in.png"), folder).endswith(downwards)
    assert icon_of("./in.png", folder) == folder / "in.png"
    assert icon_refusal("none.png", folder) == "the icon 'none.png' does not exist"
    assert icon_refusal("a\0b.png", folder).startswith("the icon 'a\\x00b.png' cannot be read")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", "has a <script> in it; an icon is only drawn"),
        ("<foreignObject/>", "has a <foreignObject> in it; an icon is only drawn"),
        ('<g onload="x()"/>', "has an event handler in it; an icon is only drawn"),
        ('<image href="http://host/x.png"/>', "points at another file; an icon holds all that it shows"),
        ('<use href="other.svg#a"/>', "points at another file; an icon holds all that it shows"),
        ("<style>@import 'x.css';</style>", "points at another file; an icon holds all that it shows"),
        ('<g style="fill: url(http://host/x)"/>', "points at another file; an icon holds all that it shows"),
        ('<a href="javascript:x()"/>', "points at another file; an icon holds all that it shows"),
    ],
)
def test_an_svg_icon_does_nothing_and_fetches_nothing(inside: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>')
    assert icon_refusal("x.svg", tmp_path) == f"the icon 'x.svg' {expected}"


def test_an_svg_icon_declares_no_entities(tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text('<!DOCTYPE svg [<!ENTITY a "aa">]><svg xmlns="http://www.w3.org/2000/svg"/>')
    assert icon_refusal("x.svg", tmp_path) == "the icon 'x.svg' declares a document type; delete its <!DOCTYPE …>"
    (tmp_path / "x.svg").write_text('<?xml version="1.0" encoding="utf-16"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    assert icon_refusal("x.svg", tmp_path) == "the icon 'x.svg' is not written in UTF-8; save it so"


def test_an_svg_icon_is_soon_drawn(tmp_path: Path) -> None:
    """Each of these once took the painter for ever, or down with it."""

    def refusal(inner: str, attributes: str = "") -> str:
        (tmp_path / "x.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>')
        return icon_refusal("x.svg", tmp_path).removeprefix("the icon 'x.svg' ")

    assert refusal("<g>" * 64 + "</g>" * 64) == "has elements within elements, more than 64 of them; flatten it"
    assert refusal("<g/>" * 5000) == "has more than 5,000 elements; simplify it"
    assert refusal("<filter/>") == "has a <filter> in it, which may take for ever; draw without"
    again = '<g id="a"><use href="#b"/></g><rect id="b"/><use href="#a"/>'
    assert refusal(again) == "has a <use> of what has a <use> in it; draw it out"
    assert refusal("", 'width="0"') == "is 0 in width; it must be more than 0 and at most 4096"
    assert refusal("", 'height="99999px"') == "is 99999px in height; it must be more than 0 and at most 4096"
    assert refusal(" " * 1_000_000) == "has 1,000,047 bytes; 1,000,000 are the most"
    (tmp_path / "y.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%"><rect id="b"/><use href="#b"/></svg>'
    )
    assert icon_of("y.svg", tmp_path) == tmp_path / "y.svg"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<svg {}><animate/></svg>", "has a <animate> in it; an icon is only drawn"),
        ("<svg {}><animateTransform/></svg>", "has a <animateTransform> in it; an icon is only drawn"),
        (r"<svg {}><style>@\69mport 'x.css'</style></svg>", "points at another file; an icon holds all that it shows"),
        (r'<svg {}><rect style="fill:u\72l(x)"/></svg>', "points at another file; an icon holds all that it shows"),
        (
            '<?xml-stylesheet href="x.css"?><svg {}/>',
            "has a processing instruction, <?…?>, in it; an icon is only drawn",
        ),
    ],
)
def test_an_svg_icon_does_nothing_by_ways_round(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "x.svg").write_text(text.replace("{}", 'xmlns="http://www.w3.org/2000/svg"'))
    assert icon_refusal("x.svg", tmp_path) == f"the icon 'x.svg' {expected}"


def test_a_png_icon_is_whole(tmp_path: Path) -> None:
    Image.new("RGB", (64, 64), "red").save(tmp_path / "x.png")
    data = (tmp_path / "x.png").read_bytes()
    (tmp_path / "x.png").write_bytes(data[:60] + data[-12:])
    assert icon_refusal("x.png", tmp_path) == "the icon 'x.png' is not a PNG image"


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("aws.tgw", "aws.transit-gateway"),
        ("aws.igw", "aws.internet-gateway"),
        ("aws.nat", "aws.nat-gateway"),
        ("aws.vgw", "aws.vpn-gateway"),
        ("aws.sfn", "aws.step-functions"),
        ("aws.ddb", "aws.dynamodb"),
        ("aws.r53", "aws.route53"),
        ("aws.cf", "aws.cloudfront"),
        ("aws.cfn", "aws.cloudformation"),
        ("aws.apigw", "aws.api-gateway"),
        ("aws.mgn", "aws.mgn"),
        ("aws.resolver-endpoint", "aws.route53-resolver-endpoint"),
        ("aws.medialive", "aws.elemental-medialive"),
    ],
)
def test_what_people_type(typed: str, id: str) -> None:
    assert kind_of(typed, {}).id == id


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("azure.network.FrontDoors", "Azure Front Door"),
        ("azure.compute.FunctionApps", "Azure Functions"),
        ("azure.database.CosmosDb", "Azure Cosmos DB"),
        ("gcp.analytics.Bigquery", "BigQuery"),
        ("gcp.analytics.PubSub", "Pub/Sub"),
        ("aws.game.Gamelift", "Amazon GameLift"),
    ],
)
def test_classes_are_named_as_their_makers_write_them(path: str, name: str) -> None:
    assert kind_of(path, {}).name == name


def test_every_class_that_has_a_name_of_its_own_exists() -> None:
    named = yaml.safe_load((DATA / "classes.yaml").read_text(encoding="utf-8"))
    assert list(named) == sorted(named)
    assert [path for path in named if not icon_of_class(path).is_file()] == []
