"""What rules know about services: which of them keep data, take requests from outside, encrypt by themselves …

By the ids of the catalogue's kinds. Of a kind that stands in no table nothing is known, so nothing is found.
"""

from __future__ import annotations

import re

# Databases whose size somebody chooses.
_RDS = ("aws.rds", "aws.rds-postgresql", "aws.rds-mysql", "aws.rds-mariadb", "aws.rds-oracle", "aws.rds-sql-server",
        "aws.rds-db2", "aws.rds-custom")  # fmt: skip
SIZED = frozenset(_RDS)
CACHES = frozenset({
    "aws.elasticache", "aws.elasticache-redis", "aws.elasticache-valkey", "aws.elasticache-memcached",
    "aws.elasticache-serverless", "aws.dynamodb-dax", "azure.cache-for-redis", "azure.managed-redis", "gcp.memorystore",
    "redis", "memcached", "cache",
})  # fmt: skip
# Databases of other clouds, which encrypt whatever they keep.
_AZURE = frozenset({"azure.sql-database", "azure.sql-managed-instance", "azure.cosmos-db", "azure.postgresql",
                    "azure.mysql", "azure.mariadb", "azure.managed-cassandra", "azure.data-explorer", "azure.synapse",
                    "azure.table-storage"})  # fmt: skip
_GOOGLE = frozenset({"gcp.cloud-sql", "gcp.alloydb", "gcp.spanner", "gcp.firestore", "gcp.bigtable", "gcp.bigquery"})
DATABASES = frozenset({
    *_RDS, *CACHES, "aws.aurora", "aws.dynamodb", "aws.dynamodb-global-table", "aws.documentdb", "aws.memorydb",
    "aws.neptune", "aws.keyspaces", "aws.timestream", "aws.redshift", "aws.opensearch", "aws.aurora-dsql",
    "aws.aurora-serverless", "aws.aurora-global-database", "aws.neptune-analytics", "aws.timestream-influxdb",
    "aws.redshift-serverless", "aws.opensearch-serverless", "aws.oracle-database", "aws.qldb", "aws.healthlake",
    *_AZURE, "azure.sql-vm", *_GOOGLE, "elasticsearch", "postgresql",
    "mysql", "mariadb", "mongodb", "oracle", "sql-server", "cassandra", "database-server", "database",
})  # fmt: skip
# What makes a read replica the writer by itself: there one that nobody reads is a standby.
PROMOTES = frozenset({"aws.aurora", "aws.aurora-serverless", "aws.documentdb", "aws.neptune", "aws.memorydb",
                      "aws.elasticache", "aws.elasticache-redis", "aws.elasticache-valkey"})  # fmt: skip
BUCKETS = frozenset({"aws.s3", "aws.s3-bucket"})
# What keeps objects: buckets of S3, and what is like them without being one.
OBJECTS = BUCKETS | {"aws.s3-express", "aws.s3-tables", "aws.s3-vectors", "aws.s3-outposts",
                     "aws.s3-intelligent-tiering", "aws.s3-standard-ia", "aws.s3-one-zone-ia", "azure.blob-storage",
                     "azure.data-lake-storage", "azure.storage-account", "gcp.cloud-storage"}  # fmt: skip
DISKS = frozenset({"aws.ebs", "azure.managed-disk", "azure.elastic-san", "gcp.persistent-disk", "gcp.local-ssd", "disk",
                   "k8s.volume"})  # fmt: skip
FILES = frozenset({"aws.efs", "aws.fsx", "aws.fsx-windows", "aws.fsx-lustre", "aws.fsx-ontap", "aws.fsx-openzfs",
                   "azure.files", "azure.netapp-files", "gcp.filestore", "gcp.netapp-volumes",
                   "storage"})  # fmt: skip
STORES = DATABASES | OBJECTS | DISKS | FILES
# What is encrypted at rest whether one asks for it or not: some of AWS, and all that Azure and Google keep.
ALWAYS_ENCRYPTED = (
    OBJECTS
    | {kind for kind in STORES if kind.startswith(("azure.", "gcp."))} - {"azure.sql-vm"}
    | {"aws.dynamodb", "aws.dynamodb-global-table", "aws.memorydb", "aws.keyspaces", "aws.timestream",
       "aws.timestream-influxdb", "aws.aurora-dsql", "aws.neptune-analytics", "aws.redshift-serverless",
       "aws.opensearch-serverless", "aws.elasticache-serverless", "aws.qldb", "aws.healthlake"}
)  # fmt: skip
ENCRYPTORS = frozenset({"aws.kms", "aws.kms-key", "aws.encrypted-data", "aws.cloudhsm"})
BACKUPS = frozenset({"aws.backup", "aws.backup-vault", "azure.backup", "azure.recovery-services-vault", "gcp.backup-dr",
                     "backup", "snapshot", "aws.ebs-snapshot", "aws.rds-snapshot"})  # fmt: skip

