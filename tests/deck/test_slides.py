"""A model to the slides of a talk: what its story says, or what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archdeck.deck.drawing import HEIGHT, WIDTH, Arrow, Deck, Icon, Shape, Slide, Table, Text, Together
from archdeck.deck.forms import FORMS
from archdeck.pages import TALKS
from deck_model import SHOP, STORY, deck_of, shop


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return deck_of(shop(tmp_path_factory.mktemp("told"), STORY))


def titles(found: Deck) -> list[str]:
    return [slide.title.text for slide in found.slides]


def flat(slide: Slide) -> list[Shape]:
    return [part for shape in slide.shapes for part in (shape.parts if isinstance(shape, Together) else (shape,))]


def test_the_story_in_its_order_with_each_step_and_before_and_after(told: Deck) -> None:
    assert titles(told) == [
        "Shop & Co",
        "What was asked for",
        "An order",
        "1  She asks for a page",
        "2  Web to Orders",
        "When zone a fails: before",
        "When zone a fails: after",
        "Thank you",
    ]


def test_what_is_said_is_in_the_notes(told: Deck) -> None:
    assert [slide.notes for slide in told.slides] == [
        "Two zones.",
        "Listen.",
        "Follow the numbers.",
        "She asks for a page",
        "Web to Orders",
        "Everything works.",
        "Half of it is gone.\n\nThe flow survives, interrupted for 90 s at most",
        "Questions?",
    ]


def test_a_system_without_a_story_gets_the_talk_that_follows(tmp_path: Path) -> None:
    assert titles(deck_of(shop(tmp_path))) == [
        "Shop & Co",
        "What was asked for",
        "The whole picture",
        "A customer buys",
        "1  She asks for a page",
        "2  Web to Orders",
        "Zone a fails: before",
        "Zone a fails: after",
        "What is promised, and what comes out",
        "Where it runs, and what differs",
        "What may still go wrong",
    ]


def test_a_step_fades_all_but_what_it_touches_and_moves_nothing(told: Deck) -> None:
    whole, first, second = told.slides[2:5]
    for slide in (first, second):
        assert [i.box for i in icons(slide)] == [i.box for i in icons(whole)]
        assert [a.points for a in arrows(slide)] == [a.points for a in arrows(whole)]
    lit = [{icon.name for icon in icons(slide) if icon.opacity == 1} for slide in (whole, first, second)]
    assert lit[1] < lit[0]
    assert "Customers" in lit[1]
    assert "Customers" not in lit[2]


def icons(slide: Slide) -> list[Icon]:
    return [part for part in flat(slide) if isinstance(part, Icon)]


def arrows(slide: Slide) -> list[Arrow]:
    return [part for part in flat(slide) if isinstance(part, Arrow) and part.source]


def test_requirements_are_told_with_what_comes_out(told: Deck) -> None:
    (table,) = (shape for shape in told.slides[1].shapes if isinstance(shape, Table))
    assert table.head == ("Requirement", "What was asked for", "Target", "What comes out")
    assert table.rows == (
        (
            "Always open",
            "It sells while a zone fails",
            "Survives the loss of: one zone; Recovery time (RTO): at most 1 min; Data loss (RPO): none",
            "missed: 1 min 30 s, A customer buys survives without Availability Zone a",
        ),
        ("Quick", "Pages are quick", "Latency: at most 100 ms", "not measured by a drill"),
    )
    assert table.colours == ((0, 3, "#B3203A"),)


def test_nothing_lies_beyond_a_slide(told: Deck) -> None:
    boxes = [part.box for slide in told.slides for part in (*flat(slide), slide.title) if isinstance(part, Text | Icon)]
    assert [b for b in boxes if b.x < 0 or b.y < 0 or b.right > WIDTH or b.bottom > HEIGHT] == []
    assert len(boxes) > 100


def test_a_long_table_goes_on_on_further_slides(tmp_path: Path) -> None:
    """Forty requirements, each in a row of its own."""
    many = "\nrequirements:\n" + "".join(f"  r{k}: {{name: Number {k}, says: {'words ' * 12}}}\n" for k in range(40))
    story = "\nstory: {need: {title: All, shows: requirements}}\n"
    text = shop(tmp_path).where.path
    model = Path(text).read_text(encoding="utf-8").split("requirements:")[0] + many + story
    Path(text).write_text(model, encoding="utf-8")
    from archdeck.model import read_model

    found = deck_of(read_model("shop", Path(text)))
    tables = [shape for slide in found.slides for shape in slide.shapes if isinstance(shape, Table)]
    assert sum(len(table.rows) for table in tables) == 40
    assert titles(found)[1:] == [f"All ({k} of {len(tables)})" for k in range(1, len(tables) + 1)]
    assert all(table.box.bottom <= 1010 for table in tables)


def lit(slide: Slide) -> list[str]:
    """The icons that are not faded, and the words on arrows that are not."""
    return [icon.name for icon in icons(slide) if icon.opacity == 1]


WALK = """
system: {name: Walk}
components:
  users: {kind: users}
  lb: {kind: aws.alb, name: Balancer}
  web: {kind: aws.ec2, name: Web}
  disk: {kind: aws.ebs, name: Disk}
  watch: {kind: aws.cloudwatch, name: Watch, aside: true}
relations:
  visit: {from: users, to: lb}
  hand: {from: lb, to: web}
  keep: {from: web, to: disk, kind: data}
environments:
  prod:
    places:
      eu: {kind: region, runs: {lb: {}, watch: {}}}
      a: {kind: zone, in: eu, runs: {web: {}, disk: {}}}
      b: {kind: zone, in: eu, runs: {web: {}, disk: {}}}
