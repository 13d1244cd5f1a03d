"""The model language, version 1: the shapes of what a person writes, declared once.

Loading validates YAML against these shapes, `archdeck schema` prints them as JSON Schema, and the reference page lists
them. Everything is a mapping keyed by id; whatever can be derived is optional. A loader hands every scalar over as the
text that was written, so `version: 1.10` stays `1.10` and `name: no` stays `no`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from archdeck.language.scalars import (
    Day,
    Duration,
    EndId,
    Id,
    KindId,
    Line,
    Percentage,
    Share,
    StepId,
    SystemId,
    Text,
    ViewId,
)
from archdeck.language.values import Lane, Outcome, OverlayKind, Pillar, PlaceKind, RelationKind, Role, Stage

ALL = "all"  # of what a view names
SYSTEM = "system"  # the kind of a component that stands for another system


def _said_why(text: str) -> str:
    if not text:
        raise ValueError("say why this is accepted")
    return text


def _keyed(value: Any) -> Any:
    """A list of ids is a mapping of ids without details."""
    return dict.fromkeys(value) if isinstance(value, list) and all(isinstance(i, str) for i in value) else value


def _stood_for(value: Any) -> Any:
    """What stands for a system is a system, unless it says what else it is."""
    return {"kind": SYSTEM, **value} if isinstance(value, dict) and value.get("system") is not None else value


def _all(value: Any) -> Any:
    """The word by itself is a list of it."""
    return [value] if value == ALL else value


class Shape(BaseModel):
    """Every mapping of the language: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WaiverShape(Shape):
    """A finding of a rule that is accepted for some time."""

    because: Annotated[Text, AfterValidator(_said_why)] = Field(description="Why it is accepted.")
    until: Day = Field(description="The last day on which it is; after that the finding is back.")


Tags = Annotated[
    list[Id],
    Field(description="Words of your own by which views take it in or leave it out: pci, legacy, owned-by-ops."),
]

Waivers = Annotated[
    dict[Id, WaiverShape],
    Field(description="Findings that are accepted here, from the rule's id to why and until when."),
]


Addresses = Annotated[
    list[Line],
    Field(
        description="What it is in the sources that it was imported from, e.g. aws_db_instance.orders or a name of a "
        "template; * stands for any letters. A second import and `archdeck drift` go by them."
    ),
]


class SystemShape(Shape):
    """What the model describes."""

    name: Line = Field(description="The name, as people say it.")
    title: Line = Field("", description="One line under the name: what it is.")
    summary: Text = Field("", description="One sentence for cards and slides.")
    description: Text = Field("", description="What it is for, in Markdown.")
    owner: Line = Field("", description="Who answers for it.")
    source: Line = Field("", description="Where the facts come from; stands at the foot of each picture.")
    icon: Line = Field(
        "",
        description="Its icon in the landscape and in other systems: a kind (aws.eks), a class of the diagrams "
        "library, or a file beside it.",
    )
    waive: Waivers = Field(default_factory=dict)


class TierShape(Shape):
    """A column of every picture and a layer of the explanation."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    says: Text = Field("", description="What this layer does, in Markdown.")


class KindShape(Shape):
    """A kind of component that the catalogue does not have."""

    name: Line = Field(description="The service's full name, as it stands in pictures.")
    icon: Line = Field(
        "", description="A PNG or SVG file beside the model, or a class of the diagrams library, e.g. k8s.compute.Pod."
    )
    category: Line = Field("", description="Heading under which the catalogue lists it.")
    scope: Literal["global", "regional", "zonal", "actor"] = Field(
        "regional", description="What must fail for it to fail; an actor is a person or a system outside of the design."
    )
    says: Text = Field("", description="What it is, in one plain sentence.")


class TargetShape(Shape):
    """What a requirement asks for, in numbers where there are any."""

    survives: Literal["instance", "zone", "region"] | None = Field(None, description="The largest thing that may fail.")
    rto: Duration | None = Field(None, description="Recovery time objective: how long it may take to come back.")
    rpo: Duration | None = Field(None, description="Recovery point objective: how much data, in time, may be lost.")
    latency: Duration | None = Field(None, description="The longest a request may take.")
    availability: Line = Field("", description="How much of the time it works, for example 99.95 %.")
    standard: Line = Field("", description="A standard to comply with, e.g. PCI-DSS.")
    text: Text = Field("", description="A target that has no key of its own.")


class RequirementShape(Shape):
    """What the business asked for, and what meets it."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    says: Text = Field(description="The requirement, in one sentence.")
    pillar: Pillar | None = Field(None, description="Pillar of the AWS Well-Architected Framework.")
    target: TargetShape = Field(default_factory=TargetShape, description="The target.")
    met_by: Annotated[dict[Id, Text | None], BeforeValidator(_keyed)] = Field(
        default_factory=dict, description="Components that meet it: a list, or a mapping from component to how."
    )
    flows: list[Id] = Field(default_factory=list, description="The flows that it concerns; all that people begin.")
    failures: list[EndId] = Field(
        default_factory=list,
        description="The failures that it concerns: drills, places, components, one instance: web in us-east-1a.",
    )
    only: list[Id] = Field(
        default_factory=list, description="The environments that it concerns; those of production, if missing."
    )
    waive: Waivers = Field(default_factory=dict)


