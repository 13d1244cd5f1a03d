"""Colours, dashes and words of everything drawn, one table each (rules R12 and R13; AWS's colours for groups)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    colour: str
    width: float
    style: str
    legend: str


@dataclass(frozen=True)
class FrameLook:
    border: str
    text: str
    style: str
    fill: str = ""
    icon: str = ""


LINES = {
    "request": Line("#232F3E", 2.4, "solid", "Request"),
    "data": Line("#2E5AAC", 2.2, "solid", "Data access"),
    "replication": Line("#8C4FFF", 2.4, "dashed", "Replication"),
    "backup": Line("#5B7B00", 2.2, "dashed", "Backup"),
    "failover": Line("#DD344C", 2.4, "dashed", "Failover"),
    "control": Line("#DD344C", 2.0, "dotted", "Control"),
    "uses": Line("#4A5F73", 2.0, "dotted", "Uses"),
}

FRAMES = {
    "cloud": FrameLook("#232F3E", "#232F3E", "solid"),
    "account": FrameLook("#E7157B", "#B0105E", "solid"),
    "region": FrameLook("#00A4A6", "#00777A", "dashed"),
    "vpc": FrameLook("#8C4FFF", "#6B2FD6", "solid", icon="aws/network/vpc.png"),
    "zone": FrameLook("#00A4A6", "#00777A", "dashed"),
    "public-subnet": FrameLook("#7AA116", "#4F6B0B", "solid", "#F2F6E8", "aws/network/public-subnet.png"),
    "private-subnet": FrameLook("#00A4A6", "#00777A", "solid", "#E6F6F7", "aws/network/private-subnet.png"),
    "cluster": FrameLook("#ED7100", "#B85700", "solid"),
    "data-center": FrameLook("#7D8998", "#4A5662", "solid"),
    "layer": FrameLook("#7D8998", "#232F3E", "solid", "#F6F8FA"),
    "group": FrameLook("#7D8998", "#4A5662", "dashed"),
    "auto-scaling-group": FrameLook("#ED7100", "#B85700", "dashed", icon="aws/compute/ec2-auto-scaling.png"),
    "security-group": FrameLook("#DD344C", "#B3203A", "solid"),
}

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
    "#F2F6E8": "#1C2A17",
    "#E6F6F7": "#10292F",
    "#F6F8FA": "#172533",
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
