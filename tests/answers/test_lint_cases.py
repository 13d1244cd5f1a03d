"""What each rule leaves alone although it looks alike, and what it finds beside the example of its page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from archdeck.answers.rules.linting import lint
from written import resolved


def messages(text: str, rule: str, folder: Path) -> list[str]:
    """What one rule finds in a model that begins with its components."""
    model = resolved("system: {name: Shop}\ncomponents:\n" + text, folder)
    return [problem.message for problem in lint(model, date(2026, 6, 1)).problems if problem.rule == rule]


WEB = """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront}
  accelerator: {kind: aws.global-accelerator}
  balancer: {kind: aws.alb}
  waf: {kind: aws.waf}
relations:
  a: {from: users, to: cdn}
  b: {from: cdn, to: accelerator}
  c: {from: accelerator, to: balancer}
  d: {from: cdn, to: waf, kind: uses}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
"""


def copied(kind: str, copy: str) -> str:
    """A store with a copy in a Region that stands by."""
    here, there = (
        "{kind: region, runs: {db: {role: primary}}}",
        f"{{kind: region, standby: true, runs: {{db: {copy}}}}}",
    )
    return f"  db: {{kind: {kind}}}\nenvironments: {{prod: {{places: {{r: {here}, s: {there}}}}}}}\n"


def in_two_zones(requirement: str, says: str = "Back soon") -> str:
    """A database with a standby that takes 90 s to take over, and what it has to meet."""
    return f"""\
  db: {{kind: aws.rds, recovery: {{promote: 90s}}}}
requirements: {{r: {{says: {says}, {requirement}, met_by: [db]}}}}
environments:
  prod:
    places: {{a: {{kind: zone, runs: {{db: {{role: primary}}}}}}, b: {{kind: zone, runs: {{db: {{role: standby}}}}}}}}
"""


NOT_FOUND = {
    "no-waf": {
        "an API that says that it is private": """\
  api: {kind: aws.api-gateway, config: {Endpoint: private}}
  work: {kind: aws.lambda}
relations: {a: {from: api, to: work}}
environments: {prod: {places: {r: {kind: region, runs: {api: {}, work: {}}}}}}
""",
        "what a protected CDN calls by way of Global Accelerator": WEB,
        "a setting names the firewall": """\
  users: {kind: users}
  balancer: {kind: aws.alb, config: {Firewall: AWS WAF}}
relations: {a: {from: users, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
        "it is called from inside only": """\
  web: {kind: aws.ec2}
  balancer: {kind: aws.alb}
relations: {a: {from: web, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {web: {}, balancer: {}}}}}}
""",
        "it is in development only": """\
  users: {kind: users}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: balancer}}
environments: {dev: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
    },
    "waf-behind": {
        "requests come to the firewall first": """\
  users: {kind: users}
  waf: {kind: aws.waf}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: waf}, b: {from: waf, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
"""
    },
    "plain-hop": {
        "the relation names an encryption": """\
  web: {kind: aws.ec2}
  app: {kind: aws.ec2}
relations: {a: {from: web, to: app, protocol: HTTP 80, encryption: mTLS}}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}, app: {}}}}}}
"""
    },
    "target-unmet": {
        "disaster recovery runs it in another Region": """\
  db: {kind: aws.rds}
requirements: {r: {says: s, target: {survives: region}, met_by: [db]}}
environments:
  prod: {places: {eu-west-1: {kind: region, runs: {db: {}}}}}
  dr: {places: {eu-west-2: {kind: region, runs: {db: {}}}}}
""",
        "a bucket is not lost with a zone": """\
  images: {kind: aws.s3}
requirements: {r: {says: s, target: {survives: zone}, met_by: [images]}}
environments: {prod: {places: {a: {kind: zone, runs: {images: {}}}}}}
""",
    },
    "unmodelled-region": {
        "a Region of the model has no name that is known": """\
  dns: {kind: aws.route53, config: {Routes: to us-east-1}}
environments: {prod: {places: {region: {kind: region, name: of your choice}}}}
""",
        "a sentence names a city for another reason": """\
  dns: {kind: aws.route53, description: Users in London are many.}