class RecoveryShape(Shape):
    """How a component comes back."""

    promote: Duration | None = Field(None, description="From failure until a standby has taken over.")
    restore: Duration | None = Field(None, description="From the decision until a restored copy works.")
    loses: Duration | None = Field(
        None, description="How much data, in time, is lost when it is set up empty: 0s for a cache, which fills again."
    )
    says: Text = Field("", description="The procedure, in Markdown.")


class ComponentShape(Shape):
    """A thing that exists once in the design: a service, a store, a queue, a user, a pipeline."""

    kind: Line = Field(
        description="What it is: a kind of the catalogue (aws.rds), a class of the diagrams library "
        "(k8s.compute.Pod), or a kind declared under kinds."
    )
    system: SystemId | None = Field(
        None,
        description="The other system of this project that it stands for, by its id: name, summary, owner, icon and "
        "kind are those of that, if missing, and its page leads there.",
    )
    tier: Id | None = Field(None, description="Its column; a fitting one if missing.")
    name: Line = Field("", description="Shown name; made from the id if missing.")
    label: Line = Field(
        "", description="Words under the icon instead of the kind's name and the name; at most two lines."
    )
    icon: Line = Field("", description="An icon of its own: a PNG or SVG file beside the model.")
    summary: Text = Field("", description="What it does here, in one sentence.")
    description: Text = Field("", description="What it does here, at length, in Markdown.")
    why: Text = Field("", description="Why it was chosen.")
    say: Text = Field("", description="What to say about it to a manager.")
    config: dict[Line, Text] = Field(default_factory=dict, description="Settings worth knowing, name to value.")
    recovery: RecoveryShape | None = Field(None, description="How it comes back after a failure.")
    needs: Share = Field(
        "", description="How many of it must work, in numbers or as a share: 2, or 50 %. One, if nothing is said."
    )
    availability: Percentage = Field(
        "", description="How much of the time one of it works, by itself; of a service of a Region, all of it there."
    )
    sla: Percentage = Field(
        "", description="What whoever runs it promises for all of it in a Region; as its provider publishes if missing."
    )
    owner: Line = Field("", description="Who answers for it.")
    note: Text = Field("", description="A warning to the reader: what is wrong with it and what one would do instead.")
    aside: bool | None = Field(
        None,
        description="true: it applies to others, as keys and monitoring do, and stands in the side panel with marks on "
        "what is related to it; as its kind says if missing.",
    )
    addresses: Addresses = Field(default_factory=list)
    tags: Tags = Field(default_factory=list)
    waive: Waivers = Field(default_factory=dict)