SERVERS = frozenset({
    "aws.ec2", "aws.ec2-instances", "aws.ec2-spot", "aws.ec2-graviton", "aws.lightsail", "aws.ecs-task", "aws.eks-node",
    "azure.vm", "azure.container-instances", "gcp.compute-engine", "k8s.pod", "k8s.node", "container", "server",
    "app-server", "web-server", "service", "nginx", "apache", "tomcat",
})  # fmt: skip
CLUSTERS = frozenset({"aws.ecs", "aws.ecs-service", "aws.eks", "aws.eks-node-group", "aws.fargate", "aws.rosa",
                      "aws.eks-anywhere", "aws.ecs-anywhere", "azure.aks", "azure.vmss", "azure.app-service",
                      "azure.container-apps", "azure.red-hat-openshift", "gcp.gke", "gcp.cloud-run",
                      "gcp.instance-group", "gcp.app-engine", "k8s.deployment", "k8s.cluster"})  # fmt: skip
KUBERNETES = frozenset({"aws.eks", "aws.eks-node-group", "aws.eks-node", "aws.eks-anywhere", "aws.rosa", "azure.aks",
                        "gcp.gke", "k8s.cluster", "k8s.deployment", "k8s.pod"})  # fmt: skip
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
FUNCTIONS = frozenset({"aws.lambda", "azure.functions", "gcp.cloud-functions", "function"})
BALANCERS = frozenset({"aws.elb", "aws.alb", "aws.nlb", "aws.clb", "aws.gwlb", "azure.load-balancer",
                       "azure.application-gateway", "gcp.load-balancing", "gcp.regional-load-balancer", "haproxy",
                       "k8s.ingress"})  # fmt: skip
APIS = frozenset({"aws.api-gateway", "aws.appsync", "azure.api-management", "gcp.api-gateway", "gcp.apigee"})
CDNS = frozenset({"aws.cloudfront", "azure.front-door", "azure.cdn", "gcp.cloud-cdn", "gcp.media-cdn", "cloudflare"})
DNS = frozenset({"aws.route53", "aws.route53-hosted-zone", "aws.route53-routing-policy", "azure.dns",
                 "azure.traffic-manager", "gcp.cloud-dns"})  # fmt: skip
# What WAF can be attached to, and what hands requests on as they came.
WEB_ENTRIES = frozenset({"aws.cloudfront", "aws.alb", "aws.elb", "aws.clb", "aws.app-runner", "aws.amplify",
                         "azure.front-door", "azure.application-gateway", "gcp.load-balancing", *APIS})  # fmt: skip
PASSES_ON = DNS | {"aws.global-accelerator", "aws.nlb", "aws.gwlb", "aws.internet-gateway", "aws.api-gateway-endpoint",
                   "azure.load-balancer", "azure.public-ip", "gcp.external-ip"}  # fmt: skip
# What carries packets between networks and knows nothing of what is in them.
LINES = frozenset({"aws.direct-connect", "aws.transit-gateway", "aws.transit-gateway-attachment", "aws.vpn-gateway",
                   "aws.customer-gateway", "aws.vpc-peering", "aws.cloud-wan", "aws.nat-gateway",
                   "azure.expressroute", "azure.expressroute-gateway", "azure.virtual-hub", "azure.vnet-peering",
                   "azure.local-network-gateway", "gcp.dedicated-interconnect", "gcp.partner-interconnect",
                   "gcp.cloud-router", "gcp.cloud-nat"})  # fmt: skip
# Who takes a failover by hand, or by a document that somebody starts.
BY_HAND = frozenset({"aws.systems-manager-automation", "aws.systems-manager"})
FIREWALLS = frozenset({"aws.waf", "aws.waf-rule", "azure.waf", "gcp.cloud-armor", "cloudflare"})
SHIELDS = frozenset({"aws.waf", "aws.waf-rule", "aws.shield", "aws.shield-advanced", "azure.waf",
                     "azure.ddos-protection", "gcp.cloud-armor"})  # fmt: skip
