"""A picture that ends with how many more services there are: a further one has all of them, each with its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.layout.aside import services
from archdeck.layout.choice import layout
from archdeck.layout.laid import Layout, unpanelled
from archdeck.layout.parts import with_parts
from archdeck.layout.picture import geometry
from archdeck.views.view import View
from drawn import geometry_of, measured, view_of

# Queues and keys that are aside, of which a slide has room for some in rows at the foot.
SHOP = """
system: {name: Shop}
components:
  users: {kind: users}
  web: {kind: aws.ec2}
ASIDE
relations: {a: {from: users, to: web}}
environments:
  prod: {places: {r: {kind: region, runs: {web: {}RUNS}}, far: {kind: region, runs: {k0: {}}}}}
"""


def shop(queues: int, keys: int, folder: Path) -> View:
    kinds = {f"q{k}": "sqs, name: Queue of all the orders no." for k in range(queues)}
    kinds |= {f"k{k}": "kms, name: Keys of tenant" for k in range(keys)}
    aside = "\n".join(f"  {id}: {{kind: aws.{kind} {id[1:]}, aside: true}}" for id, kind in kinds.items())
    return view_of(SHOP.replace("ASIDE", aside).replace("RUNS", "".join(f", {id}: {{}}" for id in kinds)), folder)


def without_panel(view: View) -> Layout:
    """Its layout where there is no room beside it for the names of all services."""
    return layout(unpanelled(view) if view.panel else view)


def test_where_all_services_have_room_there_is_no_further_picture(tmp_path: Path) -> None:
    view = shop(3, 2, tmp_path)
    assert with_parts([view], without_panel) == (view,)


def test_the_rest_of_a_side_panel_is_on_the_next_slide(tmp_path: Path) -> None:
    """The picture ends with how many more there are. The next one has every service in a frame of its heading, for all
    of its instances."""
    view = shop(16, 12, tmp_path)
    whole, part = with_parts([view], without_panel)
    assert [w.text for w in geometry(whole, without_panel(whole)).frame if w.role == "more"] == ["+ 22 services"]
    assert (part.id, part.part_of) == ("prod--part-1", "prod")
    assert (part.title, part.subtitle) == ("Shop, part 1 of 1", "Services beside the picture")
    drawn = geometry_of(part)
    assert measured(drawn)[0] == []
    assert {s.label.text: len(s.members) for s in drawn.groups if s.label} == {"Integration": 16, "Security": 12}
    assert {n.component: " ".join(w.text for w in n.labels) for n in drawn.nodes if n.component in ("q0", "k11")} == {
        "q0": "Queue of all the orders no. 0",
        "k11": "AWS KMS Keys of tenant 11",
    }
    assert next(n for n in drawn.nodes if n.component == "k0").stands_for == ("k0--r", "k0--far")


@pytest.mark.parametrize(("queues", "pictures"), [(39, [40]), (40, [21, 20])])
def test_very_many_take_several_pictures(queues: int, pictures: list[int], tmp_path: Path) -> None:
    view = shop(queues, 1, tmp_path)
    some = list(services(view, without_panel(view)))
    assert [len(part.boxes) for part in some] == pictures
    assert [measured(geometry_of(part))[0] for part in some] == [[]] * len(pictures)