environments: {prod: {places: {us-east-1: {kind: region}}}}
""",
    },
    "idle-replica": {
        "it takes over by itself": """\
  db: {kind: aws.documentdb}
environments:
  prod:
    places: {a: {kind: zone, runs: {db: {role: primary}}}, b: {kind: zone, runs: {db: {role: read-replica}}}}
""",
        "it is a copy in another Region": """\
  db: {kind: aws.rds}
environments:
  prod: {places: {r: {kind: region, runs: {db: {role: primary}}}, s: {kind: region, runs: {db: {role: read-replica}}}}}
""",
        "it waits in a standby place": copied("aws.rds", "{role: read-replica}"),
    },
    "lag-unstated": {
        "a cache is filled again": copied("aws.elasticache-redis", "{role: standby, sync: false}"),
        "the copy is synchronous": copied("aws.rds", "{role: standby, sync: true}"),
    },
    "one-zone-store": {
        "Aurora makes a replica the writer by itself": """\
  db: {kind: aws.aurora}
environments:
  prod:
    places: {a: {kind: zone, runs: {db: {role: primary}}}, b: {kind: zone, runs: {db: {role: read-replica}}}}
""",
    },
    "instant-scaling": {
        "functions do start in seconds": """\
  web: {kind: aws.lambda, description: AWS starts more functions in seconds}
environments: {prod: {places: {r: {kind: region, runs: {web: {}}}}}}
""",
        "the text knows of minutes": """\
  web: {kind: aws.ec2, description: Auto Scaling starts servers in seconds. They answer some minutes later.}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}}}}}}
""",
    },
    "one-region-worldwide": {
        "the target is for one country": """\
  web: {kind: aws.ec2}
requirements: {r: {says: Pages are quick in Kenya, target: {latency: 150ms}, met_by: [web]}}
environments: {prod: {places: {af-south-1: {kind: region, runs: {web: {}}}}}}
""",
        "there is a second to go round the world": """\
  web: {kind: aws.ec2}
requirements: {r: {says: Pages are quick worldwide, target: {latency: 1s}, met_by: [web]}}
environments: {prod: {places: {af-south-1: {kind: region, runs: {web: {}}}}}}
""",
    },
    "no-balancer": {
        "an administrator reaches a server": """\
  admin: {kind: admin}
  bastion: {kind: aws.ec2}
relations: {a: {from: admin, to: bastion}}
environments: {prod: {places: {a: {kind: zone, runs: {bastion: {}}}}}}
"""
    },
    "no-owner": {
        "each component has its own": """\
  users: {kind: users}
  web: {kind: aws.ec2, owner: Web team}
environments: {prod: {places: {a: {kind: zone, runs: {web: {}}}}}}
"""
    },
    "balancer-twice": {
        "an answer goes back through it": """\
  balancer: {kind: aws.alb}
  web: {kind: aws.ec2}
  app: {kind: aws.ec2}
relations: {a: {from: balancer, to: web}, b: {from: app, to: balancer}}
environments: {prod: {places: {a: {kind: zone, runs: {balancer: {}, web: {}, app: {}}}}}}
flows: {f: {steps: {1: {from: balancer, to: web}, 2: {from: balancer, to: app}}}}
"""
    },
    "no-traffic": {
        "it checks others": """\
  checks: {kind: aws.lambda}
  web: {kind: aws.ec2}
  users: {kind: users}
relations: {a: {from: checks, to: web, kind: control}, b: {from: users, to: web}}
environments: {prod: {places: {r: {kind: region, runs: {checks: {}}}, a: {kind: zone, in: r, runs: {web: {}}}}}}
""",
        "a schedule starts a function": """\
  clock: {kind: aws.eventbridge-scheduler}
  tidy: {kind: aws.lambda}
relations: {a: {from: clock, to: tidy, kind: control}}
environments: {prod: {places: {r: {kind: region, runs: {clock: {}, tidy: {}}}}}}
""",
    },
    "shield-as-waf": {
        "it is denied": """\
  shield: {kind: aws.shield, description: It does not inspect requests.}
