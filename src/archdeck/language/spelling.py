"""Words to how they are written: acronyms in capitals, names of things as their makers write them."""

from __future__ import annotations

import re

_CAPITALS = re.compile(
    "acm|ai|alb|ami|api|asg|aws|az|bi|cd|cdn|ci|cli|cpu|crm|csv|db|dlq|dms|dns|dr|ebs|ec2|ecr|ecs|efs|eks|elb|emr|erp|etl|"
    "fsx|ftp|gpu|hpc|hr|hsm|https?|iam|id|igw|ip|it|json|jwt|kb|kms|lb|mfa|ml|mq|nat|nfs|nlb|os|pdf|poc|qa|rds|rpc|s3|sap|"
    "sdk|sftp|siem|sla|sms|smtp|sns|sql|sqs|sre|ssh|ssl|sso|tgw|tls|tv|ui|uk|url|us|ux|vdi|vgw|vm|vpc|vpn|waf|wan|www|xml"
)
_OWN = {"iot": "IoT", "graphql": "GraphQL", "oauth": "OAuth", "devops": "DevOps"}


def spelt(word: str) -> str:
    """`iot` -> `IoT`, `Igw` -> `IGW`; other words stay."""
    small = word.lower()
    return _OWN.get(small) or (small.upper() if _CAPITALS.fullmatch(small) else word)