NO_WAF = SERVERS | CLUSTERS | FUNCTIONS | STORES | {"aws.nlb", "aws.gwlb", "aws.global-accelerator", "aws.route53"}
# Settings of a network that no request passes through.
NETWORK_SETTINGS = frozenset({"aws.vpc-router", "aws.route-table", "aws.nacl", "aws.security-group", "aws.vpc",
                              "azure.network-security-group", "azure.route-table", "azure.virtual-network",
                              "gcp.firewall-rules", "gcp.routes", "gcp.vpc"})  # fmt: skip
CLIENTS = frozenset({"users", "user", "mobile-client", "browser", "web-app", "desktop-client", "internet", "react"})
STAFF = frozenset({"admin", "developer", "developers", "person"})
HUBS = frozenset({"aws.transit-gateway", "aws.vpc-peering", "aws.cloud-wan"})
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
QUEUES = frozenset({"aws.sqs", "azure.queue-storage"})
# The interfaces of the clouds themselves are HTTPS from end to end, unless one goes out of one's way.
TLS_BY_ITSELF = OBJECTS | {"aws.dynamodb", "aws.dynamodb-global-table", "aws.keyspaces", "aws.timestream", "aws.sqs",
                           "aws.sqs-dlq", "aws.sns", "aws.eventbridge", "aws.kinesis", "aws.firehose", "aws.lambda",
                           "aws.step-functions", "aws.ses", "aws.aurora-dsql", "aws.opensearch-serverless",
                           "aws.bedrock", "aws.bedrock-agentcore", "aws.eventbridge-bus", "aws.eventbridge-scheduler",
                           "azure.cosmos-db", "azure.sql-database", "azure.service-bus", "azure.event-grid",
                           "azure.event-hubs", "azure.queue-storage", "azure.table-storage", "azure.key-vault",
                           "azure.openai", "azure.entra-id", "gcp.bigquery", "gcp.spanner", "gcp.firestore",
                           "gcp.bigtable", "gcp.pubsub", "gcp.cloud-tasks", "gcp.vertex-ai", "gcp.cloud-run",
                           *APIS}  # fmt: skip
HEALTH_CHECKS = frozenset({"aws.route53-health-check"})
MONITORING = frozenset({
    "aws.cloudwatch", "aws.cloudwatch-logs", "aws.cloudwatch-alarm", "aws.managed-prometheus", "aws.managed-grafana",
    "aws.application-signals", "azure.monitor", "azure.application-insights", "azure.log-analytics",
    "azure.managed-prometheus", "azure.managed-grafana", "gcp.monitoring", "gcp.logging", "gcp.managed-prometheus",
    "prometheus", "grafana", "datadog", "elk", "opentelemetry",
})  # fmt: skip
AUDIT = frozenset({"aws.cloudtrail", "aws.config", "aws.control-tower"})

# The engines that a service offers, and the names of engines that are looked for.
OFFERED: dict[str, tuple[str, ...]] = {
    "aws.rds": ("PostgreSQL", "MySQL", "MariaDB", "Oracle", "SQL Server", "Db2"),
    "aws.aurora": ("PostgreSQL", "MySQL"),
    "aws.elasticache": ("Redis", "Valkey", "Memcached"),
    "aws.aurora-serverless": ("PostgreSQL", "MySQL"),
    "aws.aurora-global-database": ("PostgreSQL", "MySQL"),
    "aws.aurora-dsql": ("PostgreSQL",),
    "aws.elasticache-serverless": ("Redis", "Valkey", "Memcached"),
    "aws.memorydb": ("Redis", "Valkey"),
    "gcp.cloud-sql": ("PostgreSQL", "MySQL", "SQL Server"),
    "gcp.memorystore": ("Redis", "Valkey", "Memcached"),
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

# What its maker has ended, or keeps only for those who have it, and what to take instead.
RETIRED = {
    "aws.app-mesh": ("AWS runs App Mesh until 30 September 2026", "ECS Service Connect, VPC Lattice or Istio"),
    "aws.pinpoint": ("AWS runs Pinpoint until 30 October 2026", "End User Messaging or SES"),
    "aws.app-runner": ("AWS takes no new customers for App Runner since 30 April 2026", "ECS in Express Mode"),
    "aws.audit-manager": (
        "AWS takes no new customers for Audit Manager since 30 April 2026",
        "conformance packs of Config",
    ),
    "aws.workmail": ("AWS runs WorkMail until 31 March 2027", "another mail service"),
    "aws.s3-object-lambda": ("AWS takes no new customers for S3 Object Lambda since 7 November 2025", "a function"),
    "azure.cdn": ("Microsoft runs Azure CDN until 30 September 2027", "Front Door"),
    "azure.mariadb": ("Microsoft ended Azure Database for MariaDB on 19 September 2025", "Azure Database for MySQL"),
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