class RelationShape(Shape):
    """A typed arrow between two components, instances or places."""

    from_: EndId = Field(
        alias="from",
        description="What acts: a component, a component in a place (`web in us-east-1a`), or a place as a whole.",
    )
    to: EndId = Field(description="What it acts on: a component, a component in a place, or a place as a whole.")
    kind: RelationKind = Field(RelationKind.REQUEST, description="What the arrow means; gives its colour and dashes.")
    label: Line = Field("", description="Two or three words on the arrow.")
    from_label: Line = Field("", description="A word or two where the arrow starts: an interface, a port, how many.")
    to_label: Line = Field("", description="The same where it ends.")
    says: Text = Field("", description="What happens here, in one sentence.")
    role: Role | None = Field(None, description="The role of the instance it ends at; the primary where there is one.")
    encryption: Line = Field("", description="How it is protected on the way, e.g. TLS 1.2+.")
    protocol: Line = Field("", description="For example HTTPS 443.")
    every: Duration | None = Field(None, description="Interval of a backup.")
    lag: Duration | None = Field(None, description="How far a replica may be behind.")
    after: Duration | None = Field(
        None, description="Of a failover: how long until the failure is noticed and the other way is taken."
    )
    needs: list[EndId] = Field(
        default_factory=list,
        description="Of a failover: components, or those in a place, without which it does not happen: what changes a "
        "name, images, secrets.",
    )
    only: list[Id] = Field(
        default_factory=list, description="Environments in which it exists; all where both ends run, if missing."
    )
    note: Text = Field("", description="A warning to the reader.")
    addresses: Addresses = Field(default_factory=list)
    tags: Tags = Field(default_factory=list)
    waive: Waivers = Field(default_factory=dict)


class RunShape(Shape):
    """A component in a place."""

    count: Annotated[int, Field(ge=0, le=100000)] = Field(1, description="How many of it run there.")
    role: Role | None = Field(None, description="Its part among its siblings.")
    sync: bool | None = Field(None, description="For a standby or replica: whether the copy is synchronous.")
    lag: Duration | None = Field(None, description="For a standby or replica: how far it may be behind.")
    promote: Duration | None = Field(
        None, description="For a copy: until it has taken over here; as `recovery` of the component says if missing."
    )
    availability: Percentage = Field("", description="How much of the time one of it works here.")
    label: Line = Field("", description="Second line under the icon here.")
    config: dict[Line, Text] = Field(default_factory=dict, description="Settings that hold here only.")
    because: Text = Field("", description="Why it runs so here.")
    waive: Waivers = Field(default_factory=dict)


class PlaceShape(Shape):
    """Where things run; `in` gives the nesting."""

    kind: PlaceKind = Field(description="What sort of place.")
    in_: Id | None = Field(None, alias="in", description="The place around it.")
    name: Line = Field("", description="Shown name; the id if missing.")
    is_: Line = Field(
        "",
        alias="is",
        description="The zone or Region that it is a part of, where several networks or accounts share that: those of "
        "one name here are one, and fail together. The name if missing.",
    )
    icon: Line = Field(
        "", description="An icon for its frame: a kind (aws.eks), a class of the diagrams library, or a file beside it."
    )
    technology: Line = Field("", description="What it is made of, beside its name: Kubernetes 1.31, m7g.large.")
    count: Annotated[int, Field(ge=1, le=100000)] = Field(
        1, description="How many of it there are, each with all in it."
    )
    note: Text = Field("", description="A warning to the reader.")
    standby: bool = Field(
        False,
        description="What runs here waits for a failure: only failover, replication, backup, control and uses lead in.",
    )
    availability: Percentage = Field("", description="How much of the time the place itself works, whatever runs here.")
    runs: dict[Id, RunShape | None] = Field(default_factory=dict, description="The components that run here.")
    because: Text = Field("", description="Why it is there, or why it differs.")
    addresses: Addresses = Field(default_factory=list)
    tags: Tags = Field(default_factory=list)
    waive: Waivers = Field(default_factory=dict)


