"""Colours, dashes and words of everything drawn, one table each (rules R12 and R13; AWS's colours for groups)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LineLook:
    colour: str
    width: float
    style: str
    legend: str


@dataclass(frozen=True)
class FrameLook:
    """`icon` is a file, or one of the diagrams library by its path in there."""

    border: str
    text: str
    style: str
    fill: str = ""
    icon: str = ""


def _own(name: str) -> str:
    """The file of an icon that is drawn for this project."""
    return str(Path(__file__).parent / "frames" / f"{name}.svg")


LINES = {
    "request": LineLook("#232F3E", 2.4, "solid", "Request"),
    "data": LineLook("#2E5AAC", 2.2, "solid", "Data access"),
    "replication": LineLook("#8C4FFF", 2.4, "dashed", "Replication"),
    "backup": LineLook("#5B7B00", 2.2, "dashed", "Backup"),
    "failover": LineLook("#DD344C", 2.4, "dashed", "Failover"),
    "control": LineLook("#DD344C", 2.0, "dotted", "Control"),
    "uses": LineLook("#4A5F73", 2.0, "dotted", "Uses"),
}

FRAMES = {
    "cloud": FrameLook("#232F3E", "#232F3E", "solid", icon=_own("cloud")),
    "account": FrameLook("#E7157B", "#B0105E", "solid", icon=_own("account")),
    "region": FrameLook("#00A4A6", "#00777A", "dashed", icon=_own("region")),
    "vpc": FrameLook("#8C4FFF", "#6B2FD6", "solid", icon="aws/network/vpc.png"),
    "zone": FrameLook("#00A4A6", "#00777A", "dashed"),
    "public-subnet": FrameLook("#7AA116", "#4F6B0B", "solid", "#F2F6E8", "aws/network/public-subnet.png"),
    "private-subnet": FrameLook("#00A4A6", "#00777A", "solid", "#E6F6F7", "aws/network/private-subnet.png"),
    "subnet": FrameLook("#7D8998", "#4A5662", "solid", "#F6F8FA"),
    "cluster": FrameLook("#ED7100", "#B85700", "solid"),
    "node": FrameLook("#7D8998", "#4A5662", "solid"),
    "data-center": FrameLook("#7D8998", "#4A5662", "solid", icon=_own("data-center")),
    "layer": FrameLook("#7D8998", "#232F3E", "solid", "#F6F8FA"),
    "subject": FrameLook("#FF9900", "#8A5200", "solid", "#FFF8ED"),
    "group": FrameLook("#7D8998", "#4A5662", "dashed"),
    "auto-scaling-group": FrameLook("#ED7100", "#B85700", "dashed", icon="aws/compute/ec2-auto-scaling.png"),
    "security-group": FrameLook("#DD344C", "#B3203A", "solid"),
}

_GREY, _DARK_GREY = "#7D8998", "#4A5662"
_SUBNETS = ("public-subnet", "private-subnet", "subnet")
# What no provider has colours or icons for.
_PLAIN = {
    "account": FrameLook(_GREY, _DARK_GREY, "solid", icon=_own("account-plain")),
    "region": FrameLook(_GREY, _DARK_GREY, "dashed", icon=_own("region-plain")),
    "zone": FrameLook(_GREY, _DARK_GREY, "dashed"),
}


def _blue(border: str, text: str, fill: str, cloud: str, network: str, subnet: str = "") -> dict[str, FrameLook]:
    """Clouds, networks and subnets of a provider in its colour, with its icons."""
    return {
        "cloud": FrameLook(border, text, "solid", icon=cloud),
        "vpc": FrameLook(border, text, "solid", icon=network),
        **dict.fromkeys(_SUBNETS, FrameLook(border, text, "solid", fill, subnet)),
    }


# What looks otherwise in another provider's cloud than in AWS, whose colours the frames above have.
FRAMES_OF = {
    "azure": {
        **_PLAIN,
        **_blue(
            "#0078D4",
            "#005A9E",
            "#EAF3FB",
            "azure/azure.png",
            "azure/networking/virtual-networks.png",
            "azure/networking/subnet.png",
        ),
        "account": FrameLook(_GREY, _DARK_GREY, "solid", icon="azure/general/subscriptions.png"),
    },
    "gcp": {
        **_PLAIN,
        **_blue("#4285F4", "#1A56B8", "#EDF3FE", "gcp/gcp.png", "gcp/network/virtual-private-cloud.png"),
        "account": FrameLook(_GREY, _DARK_GREY, "solid", icon="gcp/management/project.png"),
    },
    "another": {
        **_PLAIN,
        "cloud": FrameLook(_GREY, _DARK_GREY, "solid", icon=_own("cloud-plain")),
        "vpc": FrameLook(_GREY, _DARK_GREY, "solid", icon=_own("network-plain")),
        **dict.fromkeys(_SUBNETS, FrameLook(_GREY, _DARK_GREY, "solid", "#F6F8FA")),
    },
}


def frame_look(kind: str, provider: str = "") -> FrameLook:
    """How the frame of a kind of place looks in a provider's cloud."""
    return FRAMES_OF.get(provider, {}).get(kind) or FRAMES[kind]