environments: {prod: {places: {r: {kind: region}}}}
""",
    },
    "guard-bypassed": {
        "nothing says that it faces the Internet": """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront, config: {Firewall: AWS WAF}}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: cdn}, b: {from: cdn, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
        "it has a WAF too": """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront, config: {Firewall: AWS WAF}}
  balancer: {kind: aws.alb, config: {Scheme: internet-facing, Firewall: AWS WAF}}
relations: {a: {from: users, to: cdn}, b: {from: cdn, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
        "another load balancer stands between": """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront, config: {Firewall: AWS WAF}}
  entry: {kind: aws.alb, config: {Firewall: AWS WAF}}
  balancer: {kind: aws.alb, config: {Scheme: internet-facing}}
relations: {a: {from: users, to: cdn}, b: {from: cdn, to: entry}, c: {from: entry, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {entry: {}, balancer: {}}}}}}
""",
    },
    "private-integration": {
        "it calls a function": """\
  api: {kind: aws.api-gateway}
  work: {kind: aws.lambda}
relations: {a: {from: api, to: work}}
environments: {prod: {places: {r: {kind: region, runs: {api: {}, work: {}}}}}}
""",
        "the relation names the link": """\
  api: {kind: aws.api-gateway}
  balancer: {kind: aws.nlb}