class EnvironmentShape(Shape):
    """One deployment of the system."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    stage: Stage | None = Field(None, description="Colour of the chip; guessed from the id if missing.")
    extends: Id | None = Field(
        None,
        description="The environment to start from; what is written here is merged over it "
        "(JSON Merge Patch, RFC 7396: null removes).",
    )
    summary: Text = Field("", description="What it is for, in one sentence.")
    description: Text = Field("", description="More of it, in Markdown.")
    because: Text = Field("", description="Why it differs from what it extends.")
    places: dict[Id, PlaceShape] = Field(default_factory=dict, description="Where things run here.")
    runs: dict[Id, RunShape | None] = Field(
        default_factory=dict,
        description="What runs in no place: users, global services. "
        "Global services and actors are there without being named.",
    )
    without: dict[Id, Text | None] = Field(
        default_factory=dict,
        description="Components that are not there, and why. Global services and actors must be named to be left out.",
    )
    waive: Waivers = Field(default_factory=dict)


class StepShape(Shape):
    """One step of a flow: from one component to another, or at one component."""

    from_: EndId | None = Field(
        None, alias="from", description="Where it starts: a component, or one of its instances (`web in us-east-1a`)."
    )
    to: EndId | None = Field(None, description="Where it ends.")
    at: EndId | None = Field(None, description="Instead of from and to: a step that happens in one component.")
    relation: Id | None = Field(None, description="The relation it takes, where two components have several.")
    says: Text = Field("", description="What happens, in one sentence.")
    only: list[Id] = Field(default_factory=list, description="Environments in which the step exists.")
    optional: bool = Field(False, description="The flow does without it if it fails.")
    if_: Line = Field("", alias="if", description="When it happens, if not always: the card is refused.")
    repeats: Line = Field("", description="How often it happens, with all from `back_to` on: until paid, three times.")
    back_to: StepId | None = Field(None, description="The earlier step with which the flow goes on after this one.")
    alongside: StepId | None = Field(None, description="The step at the same time as which it happens.")
    instead_of: StepId | None = Field(
        None, description="The step that it is another way for: either of them does, also when the other fails."
    )
    availability: Percentage = Field(
        "", description="How often it succeeds; where it leads is not counted besides, unless another step leads there."
    )
    note: Text = Field("", description="A warning to the reader.")


class FlowShape(Shape):
    """Numbered steps through the components."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    summary: Text = Field("", description="What it is, in one sentence.")
    description: Text = Field("", description="More of it, in Markdown.")
    only: list[Id] = Field(
        default_factory=list, description="Environments that have it; all that run its components, if missing."
    )
    drill: Id | None = Field(
        None, description="The drill that its steps tell: drawn on the picture of that, and no failure is played on it."
    )
    steps: dict[StepId, StepShape] = Field(
        min_length=1,
        description="The steps by number: 1, 2, 3; 3a and 3b belong together (see alongside and instead_of).",
    )
    waive: Waivers = Field(default_factory=dict)