# Strokes in a box of 24 by 24, round at their ends.
CROSS, CHECK, PLUS, MINUS = "M7 7L17 17M17 7L7 17", "M6 12.5L10.5 17L18 7.5", "M12 6V18M6 12H18", "M6 12H18"
UNLIKE, AGAIN = "M6 9.5H18M6 14.5H18M15 5.5L9 18.5", "M17.5 12A5.5 5.5 0 1 1 15.5 7.7M17.5 4.5V8.5H13.5"
UP, ONWARD = "M12 17.5V7M7.5 11.5L12 7L16.5 11.5", "M6.5 12H17M12.5 7.5L17 12L12.5 16.5"
R = "M9 17.5V7H12.5A3 3 0 0 1 12.5 13H9M12.5 13L15.5 17.5"
WAITS = "M8 6H16M8 18H16M9 6L15 18M15 6L9 18"
RIM, HALF = "M12 5.5A6.5 6.5 0 1 1 12 18.5A6.5 6.5 0 1 1 12 5.5", "M12 5.5A6.5 6.5 0 1 0 12 18.5Z"


@dataclass(frozen=True)
class StateLook:
    """How a state shows. `sign` are strokes and `solid` an area in a round mark; `ring` is the style of a line around
    an icon, and of a frame's border; what is `hatched` is struck out; `opacity` fades; arrows are `wide` times as wide,
    have a `style` of their own, and are `tinted` in the state's colour. `noted` are the legend's words where a sign has
    words too. One `of_frames` says something of a part of what a frame is drawn for."""

    legend: str
    colour: str
    sign: str = ""
    solid: str = ""
    ring: str = ""
    hatched: bool = False
    opacity: float = 1.0
    wide: float = 1.0
    style: str = ""
    tinted: bool = False
    noted: str = ""
    of_frames: bool = False

    @property
    def line(self) -> bool:
        """Whether it is told by how arrows look, rather than by a mark."""
        return not (self.ring or self.hatched or self.solid or self.of_frames)