relations: {a: {from: api, to: balancer, label: VPC link}}
environments: {prod: {places: {r: {kind: region, runs: {api: {}, balancer: {}}}}}}
""",
    },
    "public-bucket": {
        "public access is blocked": """\
  files: {kind: aws.s3, config: {Public access: blocked, Block Public Access: "on"}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
        "a CDN reads the website": """\
  cdn: {kind: aws.cloudfront}
  files: {kind: aws.s3, summary: A static website}
relations: {a: {from: cdn, to: files}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
        "a partner's system writes to it": """\
  partner: {kind: external-system}
  files: {kind: aws.s3}
relations: {a: {from: partner, to: files, kind: data}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
    },
    "bucket-direct": {
        "it is for uploads": """\
  users: {kind: users}
  files: {kind: aws.s3}
relations: {a: {from: users, to: files, kind: data, says: Photos are uploaded by signed URLs}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
    },
    "old-tls": {
        "the everyday name": """\
  users: {kind: users}
  balancer: {kind: aws.alb, config: {Listener: "HTTPS 443 (SSL/TLS)", Certificate: SSL certificate of ACM}}
relations: {a: {from: users, to: balancer, encryption: SSL/TLS}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
        "a later version": """\
  users: {kind: users}
  balancer: {kind: aws.alb}
relations: {a: {from: users, to: balancer, encryption: TLS 1.3, protocol: TLS 1.2+}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
    },
    "key-in-transit": {
        "each is named for its own": """\
  keys: {kind: aws.kms, description: "Encrypt at rest (using KMS) and in transit (using TLS)."}
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations: {a: {from: web, to: db, kind: data, encryption: TLS with keys of KMS}}
environments: {prod: {places: {r: {kind: region, runs: {keys: {}, web: {}, db: {}}}}}}
""",
    },
    "networks-joined": {
        "they are kept apart": """\
  hub: {kind: aws.transit-gateway, description: Connects dev and prod. Their route tables keep them apart.}
environments: {prod: {places: {r: {kind: region, runs: {hub: {}}}}}}
""",
        "only production is joined": """\
  hub: {kind: aws.transit-gateway, description: Connects production and shared services}
environments: {prod: {places: {r: {kind: region, runs: {hub: {}}}}}}
""",
    },
    "lone-line": {
        "a VPN takes over": """\
  line: {kind: aws.direct-connect}
  vpn: {kind: aws.site-to-site-vpn}
environments: {prod: {places: {r: {kind: region, runs: {line: {}, vpn: {}}}}}}
""",
        "there are two": """\
  line: {kind: aws.direct-connect}
environments: {prod: {places: {r: {kind: region, runs: {line: {count: 2}}}}}}
""",
    },
    "downtime": {
        "it is quick enough": in_two_zones("target: {survives: zone, rto: 90s}"),
        "the standby is in another Region": """\
  db: {kind: aws.rds, recovery: {promote: 5m}}
requirements: {r: {says: No downtime if a zone fails, target: {survives: zone}, met_by: [db]}}
environments:
  prod:
    places: {r: {kind: region, runs: {db: {role: primary}}}, s: {kind: region, runs: {db: {role: standby}}}}
""",
        "releases without downtime": in_two_zones("pillar: operational-excellence", "Releases without downtime"),
    },
    "old-backup": {
        "the standby is fresher": """\
  db: {kind: aws.rds}
  copies: {kind: aws.s3}
relations: {a: {from: db, to: copies, kind: backup, every: 1d}}
requirements: {r: {says: s, target: {survives: zone, rpo: 0s}, met_by: [db, copies]}}
environments:
  prod:
    places:
      r: {kind: region, runs: {copies: {}}}
      a: {kind: zone, in: r, runs: {db: {role: primary}}}
      b: {kind: zone, in: r, runs: {db: {role: standby, sync: true}}}
""",
        "a zone does not take it down": """\
  table: {kind: aws.dynamodb}
  copies: {kind: aws.s3}
relations: {a: {from: table, to: copies, kind: backup, every: 1d}}
requirements: {r: {says: s, target: {survives: zone, rpo: 0s}, met_by: [table]}}
environments: {prod: {places: {r: {kind: region, runs: {table: {}, copies: {}}}}}}
""",
    },
    "replication-time": {
        "only a zone may be lost": """\
  files: {kind: aws.s3}
  copies: {kind: aws.s3}
relations: {a: {from: files, to: copies, kind: replication}}
requirements: {r: {says: s, target: {survives: zone, rpo: 0s}, met_by: [files]}}
environments:
  prod: {places: {r: {kind: region, runs: {files: {}}}, s: {kind: region, runs: {copies: {}}}}}
""",
    },
    "region-copy": {
        "its snapshots are copied to another Region": """\
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  here: {kind: aws.s3}
  there: {kind: aws.s3}
relations:
  a: {from: web, to: db, kind: data}
  b: {from: db, to: here, kind: backup, every: 1d}
  c: {from: here, to: there, kind: replication}
requirements: {r: {says: s, target: {survives: region}, met_by: [web]}}
environments:
  prod:
    places: {r: {kind: region, runs: {web: {}, db: {}, here: {}}}, s: {kind: region, runs: {web: {}, there: {}}}}
""",
        "it is a cache": """\
  web: {kind: aws.ec2}
  cache: {kind: aws.elasticache-redis}
relations: {a: {from: web, to: cache, kind: data}}
requirements: {r: {says: s, target: {survives: region}, met_by: [web]}}
environments:
  prod: {places: {r: {kind: region, runs: {web: {}, cache: {}}}, s: {kind: region, runs: {web: {}}}}}
""",
    },
    "backup-in-place": {
        "versions are called versions": """\
  files: {kind: aws.s3, config: {Versions: kept, Backup: replicated daily to a backup account}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
    },
    "replicated-by-itself": {
        "a service that does": """\
  table: {kind: aws.dynamodb, description: Replicated across several zones automatically}
  db: {kind: aws.aurora, description: Replicated across several zones automatically}
environments: {prod: {places: {r: {kind: region, runs: {table: {}, db: {}}}}}}
""",
        "Multi-AZ is on": """\
  db: {kind: aws.rds, description: Replicated automatically, config: {Deployment: Multi-AZ}}
environments: {prod: {places: {r: {kind: region, runs: {db: {}}}}}}
""",
        "it is denied": """\
  db: {kind: aws.rds, description: It is not replicated automatically.}
environments: {prod: {places: {r: {kind: region, runs: {db: {}}}}}}
""",
    },
    "failover-past": {
        "a door of the network chooses nothing": """\
  users: {kind: users}
  dns: {kind: aws.route53}
  door: {kind: aws.internet-gateway}
  balancer: {kind: aws.alb}
relations:
  a: {from: users, to: dns}
  b: {from: dns, to: door}
  c: {from: door, to: balancer}
  d: {from: dns, to: balancer, kind: failover}
environments:
  prod: {places: {r: {kind: region, runs: {door: {}, balancer: {}}}, s: {kind: region, runs: {balancer: {}}}}}
""",
    },
    "drs-target": {
        "there are servers beside the cluster": """\
  cluster: {kind: aws.eks}
  ledger: {kind: aws.ec2}
  drs: {kind: aws.elastic-disaster-recovery}
environments: {prod: {places: {r: {kind: region, runs: {cluster: {}, ledger: {}, drs: {}}}}}}
""",
    },
    "no-template": {
        "Terraform builds it": """\
  app: {kind: aws.ec2}
  terraform: {kind: terraform}
environments:
  prod: {places: {r: {kind: region, runs: {app: {}}}}}
  dr: {places: {s: {kind: region, runs: {app: {}}}}}
""",
        "it is the same Region": """\
  app: {kind: aws.ec2}
environments:
  prod: {places: {r: {kind: region}, a: {kind: zone, in: r, runs: {app: {}}}}}
  dr: {places: {r: {kind: region}, b: {kind: zone, in: r, runs: {app: {}}}}}
""",
    },
    "pipeline-source": {
        "a setting names it": """\
  pipeline: {kind: aws.codepipeline, config: {Source: GitHub}}
environments: {prod: {places: {r: {kind: region, runs: {pipeline: {}}}}}}
""",
        "it fetches the code": """\
  code: {kind: gitlab}
  pipeline: {kind: jenkins}
relations: {a: {from: pipeline, to: code, kind: data}}
environments: {prod: {places: {r: {kind: region, runs: {pipeline: {}}}}}}
""",
    },
    "routing-no-choice": {
        "there are two ways": """\
  dns: {kind: aws.route53, name: Weighted routing}
  blue: {kind: aws.alb}
  green: {kind: aws.alb}
relations: {a: {from: dns, to: blue}, b: {from: dns, to: green}}
environments: {prod: {places: {r: {kind: region, runs: {blue: {}, green: {}}}}}}
""",
        "nothing is said of a choice": """\
  dns: {kind: aws.route53, summary: Leads visitors to the shop}
  cdn: {kind: aws.cloudfront}
relations: {a: {from: dns, to: cdn}}
environments: {prod: {}}
""",
    },
    "scales-by-itself": {
        "it is said not to": """\
  db: {kind: aws.rds, description: It does not scale automatically}
  serverless: {kind: aws.aurora, description: Scales automatically}
environments: {prod: {places: {r: {kind: region, runs: {db: {}, serverless: {}}}}}}
""",
    },
    "undecided": {
        "both are one": """\
  logs: {kind: elk, name: "ELK (Elasticsearch, Logstash, Kibana)"}
  policies: {kind: opa, name: OPA, config: {Runs as: OPA Gatekeeper}}
environments: {prod: {places: {r: {kind: region, runs: {logs: {}, policies: {}}}}}}
""",
    },
    "no-detection": {
        "incidents of another sort": """\
  logs: {kind: aws.cloudwatch-logs}
requirements: {r: {says: Incidents are noticed, met_by: [logs]}}
environments: {prod: {places: {r: {kind: region, runs: {logs: {}}}}}}
""",
    },
    "key-elsewhere": {
        "the key stands in no Region": """\
  db: {kind: aws.rds}
  keys: {kind: aws.kms}
relations: {a: {from: db, to: keys, kind: uses}}
environments:
  prod: {runs: {keys: {}}, places: {r: {kind: region, runs: {db: {}}}, s: {kind: region, runs: {db: {}}}}}
""",
    },
    "no-caller": {
        "a failover leads to it": """\
  dns: {kind: aws.route53}
  balancer: {kind: aws.alb}
  web: {kind: aws.ec2}
relations: {a: {from: dns, to: balancer, kind: failover}, b: {from: balancer, to: web}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}, web: {}}}}}}
""",
        "it stands in the side panel": """\
  balancer: {kind: aws.alb, aside: true}
  web: {kind: aws.ec2}
relations: {b: {from: balancer, to: web}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}, web: {}}}}}}
""",
    },
    "dns-by-content": {
        "the relations name the hosts": """\
  dns: {kind: aws.route53}
  cdn: {kind: aws.cloudfront}
  balancer: {kind: aws.alb}
relations:
  a: {from: dns, to: cdn, label: static.shop.example}
  b: {from: dns, to: balancer, says: Pages come from www.shop.example}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
    },
    "one-zone-service": {
        "only staff call it": """\
  admin: {kind: admin}
  bastion: {kind: aws.ec2}
relations: {a: {from: admin, to: bastion}}
environments: {prod: {places: {a: {kind: zone, runs: {bastion: {}}}}}}
""",
    },
    "always-on": {
        "the reason speaks of nights": """\
  web: {kind: aws.ec2}
environments: {dev: {because: Off at night, places: {r: {kind: region, runs: {web: {}}}}}}
"""
    },
}


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in NOT_FOUND.items() for case in cases])
def test_a_rule_leaves_alone(rule: str, case: str, tmp_path: Path) -> None:
    assert messages(NOT_FOUND[rule][case], rule, tmp_path) == []


ALSO_FOUND = {
    "no-waf": {
        "an API for which no caller is drawn": (
            """\
  api: {kind: aws.api-gateway}
  work: {kind: aws.lambda}
relations: {a: {from: api, to: work, kind: uses}}
environments: {prod: {places: {r: {kind: region, runs: {api: {}, work: {}}}}}}
""",
            "nothing says that 'api' is private, so everyone can reach it, and no WAF applies to it; let one apply "
            "to it",
        ),
    },
    "private-integration": {
        "the load balancer is public all the same": (
            """\
  api: {kind: aws.api-gateway, config: {Integration: VPC link}}
  balancer: {kind: aws.alb, config: {Scheme: internet-facing}}
relations: {a: {from: api, to: balancer}}
environments: {prod: {places: {r: {kind: region, runs: {api: {}, balancer: {}}}}}}
""",
            "relation 'a' leads from API Gateway to 'balancer', which faces the Internet (Scheme: internet-facing): "
            "callers can go round 'api'; join them by a VPC link, and keep what is behind it internal",
        ),
    },
    "guard-bypassed": {
        "the public subnet says it, and Global Accelerator stands between": (
            """\
  users: {kind: users}
  cdn: {kind: aws.cloudfront}
  waf: {kind: aws.waf}
  accelerator: {kind: aws.global-accelerator}
  balancer: {kind: aws.alb}
relations:
  a: {from: users, to: cdn}
  b: {from: cdn, to: accelerator}
  c: {from: accelerator, to: balancer}
  d: {from: cdn, to: waf, kind: uses}
environments: {prod: {places: {vpc: {kind: vpc}, p: {kind: public-subnet, in: vpc, runs: {balancer: {}}}}}}
""",
            "'balancer' faces the Internet (p in prod), and only 'cdn' before it has a WAF: whoever calls "
            "'balancer' itself goes round that; make it internal, let in the CDN alone, or put WAF on it too",
        ),
    },
    "public-bucket": {
        "Block Public Access is off": (
            """\
  files: {kind: aws.s3, config: {Block Public Access: "off"}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
            "bucket 'files' is public (Block Public Access: off); keep it private behind CloudFront with origin "
            "access control, or sign what reaches it",
        ),
        "everyone may read": (
            """\
  files: {kind: aws.s3, config: {Access: public read}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
            "bucket 'files' is public (Access: public read); keep it private behind CloudFront with origin access "
            "control, or sign what reaches it",
        ),
        "a website without a CDN": (
            """\
  files: {kind: aws.s3, config: {Hosting: static website hosting}}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
            "bucket 'files' is a website of its own, which makes it public (setting 'Hosting' of 'files'); keep it "
            "private behind CloudFront with origin access control, or sign what reaches it",
        ),
    },
    "old-tls": {
        "a setting": (
            """\
  balancer: {kind: aws.alb, config: {Policy: "SSLv3, TLS 1.2"}}
environments: {prod: {places: {r: {kind: region, runs: {balancer: {}}}}}}
""",
            "setting 'Policy' of 'balancer' names SSLv3, which has been broken and withdrawn; ask for TLS 1.2 or later",
        ),
    },
    "key-in-transit": {
        "of the keys themselves": (
            """\
  keys: {kind: aws.kms, summary: "Encrypts data at rest and in transit"}
environments: {prod: {places: {r: {kind: region, runs: {keys: {}}}}}}
""",
            "the summary of 'keys' says 'at rest and in transit', and AWS KMS protects what is stored, not what is "
            "on the way; name TLS, with a certificate, for that",
        ),
    },
    "downtime": {
        "the target is zero": (
            in_two_zones("target: {survives: zone, rto: 0s}"),
            "requirement 'r' allows an interruption of 0s, and a standby of 'db' takes 1 min 30 s to take over "
            "(prod); allow for that time in `rto`, or take what needs no failover",
        ),
        "the target is shorter": (
            in_two_zones("target: {rto: 1m}"),
            "requirement 'r' allows an interruption of 1m, and a standby of 'db' takes 1 min 30 s to take over "
            "(prod); allow for that time in `rto`, or take what needs no failover",
        ),
        "the time is not stated": (
            in_two_zones("pillar: reliability", "Seamless failover").replace(", recovery: {promote: 90s}", ""),
            "requirement 'r' says 'Seamless', and a standby of 'db' takes a time to take over that is not stated "
            "(prod); allow for that time in `rto`, or take what needs no failover",
        ),
    },
    "old-backup": {
        "a store that has nothing else": (
            """\
  db: {kind: aws.rds}
  copies: {kind: aws.s3}
relations: {a: {from: db, to: copies, kind: backup, every: 1d}}
requirements: {r: {says: s, target: {rpo: 1h}, met_by: [db]}}
environments: {prod: {places: {r: {kind: region, runs: {copies: {}}}, a: {kind: zone, in: r, runs: {db: {}}}}}}
""",
            "requirement 'r' allows a loss of 1h, and counts on a backup of 'db' every 1d (a); back up as often, or "
            "keep a copy that is in step",
        ),
    },
    "replicated-by-itself": {
        "a volume, in a step": (
            """\
  disk: {kind: aws.ebs}
environments: {prod: {places: {a: {kind: zone, runs: {disk: {}}}}}}
flows: {f: {steps: {1: {at: disk, says: Data is replicated across zones automatically}}}}
""",
            "step 1 of flow 'f' says 'replicated across zones automatically', and Amazon EBS stays in one zone; run "
            "a standby, or correct the sentence",
        ),
    },
    "drs-target": {
        "joined to nothing": (
            """\
  app: {kind: aws.fargate}
  db: {kind: aws.rds}
  drs: {kind: aws.elastic-disaster-recovery}
environments: {prod: {places: {r: {kind: region, runs: {app: {}, db: {}, drs: {}}}}}}
""",
            "'drs' copies the disks of servers, and production has no server of its own: it runs on 'app'; build "
            "that anew from templates and images, and copy its data by the store's own means",
        ),
    },
    "durability": {
        "the figure comes after the word": (
            """\
  files: {kind: aws.s3, summary: A durability of 99.9 %}
environments: {prod: {places: {r: {kind: region, runs: {files: {}}}}}}
""",
            "bucket 'files' is said to have 99.9 % durability; S3 is designed for 99.999999999 %, and 99.99 % is "
            "its availability; correct the figure",
        ),
    },
    "deploy-target": {
        "a bucket": (
            """\
  deploy: {kind: aws.codedeploy}
  files: {kind: aws.s3}
relations: {a: {from: deploy, to: files, kind: control}}
environments: {prod: {places: {r: {kind: region, runs: {deploy: {}, files: {}}}}}}
""",
            "relation 'a' lets CodeDeploy deploy to Amazon S3, which it cannot; let the pipeline itself apply the "
            "change there, or Argo CD to Kubernetes",
        ),
    },
    "waf-behind": {
        "behind a server": (
            """\
  web: {kind: aws.ec2}
  waf: {kind: aws.waf}
relations: {a: {from: web, to: waf}}
environments: {dev: {places: {a: {kind: zone, runs: {web: {}}}}}}
""",
            "relation 'a' takes a request to 'waf' after it has arrived at 'web'; let it apply to the entry by a "
            "relation of kind `uses`: an ALB, CloudFront or API Gateway",
        ),
    },
}


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in ALSO_FOUND.items() for case in cases])
def test_a_rule_finds_too(rule: str, case: str, tmp_path: Path) -> None:
    text, message = ALSO_FOUND[rule][case]
    assert messages(text, rule, tmp_path) == [message]