overlays: {pool: {kind: auto-scaling-group, name: Pool, members: [web, disk]}}
flows:
  grow:
    name: It grows
    steps:
      1: {at: web, says: Load rises}
      2: {at: web, says: A server is added}
      3: {at: web, says: It starts}
      4: {from: lb, to: web, says: It is handed requests}
      5: {at: watch, says: All is well}
story: {grow: {title: It grows, shows: flow.grow}}
"""


def walked(folder: Path, text: str) -> Deck:
    from archdeck.model import read_model

    file = folder / "walk.yaml"
    file.write_text(text, encoding="utf-8")
    return deck_of(read_model("walk", file))


def test_a_step_lights_each_copy_and_only_what_the_flow_touches(tmp_path: Path) -> None:
    """Three steps share one number plate, 1–3, on one of two servers; the disks beside them are of no step."""
    whole, *steps = walked(tmp_path, WALK).slides[1:]
    servers, names = ["Web", "Web"], ("Web", "Disk", "Balancer", "Watch")
    assert [[n for n in lit(one) if n in names] for one in (whole, *steps)] == [
        ["Balancer", "Watch", *servers],
        servers,
        servers,
        servers,
        ["Balancer", *servers],
        ["Watch"],
    ]


def test_a_title_that_has_no_room_in_a_line_is_cut_at_no_word(tmp_path: Path) -> None:
    """Two sentences of a step: the first is the title, and both are said; a long one stands in two lines. The point of
    an abbreviation ends no sentence."""
    long = (
        "The balancer hands it, e.g. by turns, to a server that is well. Which one that is, nobody knows "
        "beforehand, and it is of no import."
    )
    longer = (
        "A server that has just been started is told of at the balancer, and is handed requests as soon as it "
        "answers to the question whether it is well"
    )
    text = WALK.replace("A server is added", f'"{long}"').replace("It starts", f'"{longer}"')
    slides = walked(tmp_path, text).slides
    assert [slide.title.text for slide in slides[3:5]] == [
        "2  The balancer hands it, e.g. by turns, to a server that is well.",
        "3 " + longer.replace(" well", "\nwell"),
    ]
    assert [slide.notes for slide in slides[3:5]] == [long, longer]
    assert all(slide.title.box.y >= 0 and slide.title.box.bottom <= 76 for slide in slides[1:])


def test_no_slide_of_a_long_table_has_a_row_for_itself(tmp_path: Path) -> None:
    """Eleven rows of which ten have room on one slide: six and five."""
    many = "requirements:\n" + "".join(f"  r{k}: {{name: Number {k}, says: {'words ' * 17}}}\n" for k in range(11))
    found = walked(tmp_path, WALK.split("story:")[0] + many + "story: {need: {title: All, shows: requirements}}\n")
    tables = [shape for slide in found.slides for shape in slide.shapes if isinstance(shape, Table)]
    assert [len(table.rows) for table in tables] == [6, 5]


def test_a_slide_that_has_a_title_only_has_it_in_the_middle(tmp_path: Path) -> None:
    """A slide is called by its id where its title says nothing."""
    story = "story: {end: {title: Questions?}, thank-you: {title: ' '}}\n"
    slides = walked(tmp_path, WALK.split("story:")[0] + story).slides[1:]
    assert [slide.title.text for slide in slides] == ["Questions?", "Thank you"]
    assert [round(slide.title.box.centre.y) for slide in slides] == [540, 540]


def test_an_unknown_time_is_told_once(tmp_path: Path) -> None:
    """Nothing says how long the standby takes."""
    story = "requirements: {up: {name: Up, says: It is, target: {survives: zone, rto: 1m}}}\n" + STORY
    text = SHOP.replace(", recovery: {promote: 90s}", "").split("requirements:")[0]
    drills = "drills:\n  zone-a: {name: Zone a fails, environment: prod, down: [a]}\n"
    slides = walked(tmp_path, text + drills + story).slides
    (table,) = (shape for shape in slides[1].shapes if isinstance(shape, Table))
    known = "unknown: how long is not stated (promotion of Orders in b)"
    assert table.rows[0][3] == f"{known}, A customer buys survives without Availability Zone a"


def test_availability_is_told_with_how_much_it_is(tmp_path: Path) -> None:
    """Of one database it is stated, of the other not."""
    text = """
system: {name: Works}
components:
  web: {kind: aws.ec2, availability: 99.5 %}
  db: {kind: aws.rds, availability: 99.9 %}
  log: {kind: postgresql}
relations: {a: {from: web, to: db}, b: {from: web, to: log}}
environments: {prod: {places: {eu: {kind: region, runs: {web: {}, db: {}, log: {}}}}}}
flows:
  read: {name: Reading, steps: {1: {from: web, to: db}}}
  note: {name: Noting, steps: {1: {from: web, to: log}}}
requirements:
  up: {name: Up, says: It is, flows: [read], target: {availability: 99.99 %}}
  log: {name: Log, says: It is, flows: [note], target: {availability: 99.9 %}}
story: {need: {title: Need, shows: requirements}}
"""
    (table,) = (shape for shape in walked(tmp_path, text).slides[1].shapes if isinstance(shape, Table))
    assert [row[3] for row in table.rows] == [
        "missed: 99.4 % of the time, Reading",
        "unknown: not stated of Log, Noting",
    ]


def test_each_form_of_a_talk_has_a_name_for_its_file() -> None:
    assert list(FORMS) == list(TALKS)
