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
