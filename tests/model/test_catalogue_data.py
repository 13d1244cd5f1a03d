"""The catalogue of kinds (src/archdeck/model/data/kinds.yaml): that every entry holds what pictures and pages need."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest
import resvg_py
import yaml
from PIL import Image

from archdeck.model import Scope
from archdeck.model.catalogue import by_id, catalogue, kind_of, kinds
from archdeck.model.classes import DATA, every_class, resources
from archdeck.model.icons import svg_fault

KINDS: dict[str, dict[str, Any]] = yaml.safe_load((DATA / "kinds.yaml").read_text(encoding="utf-8"))
KEYS = {"name", "icon", "category", "scope", "says", "more", "cross_cutting", "everywhere", "at_border", "spreads",
        "in_step", "in_subnets", "zone_bound", "aliases", "classes", "known_as"}  # fmt: skip


def test_every_icon_is_an_image_that_exists() -> None:
    wrong = []
    for name, kind in catalogue().items():
        if kind.icon.suffix == ".svg":
            wrong += [f"{name}: {fault}"] if (fault := svg_fault(kind.icon.read_bytes())) else []
            continue
        try:
            with Image.open(kind.icon) as image:
                if image.format != "PNG":
                    wrong.append(f"{name}: {kind.icon.name} is {image.format}")
        except OSError as error:
            wrong.append(f"{name}: {error}")
    assert wrong == []


def test_own_glyphs_are_256_pixels_square_and_used() -> None:
    """One SVG each; those that were there before glyphs could be SVG are used as the PNG made from it."""
    used = {e["icon"].removeprefix("own:") for e in KINDS.values() if e["icon"].startswith("own:")}
    files = {path.name for path in (DATA / "icons").iterdir()}
    assert files - used == {name.replace(".png", ".svg") for name in used if name.endswith(".png")}
    assert used <= files
    sizes = {}
    for name in used:
        with (DATA / "icons" / name).open("rb") as file:
            if name.endswith(".svg"):
                root = ElementTree.parse(file).getroot()
                sizes[name] = (int(root.get("width", 0)), int(root.get("height", 0)))
            else:
                sizes[name] = Image.open(file).size
    assert {name: size for name, size in sizes.items() if size != (256, 256)} == {}


def test_own_glyphs_are_white_lines_on_a_tile() -> None:
    """The corners are transparent, the rim is coloured, and white is a fiftieth to a half of the tile. Only the window
    of the browser is drawn as the icons of clients are."""
    wrong = {}
    for file in sorted((DATA / "icons").glob("*.svg")):
        pixels = resvg_py.svg_to_bytes(svg_string=file.read_text(encoding="utf-8"), width=96)
        with Image.open(io.BytesIO(bytes(pixels))) as opened:
            image = opened.convert("RGBA")
        every = [image.getpixel((x, y)) for x in range(96) for y in range(96)]
        white = sum(min(p) == 255 for p in every if isinstance(p, tuple)) / len(every)
        rim = image.getpixel((48, 3))
        if image.getpixel((0, 0)) != (0, 0, 0, 0) or rim == (255, 255, 255, 255) or not 1 / 50 < white < 1 / 2:
            wrong[file.name] = round(white, 3)
    assert list(wrong) == ["web-browser.svg"]


def test_every_entry_has_the_keys_that_the_head_of_the_file_names() -> None:
    wrong = {
        name: set(entry) - KEYS | {"name", "icon", "category", "scope", "says", "more"} - set(entry)
        for name, entry in KINDS.items()
    }
    assert {name: keys for name, keys in wrong.items() if keys} == {}


def test_says_is_one_plain_sentence() -> None:
    wrong = [
        f"{name}: {entry['says']}"
        for name, entry in KINDS.items()
        if not re.fullmatch(r"[A-Z]\S*( [^\n]+)?\.", entry["says"])
        or re.search(r"[.!?] [A-Z]", entry["says"])
        or len(entry["says"]) > 120
    ]
    assert wrong == []


def test_more_is_at_most_five_sentences_and_ends_as_one() -> None:
    wrong = [
        f"{name}: {entry['more']}"
        for name, entry in KINDS.items()
        if not entry["more"].endswith((".", "?")) or len(re.findall(r"[.!?](?= [A-Z`]|$)", entry["more"])) > 5
    ]
    assert wrong == []


def test_an_entry_read_by_itself_is_that_of_the_whole_file() -> None:
    assert [by_id(kind.id) for kind in kinds()] == list(kinds())


def test_scopes_are_those_of_the_model() -> None:
    assert {entry["scope"] for entry in KINDS.values()} == {scope.value for scope in Scope}


def test_ids_and_aliases_are_unique_and_well_formed() -> None:
    names = [*KINDS, *(alias for entry in KINDS.values() for alias in entry.get("aliases", []))]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", name)] == []


def test_classes_exist_and_are_of_one_kind() -> None:
    written = [path for entry in KINDS.values() for path in entry.get("classes", [])]
    assert [path for path, times in Counter(written).items() if times > 1] == []
    assert set(written) - {path for first, others in every_class().items() for path in (first, *others)} == set()
    named = yaml.safe_load((DATA / "classes.yaml").read_text(encoding="utf-8"))
    assert set(named) & set(written) == set()
    assert [name for name, entry in KINDS.items() if entry.get("classes", []) != sorted(entry.get("classes", []))] == []


def test_all_names_of_a_class_are_of_its_kind() -> None:
    """`azure.compute.ACR` is the same class as `azure.compute.ContainerRegistries`."""
    of = {path: name for name, entry in KINDS.items() for path in entry.get("classes", [])}
    parted = [
        (first, *others)
        for first, others in every_class().items()
        if len({of.get(path, "") for path in (first, *others)}) > 1
    ]
    assert parted == []


def test_what_people_call_a_kind_is_no_id_of_it() -> None:
    said = [(name, word) for name, entry in KINDS.items() for word in entry.get("known_as", [])]
    assert [pair for pair, times in Counter(said).items() if times > 1] == []
    assert [
        f"{name}: {word}"
        for name, word in said
        if word != word.lower() or word in {name, *KINDS[name].get("aliases", [])}
    ] == []


def test_what_applies_to_everything_is_cross_cutting() -> None:
    assert [name for name, entry in KINDS.items() if entry.get("everywhere") and not entry.get("cross_cutting")] == []
    assert [
        name
        for name, e in KINDS.items()
        if e["scope"] == "actor" and e.get("cross_cutting") and not e.get("everywhere")
    ] == []


@pytest.mark.parametrize(
    ("name", "shown", "scope"),
    [
        ("aws.rds", "Amazon RDS", Scope.ZONAL),
        ("aws.s3", "Amazon S3", Scope.REGIONAL),
        ("aws.elb", "Elastic Load Balancing", Scope.REGIONAL),
        ("aws.application-load-balancer", "Application Load Balancer", Scope.REGIONAL),
        ("aws.lambda", "AWS Lambda", Scope.REGIONAL),
        ("aws.ebs-volume", "Amazon EBS", Scope.ZONAL),
        ("aws.nat-gateway", "NAT gateway", Scope.ZONAL),
        ("aws.route53", "Amazon Route 53", Scope.GLOBAL),
        ("aws.cloudfront", "Amazon CloudFront", Scope.GLOBAL),
        ("users", "Users", Scope.ACTOR),
    ],
)
def test_names_and_scopes_as_aws_gives_them(name: str, shown: str, scope: Scope) -> None:
    kind = kind_of(name, {})
    assert (kind.name, kind.scope) == (shown, scope)


@pytest.mark.parametrize(
    ("name", "marks", "everywhere"),
    [
        ("aws.kms", True, False),
        ("aws.iam", True, False),
        ("aws.cloudwatch", True, True),
        ("aws.cloudtrail", True, True),
        ("aws.cognito", False, False),
        ("aws.waf", False, False),
    ],
)
def test_what_is_cross_cutting(name: str, marks: bool, everywhere: bool) -> None:
    kind = kind_of(name, {})
    assert (kind.cross_cutting, kind.everywhere) == (marks, everywhere)


def test_icons_are_named_below_the_resources_of_the_diagrams_library() -> None:
    missing = [
        e["icon"]
        for e in KINDS.values()
        if not e["icon"].startswith("own:") and not (resources() / e["icon"]).is_file()
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("name", "at_border"),
    [
        ("aws.nat-gateway", True),
        ("aws.network.NATGateway", True),
        ("aws.network.IGW", True),
        ("azure.network.VirtualNetworkGateways", True),
        ("azure.network.ApplicationGateway", True),
        ("azure.networking.Nat", True),
        ("gcp.network.NAT", True),
        ("gcp.network.Router", True),
        ("gcp.network.VPN", True),
        # They stand in the middle of what they serve, or outside of every network.
        ("azure.network.LoadBalancers", False),
        ("azure.network.LocalNetworkGateways", False),
        ("aws.network.TransitGateway", False),
        ("aws.application-load-balancer", False),
        ("generic.network.Router", False),
    ],
)
def test_which_kinds_are_doors_of_a_network(name: str, at_border: bool) -> None:
    assert kind_of(name, {}).at_border == at_border


def test_every_promise_of_a_provider_is_of_kinds_that_are_there_and_has_its_date_and_source() -> None:
    """One entry a kind; a percentage for several zones, for one, or for the whole."""
    written: list[dict[str, Any]] = yaml.safe_load((DATA / "slas.yaml").read_text(encoding="utf-8"))
    named = [kind for entry in written for kind in entry["kinds"]]
    assert [kind for kind, number in Counter(named).items() if number > 1 or kind not in KINDS] == []
    for entry in written:
        figures = {key: entry[key] for key in ("several", "one", "whole") if key in entry}
        assert set(entry) == {"kinds", "dated", "source", *figures}
        assert set(figures) in ({"several", "one"}, {"several"}, {"whole"})
        assert all(re.fullmatch(r"(99(\.[0-9]{1,3})?|100) %", figure) for figure in figures.values())
        assert entry["source"].startswith("https://")
        assert re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", str(entry["dated"]))
