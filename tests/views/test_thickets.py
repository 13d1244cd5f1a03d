"""Meshes of which some arrows are missing: told apart while few, else one arrow that says how many it stands for."""

from __future__ import annotations

from pathlib import Path

from archdeck.layout import layout, notes
from archdeck.views.makers import views
from archdeck.views.view import View
from drawn import geometry_of, measured, untrue, view_of
from written import resolved


def mesh(pods: int, stores: int, places: str, label: str = "") -> str:
    """Pods that read all of some stores but one each: `p0` does not read `s0`, `p1` not `s1` …; and a cache of `p0`."""
    said = f", label: {label}" if label else ""
    return "\n".join(
        [
            "system: {name: Mesh}",
            "tiers: [app, data]",
            "components:",
            *(f"  p{k}: {{kind: k8s.pod, tier: app}}" for k in range(pods)),
            *(f"  s{k}: {{kind: postgresql, tier: data}}" for k in range(stores)),
            "  cache: {kind: redis, tier: app}",
            "relations:",
            "  c: {from: p0, to: cache, kind: data}",
            *(
                f"  r{p}-{s}: {{from: p{p}, to: s{s}, kind: data{said}}}"
                for p in range(pods)
                for s in range(stores)
                if p % stores != s
            ),
            "environments:",
            "  prod:",
            places.format(
                pods=", ".join(f"p{k}: {{}}" for k in range(pods)),
                stores=", ".join(f"s{k}: {{}}" for k in range(stores)),
            ),
        ]
    )


FRAMED = """    places:
      apps: {{kind: cluster, runs: {{{pods}, cache: {{}}}}}}
      stores: {{kind: vpc, runs: {{{stores}}}}}"""
IN_ONE = "    places: {{all: {{kind: cluster, runs: {{{pods}, {stores}, cache: {{}}}}}}}}"
BARE = "    runs: {{{pods}, {stores}, cache: {{}}}}"


def arrows(view: View) -> list[str]:
    return [f"{a.id}: {a.source} -> {a.target} {a.label!r}" for a in view.arrows]


def test_one_arrow_between_frames_says_how_many_it_stands_for(tmp_path: Path) -> None:
    """Ten pods read six of seven stores each; the frame of the pods holds a cache, too."""
    view = view_of(mesh(10, 7, FRAMED, "reads"), tmp_path)
    found = arrows(view)
    assert found == [
        "c: p0--apps -> cache--apps ''",
        "r0-1--all: place--apps -> place--stores 'reads: 60 arrows'",
    ]
    one = view.arrows[1]
    assert len(one.relations) == 60
    assert ("p3--apps", "s3--stores") not in one.pairs
    assert "r0-1--all: 60 arrows are drawn as one between two frames" in view.left_out
    shared = layout(view)
    drawn = geometry_of(view)
    assert notes(view, shared, drawn) == (
        *view.left_out,
        "r0-1--all: 60 arrows are drawn as one; the table of relations has each",
    )
    assert drawn.left_out == ()


def test_where_no_frame_tells_the_ends_apart_each_end_gets_one(tmp_path: Path) -> None:
    """In one cluster, and in no place at all; the frames are called as the tiers are."""
    for places, around in ((IN_ONE, "place--all"), (BARE, None)):
        view = view_of(mesh(10, 7, places), tmp_path)
        made = [(g.id, g.label, g.parent, g.place) for g in view.groups if g.id.startswith("thicket")]
        assert made == [("thicket--1", "App", around, None), ("thicket--2", "Data", around, None)]
        assert {b.group for b in view.boxes if b.component.startswith("p")} == {"thicket--1"}
        assert [b.group for b in view.boxes if b.component == "cache"] == [around]
        assert arrows(view)[1:] == ["r0-1--all: thicket--1 -> thicket--2 '60 arrows'"]


def test_few_are_told_apart(tmp_path: Path) -> None:
    """Five pods read three of four stores each: fifteen arrows, in which a reader finds the one that is missing."""
    view = view_of(mesh(5, 4, FRAMED), tmp_path)
    assert len(view.arrows) == 16
    assert not any(a.counted for a in view.arrows)


def test_a_picture_of_a_large_one_is_plain_and_true(tmp_path: Path) -> None:
    """Fifteen pods read eleven of twelve stores each, as in a case that had 512 crossings and 33 letters."""
    for places in (FRAMED, IN_ONE, BARE):
        model = resolved(mesh(15, 12, places), tmp_path)
        view = next(v for v in views(model) if v.id == "prod")
        drawn = geometry_of(view)
        assert (measured(drawn)[0], untrue(model, view, drawn)) == ([], [])
        assert len(drawn.edges) == 2
