"""What rules know about services: which of them keep data, take requests from outside, encrypt by themselves …

By the ids of the catalogue's kinds. Of a kind that stands in no table nothing is known, so nothing is found.
"""

from __future__ import annotations

import re

# Databases whose size somebody chooses.
_RDS = ("aws.rds", "aws.rds-postgresql", "aws.rds-mysql", "aws.rds-mariadb", "aws.rds-oracle", "aws.rds-sql-server")
SIZED = frozenset(_RDS)
CACHES = frozenset({"aws.elasticache", "aws.elasticache-redis", "aws.elasticache-memcached", "aws.dynamodb-dax",
                    "redis", "memcached", "cache"})  # fmt: skip
DATABASES = frozenset({
    *_RDS, *CACHES, "aws.aurora", "aws.dynamodb", "aws.dynamodb-global-table", "aws.documentdb", "aws.memorydb",
    "aws.neptune", "aws.keyspaces", "aws.timestream", "aws.redshift", "aws.opensearch", "elasticsearch", "postgresql",
    "mysql", "mariadb", "mongodb", "oracle", "sql-server", "cassandra", "database-server", "database",
})  # fmt: skip
# What makes a read replica the writer by itself: there one that nobody reads is a standby.
PROMOTES = frozenset({"aws.aurora", "aws.documentdb", "aws.neptune", "aws.memorydb", "aws.elasticache",
                      "aws.elasticache-redis"})  # fmt: skip
BUCKETS = frozenset({"aws.s3", "aws.s3-bucket"})
DISKS = frozenset({"aws.ebs", "disk", "k8s.volume"})
FILES = frozenset({"aws.efs", "aws.fsx", "aws.fsx-windows", "aws.fsx-lustre", "aws.fsx-ontap", "aws.fsx-openzfs",
                   "storage"})  # fmt: skip
STORES = DATABASES | BUCKETS | DISKS | FILES
# What AWS encrypts at rest whether one asks for it or not.
ALWAYS_ENCRYPTED = BUCKETS | {"aws.dynamodb", "aws.dynamodb-global-table", "aws.memorydb", "aws.keyspaces",
                              "aws.timestream"}  # fmt: skip
ENCRYPTORS = frozenset({"aws.kms", "aws.kms-key", "aws.encrypted-data", "aws.cloudhsm"})
BACKUPS = frozenset({"aws.backup", "backup", "snapshot", "aws.ebs-snapshot", "aws.rds-snapshot"})

SERVERS = frozenset({
    "aws.ec2", "aws.ec2-instances", "aws.ec2-spot", "aws.ec2-graviton", "aws.lightsail", "aws.ecs-task", "aws.eks-node",
    "k8s.pod", "k8s.node", "container", "server", "app-server", "web-server", "service", "nginx", "apache", "tomcat",
})  # fmt: skip
CLUSTERS = frozenset({"aws.ecs", "aws.ecs-service", "aws.eks", "aws.eks-node-group", "aws.fargate", "k8s.deployment",
                      "k8s.cluster"})  # fmt: skip
KUBERNETES = frozenset({"aws.eks", "aws.eks-node-group", "aws.eks-node", "k8s.cluster", "k8s.deployment", "k8s.pod"})
# Servers with disks of their own, and what runs without such.
MACHINES = frozenset({
    "aws.ec2", "aws.ec2-instances", "aws.ec2-spot", "aws.ec2-graviton", "server", "app-server", "web-server",
    "database-server", "nginx", "apache", "tomcat", "haproxy", "postgresql", "mysql", "mariadb", "mongodb", "oracle",
    "sql-server", "cassandra", "kafka", "jenkins", "windows", "linux", "aws.outposts", "data-center",
})  # fmt: skip
NO_DISKS = CLUSTERS | KUBERNETES | BUCKETS | frozenset({
    *_RDS, "aws.ecs-task", "container", "aws.lambda", "aws.aurora", "aws.dynamodb", "aws.elasticache",
    "aws.elasticache-redis", "aws.documentdb",
})  # fmt: skip
# What stays where it was put, unless somebody sets up a copy.
SINGLE = DISKS | frozenset({*_RDS, "aws.elasticache", "aws.elasticache-redis", "aws.elasticache-memcached",
                            "postgresql", "mysql", "mariadb", "oracle", "sql-server", "redis",
                            "database-server"})  # fmt: skip