# The strongest comes first: where something stands for several things, that one shows. The legend keeps this order.
STATES = {
    "down": StateLook("Down", "#B3203A", CROSS, hatched=True, opacity=0.4),
    "part-down": StateLook("Zone lost", "#B3203A", CROSS, of_frames=True),
    "takes-over": StateLook("Takes over", "#1B7F3B", CHECK, ring="solid", noted="Takes over (after this time)"),
    "promoted": StateLook("New primary", "#1B7F3B", UP, ring="solid", noted="New primary (after)"),
    "degraded": StateLook("Goes on with less", "#B85700", RIM, HALF, noted="Goes on with what is left"),
    "holds": StateLook("Holds work or content", "#6B2FD6", WAITS, ring="solid", noted="Holds work or content (for)"),
    "restores": StateLook(
        "Copy to restore from", "#2E5AAC", AGAIN, ring="dashed", noted="Copy to restore from (at most this old)"
    ),
    "outlives": StateLook("Regional: goes on", "#2E5AAC", R, ring="solid"),
    "carries": StateLook("Way that works", "#232F3E", wide=2.0),
    "moved": StateLook("To the new primary", "#1B7F3B", ONWARD, opacity=0.6, style="dashed"),
    "broken": StateLook("Broken way", "#B3203A", CROSS, opacity=0.5, style="dashed"),
    "dead": StateLook("Broken way", "#B3203A", opacity=0.35, style="dashed"),
    "added": StateLook("Added", "#1B7F3B", PLUS, ring="solid", wide=1.6, tinted=True),
    "comes": StateLook("Added", "#1B7F3B", wide=1.6, tinted=True),
    "removed": StateLook("Removed", "#B3203A", MINUS, ring="dashed", opacity=0.55, style="dashed", tinted=True),
    "goes": StateLook("Removed", "#B3203A", opacity=0.55, style="dashed", tinted=True),
    "changed": StateLook("Changed", "#B85700", UNLIKE, ring="dotted"),
    "same": StateLook("As it was", "#545F6B", opacity=0.45),
}
# What a part in a state makes of the whole; nothing where the rest decides.
PARTLY = {
    "down": "degraded",
    "broken": "",
    "dead": "",
    "moved": "",
    "outlives": "",
    "added": "changed",
    "removed": "changed",
    "comes": "",
    "goes": "",
}
HATCH = "#F0C6CD"  # lines behind what is in a place that is struck out

STAGES = {
    "production": "#232F3E",
    "staging": "#6B2FD6",
    "development": "#2E5AAC",
    "disaster-recovery": "#B3203A",
    "": "#4A5F73",
}

INK, SOFT_INK, ACCENT, PAPER = "#232F3E", "#545F6B", "#FF9900", "#FFFFFF"

# Every colour above on a dark page: light where it was dark, so that words on chips and numbers stay readable.
DARK = {
    "#FFFFFF": "#101B27",
    "#1B7F3B": "#63D48D",
    "#F0C6CD": "#54303A",
    "#232F3E": "#E8EEF4",
    "#545F6B": "#A9B6C3",
    "#4A5F73": "#9FB3C8",
    "#4A5662": "#A9B6C3",
    "#7D8998": "#8494A5",
    "#2E5AAC": "#7FB0FF",
    "#8C4FFF": "#B08CFF",
    "#6B2FD6": "#C2A8FF",
    "#5B7B00": "#A9CC4A",
    "#7AA116": "#9CC63A",
    "#4F6B0B": "#B9DC6A",
    "#DD344C": "#FF8090",
    "#B3203A": "#FF9BA8",
    "#00A4A6": "#2BC4C6",
    "#00777A": "#5FD9DB",
    "#ED7100": "#FF9840",
    "#B85700": "#FFB573",
    "#E7157B": "#FF6FB3",
    "#B0105E": "#FF9CCB",
    "#0078D4": "#4FA8E8",
    "#005A9E": "#8CC8F5",
    "#EAF3FB": "#12283A",
    "#4285F4": "#7FB0FF",
    "#1A56B8": "#A9C8FF",
    "#EDF3FE": "#15263D",
    "#F2F6E8": "#1C2A17",
    "#E6F6F7": "#10292F",
    "#F6F8FA": "#172533",
    "#FFF8ED": "#2A2113",
    "#8A5200": "#FFC470",
}
TILE = "#F4F7FA"  # behind icons, of which some are dark lines on nothing


def dark_css(within: str) -> str:
    """Style rules that turn an SVG inside `within` dark."""
    rules = [
        f'{within} [{attribute}="{light}" i] {{ {attribute}: {dark}; }}'
        for light, dark in DARK.items()
        for attribute in ("fill", "stroke")
    ]
    return "\n".join([*rules, f"{within} .tile {{ fill: {TILE}; }}"]) + "\n"