class DrillShape(Shape):
    """A failure played on the model."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    says: Text = Field("", description="What is played, in one sentence.")
    environment: Id | None = Field(None, description="Where it is played.")
    down: list[EndId] = Field(
        min_length=1, description="Places and components that fail, or one instance: nat in us-east-1a."
    )
    expect: dict[Id, Outcome] = Field(default_factory=dict, description="What each flow should do.")


class OverlayShape(Shape):
    """What cuts across places: an Auto Scaling group, a security group."""

    kind: OverlayKind = Field(description="What it is; gives its frame.")
    name: Line = Field("", description="Shown name; made from the id if missing.")
    members: list[Id] = Field(min_length=1, description="The components inside.")
    scale: Line = Field("", description="For example 2 to 12.")
    says: Text = Field("", description="What it does, in Markdown.")
    why: Text = Field("", description="Why it was chosen.")
    say: Text = Field("", description="What to say about it to a manager.")
    config: dict[Line, Text] = Field(default_factory=dict, description="Settings worth knowing, name to value.")
    only: list[Id] = Field(
        default_factory=list, description="Environments that have it; all that run a member, if missing."
    )


class SlideShape(Shape):
    """One slide of the story."""

    title: Line = Field(description="The slide's title.")
    shows: Line = Field(
        "",
        description="What it shows: an environment (prod), a flow (flow.buy, flow.buy in prod), component.db, drill.x, "
        "topic.x or any other view; or requirements, environments, components, flows, topics.",
    )
    say: Text = Field("", description="What to say.")


def _said(value: Any) -> Any:
    """A row that is a text says just that."""
    return {"says": value} if isinstance(value, str) else value


def _two(columns: list[str]) -> list[str]:
    if len(columns) not in (0, 2):
        raise ValueError("name two: what the rows are, and what is said of them, as in [Component, Configuration]")
    return columns


class RowShape(Shape):
    """One line of a topic."""

    says: Text = Field(description="What is said of it.")
    about: list[Id] = Field(
        default_factory=list, description="The components that it is about; the one of its name, if missing."
    )


class TopicShape(Shape):
    """Something worth saying that belongs to no single component: a table of a domain, a list of advice."""

    name: Line = Field("", description="Shown name; made from the id if missing.")
    says: Text = Field("", description="What is to be said before the rows, in Markdown.")
    shows: Line = Field("", description="The view that it shows, named as in a slide of the story.")
    columns: Annotated[list[Line], AfterValidator(_two)] = Field(
        default_factory=list,
        description="Headings of the two columns, e.g. [Component, Configuration]; the rows are a list if missing.",
    )
    rows: dict[Line, Annotated[RowShape, BeforeValidator(_said)]] = Field(
        default_factory=dict, description="Its lines, from what they are called to what is said: a text, or a mapping."
    )
    about: list[Id] = Field(default_factory=list, description="The components that the whole topic is about.")


class ViewShape(Shape):
    """A picture: a derived one renamed, filtered or hidden, or a new one."""

    shows: Line = Field("", description="For a new view: the id of the derived view that it starts from.")
    title: Line = Field("", description="Title instead of the derived one.")
    subtitle: Line = Field("", description="Line under the title instead of the derived one.")
    order: int | None = Field(None, description="Where it stands among the views; derived ones count 100, 200, 300 …")
    hidden: bool = Field(False, description="Do not draw it.")
    include: list[Id] = Field(
        default_factory=list,
        description="Draw only these: components, tiers, places, relations with their ends, kinds of relation, tags.",
    )
    exclude: list[Id] = Field(
        default_factory=list,
        description="Leave these out: components, tiers, places, relations, kinds of relation, tags.",
    )
    layout: Literal["grid", "auto"] = Field(
        "grid", description="auto leaves placing to Graphviz, for graphs that have no tiers."
    )
    keep: list[Id] = Field(
        default_factory=list, description="Cross-cutting components to draw as boxes rather than in the side panel."
    )
    labels: dict[Id, Line] = Field(
        default_factory=dict, description="Shorter words in this picture, by component, relation or place."
    )
    lanes: dict[Id, Lane] = Field(
        default_factory=dict,
        description="Where components stand: on the path of the requests, or in a lane above or below it.",
    )
    breaks: list[Id] = Field(
        default_factory=list,
        description="Components that begin a column, right of what they would stand above or below.",
    )
    rows: Literal["as-written"] | None = Field(
        None,
        description="as-written: boxes above each other in a frame stand in the order in which the model has their "
        "components; in the order that keeps arrows short and straight, if missing.",
    )
    columns: Literal["as-written"] | None = Field(
        None,
        description="as-written: boxes beside each other in a frame stand from left to right in the order in which the "
        "model has their components, whatever their tiers; in the order of tiers and arrows, if missing.",
    )
    alone: Annotated[list[Id], BeforeValidator(_all)] = Field(
        default_factory=list,
        description="Components, tiers, places and tags that are never drawn as one with others, however small the "
        "text must be: a list, or all.",
    )


class ModelShape(Shape):
    """A model of one system: one file, or a folder of files whose top-level keys are joined."""

    system: SystemShape = Field(description="What the model describes.")
    tiers: Annotated[dict[Id, TierShape | None], BeforeValidator(_keyed)] = Field(
        default_factory=dict,
        description="Columns from left to right: a list of ids, or a mapping from id to what the layer does.",
    )
    kinds: dict[KindId, KindShape] = Field(
        default_factory=dict, description="Kinds of component that the catalogue does not have."
    )
    requirements: dict[Id, RequirementShape] = Field(default_factory=dict, description="What the business asked for.")
    components: dict[Id, Annotated[ComponentShape, BeforeValidator(_stood_for)]] = Field(
        default_factory=dict, description="The things of the design."
    )
    relations: dict[Id, RelationShape] = Field(default_factory=dict, description="How they are connected.")
    environments: dict[Id, EnvironmentShape] = Field(default_factory=dict, description="Where they run.")
    flows: dict[Id, FlowShape] = Field(default_factory=dict, description="What happens, step by step.")
    drills: dict[Id, DrillShape] = Field(default_factory=dict, description="Failures to play.")
    overlays: dict[Id, OverlayShape] = Field(default_factory=dict, description="What cuts across places.")
    topics: dict[Id, TopicShape] = Field(
        default_factory=dict, description="What is worth saying and belongs to no single component: tables, advice."
    )
    story: dict[Id, SlideShape] = Field(default_factory=dict, description="The order of a presentation.")
    views: dict[ViewId, ViewShape] = Field(
        default_factory=dict, description="Changes to the derived pictures, and new ones."
    )