FUNCTIONS = frozenset({"aws.lambda", "function"})
BALANCERS = frozenset({"aws.elb", "aws.alb", "aws.nlb", "aws.clb", "aws.gwlb", "haproxy", "k8s.ingress"})
APIS = frozenset({"aws.api-gateway", "aws.appsync"})
CDNS = frozenset({"aws.cloudfront", "cloudflare"})
DNS = frozenset({"aws.route53", "aws.route53-hosted-zone", "aws.route53-routing-policy"})
# What WAF can be attached to, and what hands requests on as they came.
WEB_ENTRIES = frozenset({"aws.cloudfront", "aws.alb", "aws.elb", "aws.clb", "aws.app-runner", "aws.amplify", *APIS})
PASSES_ON = DNS | {"aws.global-accelerator", "aws.nlb", "aws.gwlb", "aws.internet-gateway", "aws.api-gateway-endpoint"}
FIREWALLS = frozenset({"aws.waf", "aws.waf-rule", "cloudflare"})
SHIELDS = frozenset({"aws.waf", "aws.waf-rule", "aws.shield", "aws.shield-advanced"})
NO_WAF = SERVERS | CLUSTERS | FUNCTIONS | STORES | {"aws.nlb", "aws.gwlb", "aws.global-accelerator", "aws.route53"}
# Settings of a network that no request passes through.
NETWORK_SETTINGS = frozenset({"aws.vpc-router", "aws.route-table", "aws.nacl", "aws.security-group", "aws.vpc"})
CLIENTS = frozenset({"users", "user", "mobile-client", "browser", "web-app", "desktop-client", "internet", "react"})
STAFF = frozenset({"admin", "developer", "developers", "person"})
HUBS = frozenset({"aws.transit-gateway", "aws.vpc-peering"})
VPNS = frozenset({"aws.site-to-site-vpn", "aws.vpn-gateway", "aws.client-vpn"})
# What chooses by itself where requests go.
CHOOSERS = CDNS | APIS | BALANCERS | {"aws.global-accelerator"}
DETECTORS = frozenset({"aws.guardduty", "aws.security-hub", "aws.detective", "aws.macie", "aws.inspector", "datadog"})
PIPELINES = frozenset({"aws.codepipeline", "jenkins"})
SOURCES = frozenset({"repository", "github", "gitlab", "github-actions", "aws.codecommit", "aws.codeartifact",
                     "aws.ecr", *BUCKETS})  # fmt: skip
TEMPLATES = frozenset({"terraform", "aws.cloudformation", "aws.cdk", "ansible"})
# What CodeDeploy cannot deploy to: it knows EC2, servers on premises, ECS and Lambda.
UNDEPLOYABLE = KUBERNETES | STORES | CDNS | APIS | frozenset({"aws.elastic-beanstalk", "aws.app-runner", "aws.amplify",
                                                             "aws.lightsail", "aws.batch"})  # fmt: skip
# Of whose contents CloudTrail sees nothing unless data events are switched on.
DATA_EVENTS = BUCKETS | {"aws.dynamodb", "aws.dynamodb-global-table"}
QUEUES = frozenset({"aws.sqs"})
# AWS's own interfaces are HTTPS from end to end, unless one goes out of one's way.
TLS_BY_ITSELF = BUCKETS | {"aws.dynamodb", "aws.dynamodb-global-table", "aws.keyspaces", "aws.timestream", "aws.sqs",
                           "aws.sqs-dlq", "aws.sns", "aws.eventbridge", "aws.kinesis", "aws.firehose", "aws.lambda",
                           "aws.step-functions", "aws.ses", *APIS}  # fmt: skip
HEALTH_CHECKS = frozenset({"aws.route53-health-check"})
MONITORING = frozenset({
    "aws.cloudwatch", "aws.cloudwatch-logs", "aws.cloudwatch-alarm", "aws.managed-prometheus", "aws.managed-grafana",
    "prometheus", "grafana", "datadog", "elk", "opentelemetry",
})  # fmt: skip
AUDIT = frozenset({"aws.cloudtrail", "aws.config", "aws.control-tower"})

# The engines that a service offers, and the names of engines that are looked for.
OFFERED: dict[str, tuple[str, ...]] = {
    "aws.rds": ("PostgreSQL", "MySQL", "MariaDB", "Oracle", "SQL Server", "Db2"),
    "aws.aurora": ("PostgreSQL", "MySQL"),
    "aws.elasticache": ("Redis", "Valkey", "Memcached"),
    "aws.memorydb": ("Redis", "Valkey"),
    "aws.mq": ("RabbitMQ", "ActiveMQ"),
    "aws.documentdb": ("MongoDB",),
}
ENGINES = {
    name: re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    for name, pattern in {
        "PostgreSQL": "postgres(?:ql)?", "MySQL": "mysql", "MariaDB": "mariadb", "Oracle": "oracle",
        "SQL Server": "(?:ms ?sql|sql server)", "Db2": "db2", "Redis": "redis", "Valkey": "valkey",
        "Memcached": "memcached", "RabbitMQ": "rabbitmq", "ActiveMQ": "activemq", "MongoDB": "mongo(?:db)?",
        "Cassandra": "cassandra", "Neo4j": "neo4j", "CouchDB": "couchdb", "Elasticsearch": "elasticsearch",
        "Kafka": "kafka", "DynamoDB": "dynamodb", "SQLite": "sqlite", "ClickHouse": "clickhouse",
    }.items()
}  # fmt: skip

