"""The words that may stand where the language leaves a choice, as enumerations."""

from __future__ import annotations

from enum import StrEnum


class RelationKind(StrEnum):
    REQUEST = "request"
    DATA = "data"
    REPLICATION = "replication"
    BACKUP = "backup"
    FAILOVER = "failover"
    CONTROL = "control"
    USES = "uses"


FLOWING = frozenset({RelationKind.REQUEST, RelationKind.DATA})  # what flows need, and pictures lead to the right


class Role(StrEnum):
    PRIMARY = "primary"
    STANDBY = "standby"
    READ_REPLICA = "read-replica"


class PlaceKind(StrEnum):
    CLOUD = "cloud"
    ACCOUNT = "account"
    REGION = "region"
    VPC = "vpc"
    ZONE = "zone"
    PUBLIC_SUBNET = "public-subnet"
    PRIVATE_SUBNET = "private-subnet"
    SUBNET = "subnet"
    CLUSTER = "cluster"
    NODE = "node"
    DATA_CENTER = "data-center"
    GROUP = "group"


class Lane(StrEnum):
    """Where a component stands in a picture: among the requests, or above or below them."""

    PATH = "path"
    ABOVE = "above"
    BELOW = "below"


class OverlayKind(StrEnum):
    AUTO_SCALING_GROUP = "auto-scaling-group"
    SECURITY_GROUP = "security-group"
    CLUSTER = "cluster"
    GROUP = "group"


class Pillar(StrEnum):
    """The pillars of the AWS Well-Architected Framework."""

    OPERATIONAL_EXCELLENCE = "operational-excellence"
    SECURITY = "security"
    RELIABILITY = "reliability"
    PERFORMANCE = "performance"
    COST = "cost"
    SUSTAINABILITY = "sustainability"


class Stage(StrEnum):
    DEVELOPMENT = "development"
    STAGING = "staging"
    PRODUCTION = "production"
    DISASTER_RECOVERY = "disaster-recovery"


class Outcome(StrEnum):
    SURVIVES = "survives"
    DEGRADED = "degraded"
    RECOVERS = "recovers"
    DELAYED = "delayed"
    LOST = "lost"