# What AWS has ended, or keeps only for those who have it, and what to take instead.
RETIRED = {
    "aws.app-mesh": ("AWS runs App Mesh until 30 September 2026", "ECS Service Connect, VPC Lattice or Istio"),
    "aws.pinpoint": ("AWS runs Pinpoint until 30 October 2026", "End User Messaging or SES"),
    "aws.clb": ("a Classic Load Balancer is of the previous generation", "an Application or Network Load Balancer"),
}

RETIRED_NAMES = {
    "aws.app-mesh": re.compile(r"\bApp Mesh\b"),
    "aws.pinpoint": re.compile(r"\bPinpoint\b"),
    "aws.clb": re.compile(r"\bClassic (?:Load Balancer|ELB)\b"),
}

# Services that AWS calls otherwise today: how the former name is written, and the name.
RENAMED = {
    old: (re.compile(pattern), now)
    for old, pattern, now in (
        ("Fault Injection Simulator", r"\bFault Injection Simulator\b", "Fault Injection Service"),
        ("CloudWatch Events", r"\bCloudWatch Events\b", "EventBridge"),
        ("Elasticsearch Service", r"\b(?:Amazon|AWS) Elasticsearch\b", "OpenSearch Service"),
        ("Kinesis Data Firehose", r"\bKinesis (?:Data )?Firehose\b", "Data Firehose"),
        ("Kinesis Data Analytics", r"\bKinesis Data Analytics\b", "Managed Service for Apache Flink"),
        ("AWS SSO", r"\bAWS (?:SSO|Single Sign-On)\b", "IAM Identity Center"),
    )
}

# Products that do the same work, of which a system has one.
ALIKE = {
    work: {name: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for name, pattern in products.items()}
    for work, products in {
        "service meshes": {"Istio": "istio", "Linkerd": "linkerd", "App Mesh": "app mesh", "Consul": "consul"},
        "policy engines": {"OPA": "opa|gatekeeper", "Kyverno": "kyverno"},
        "stores for logs": {"ELK": "elk|elasticsearch", "OpenSearch": "opensearch", "Splunk": "splunk", "Loki": "loki"},
        "tools for GitOps": {"Argo CD": "argo ?cd", "Flux": "flux"},
        "tools for infrastructure as code": {"Terraform": "terraform|opentofu", "CloudFormation": "cloudformation"},
    }.items()
}

# The Regions of AWS by the place that people call them by.
REGIONS = {
    "us-east-1": "N. Virginia", "us-east-2": "Ohio", "us-west-1": "N. California", "us-west-2": "Oregon",
    "ca-central-1": "Montreal", "sa-east-1": "São Paulo", "eu-west-1": "Ireland", "eu-west-2": "London",
    "eu-west-3": "Paris", "eu-central-1": "Frankfurt", "eu-central-2": "Zurich", "eu-north-1": "Stockholm",
    "eu-south-1": "Milan", "eu-south-2": "Spain", "af-south-1": "Cape Town", "me-south-1": "Bahrain",
    "me-central-1": "UAE", "il-central-1": "Tel Aviv", "ap-south-1": "Mumbai", "ap-south-2": "Hyderabad",
    "ap-east-1": "Hong Kong", "ap-southeast-1": "Singapore", "ap-southeast-2": "Sydney",
    "ap-southeast-3": "Jakarta", "ap-northeast-1": "Tokyo", "ap-northeast-2": "Seoul", "ap-northeast-3": "Osaka",
}  # fmt: skip

# Sizes of servers and databases: family and generation before the point, as in db.m6i.large.
SIZE = re.compile(r"\b(?:(?:db|cache)\.)?(?P<family>[a-z]+)(?P<generation>[0-9]+)(?P<options>[a-z-]*)\.[a-z0-9]+\b")
OLD_SIZES = frozenset({"t1", "m1", "m2", "m3", "m4", "c1", "c3", "c4", "r3", "r4", "i2", "g2", "g3"})
OLD_VOLUMES = re.compile(r"\b(gp2|io1|standard magnetic)\b")
OLD_PROCESSORS = re.compile(r"\b(?:Graviton ?[12]|first-generation Graviton)\b")
GRAVITON = {"t": "t4g", "m": "m6g and later", "c": "c6g and later", "r": "r6g and later"}
