"""Templates of CloudFormation to models: the docstring is the template."""

from __future__ import annotations

from inspect import getdoc

import pytest
from drafts import imported_text, left, of, written

from archdeck.imports import UnreadableSource
from archdeck.imports.cloudformation import snake


def test_a_function_with_its_role_and_logs_is_one_component() -> None:
    """What a policy allows, and what a variable names, leads there.

    Resources:
      Orders: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
      Place:
        Type: AWS::Lambda::Function
        Properties:
          Runtime: python3.13
          Role: !GetAtt PlaceRole.Arn
          Environment: {Variables: {TABLE: !Ref Orders, TOKEN: do-not-tell}}
      PlaceRole:
        Type: AWS::IAM::Role
        Properties:
          Policies:
            - PolicyName: table
              PolicyDocument:
                Statement: [{Effect: Allow, Action: [dynamodb:GetItem, dynamodb:PutItem], Resource: !GetAtt Orders.Arn}]
      PlaceLogs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/lambda/${Place}"}}
    """
    assert of(test_a_function_with_its_role_and_logs_is_one_component) == (
        "components:\n"
        "  orders: {kind: aws.dynamodb, config: {Billing: PAY_PER_REQUEST}, addresses: [Orders]}\n"
        "  place:\n"
        "    kind: aws.lambda\n"
        "    config: {Runtime: python3.13}\n"
        "    addresses: [Place, PlaceRole, PlaceLogs]\n"
        "\n"
        "relations:\n"
        "  place-to-orders:\n"
        "    from: place\n"
        "    to: orders\n"
        "    kind: data\n"
        "    label: reads and writes\n"
        "    addresses: [Place, PlaceRole]\n"
    )


NETWORK = """
Parameters: {Size: {Type: String, Default: db.m7g.large}, Both: {Type: String, Default: "yes"}}
Conditions: {InBoth: !Equals [!Ref Both, "yes"], Never: !Not [!Condition InBoth]}
Resources:
  VPC: {Type: AWS::EC2::VPC}
  PrivateA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref VPC, AvailabilityZone: !Select [0, !GetAZs ""]}}
  PrivateB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref VPC, AvailabilityZone: !Select [1, !GetAZs ""]}}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: [!Ref PrivateA, !Ref PrivateB], SecurityGroups: [!Ref Outside]}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 443
      Protocol: HTTPS
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref VPC}}
  Outside:
    Type: AWS::EC2::SecurityGroup
    Properties: {SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]}
  Inside: {Type: AWS::EC2::SecurityGroup}
  FromBalancer:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      {GroupId: !Ref Inside, SourceSecurityGroupId: !Ref Outside, IpProtocol: tcp, FromPort: 8080, ToPort: 8080}
  Servers:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      VPCZoneIdentifier: [!Ref PrivateA, !Ref PrivateB]
      TargetGroupARNs: [!Ref Targets]
      LaunchTemplate: {LaunchTemplateId: !Ref Template}
      MinSize: 2
      MaxSize: 6
      DesiredCapacity: 3
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {SecurityGroupIds: [!Ref Inside], InstanceType: m7g.large}}
  Store:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: !Ref Size
      MultiAZ: !If [InBoth, true, false]
      DBSubnetGroupName: !Ref Group
      VPCSecurityGroups: [!GetAtt StoreGroup.GroupId]
      MasterUserPassword: a-secret-that-stays
  Group: {Type: AWS::RDS::DBSubnetGroup, Properties: {SubnetIds: [!Ref PrivateA, !Ref PrivateB]}}
  StoreGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref Inside}]
  Spare: {Type: AWS::S3::Bucket, Condition: Never}
  Odd: {Type: "Acme::Own::Thing"}
"""


def test_networks_zones_and_rules_of_groups() -> None:
    """Groups and listeners are ways, not boxes; a count is spread as Auto Scaling does; roles stand where
    both may run."""
    done = imported_text(NETWORK)
    assert written(done, "relations.yaml") == (
        "relations:\n"
        "  balancer-to-servers:\n"
        "    from: balancer\n"
        "    to: servers\n"
        "    protocol: TCP 8080\n"
        "    addresses: [Listener, FromBalancer]\n"
        "  internet-to-balancer: {from: internet, to: balancer, protocol: HTTPS 443, addresses: [Outside]}\n"
        "  servers-to-store:\n"
        "    from: servers\n"
        "    to: store\n"
        "    kind: data\n"
        "    protocol: TCP 5432\n"
        "    addresses: [StoreGroup]\n"
    )
    assert (
        written(done, "environments.yaml")
        == """\
environments:
  prod:
    places:
      region:
        kind: region
        name: where it is deployed
        because: The source does not say in which Region.
      vpc:
        kind: vpc
        in: region
        name: VPC
        addresses: [VPC]
        runs: {balancer: {}}
      zone-1: {kind: zone, in: vpc, name: Zone 1}
      private-a:
        kind: subnet
        in: zone-1
        name: Private A
        addresses: [PrivateA]
        runs:
          servers:
            count: 2
            because: It is spread over zones by itself; which of them has more the source does not say.
          store:
            role: primary
            because: The source says that there is a standby in another zone; which of them is the primary it does not
              say.
      zone-2: {kind: zone, in: vpc, name: Zone 2}
      private-b:
        kind: subnet
        in: zone-2
        name: Private B
        addresses: [PrivateB]
        runs:
          servers: {because: It is spread over zones by itself; which of them has more the source does not say.}
          store:
            role: standby
            because: The source says that there is a standby in another zone; which of them is the primary it does not
              say.
    runs: {internet: {}}
"""
    )


def test_what_became_nothing_is_told_with_why() -> None:
    assert left(imported_text(NETWORK)) == [
        "Spare: with the defaults of its parameters, condition Never is false",
        "Odd: nobody knows what Acme::Own::Thing is here",
    ]


def test_no_secret_leaves_the_source() -> None:
    done = imported_text(NETWORK)
    assert [name for name, text in done.files.items() if "a-secret-that-stays" in text] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Resources: [", "source.yaml:2: this is no YAML: did not find expected node content"),
        (
            "Resources: {A: {Type: AWS::CDK::Metadata}}",
            "source.yaml: nothing in it is anything that a "
            "model shows: A: it helps to build, and is not there afterwards",
        ),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(UnreadableSource) as error:
        imported_text(text)
    assert str(error.value) == message


def test_names_of_attributes_read_as_those_of_terraform() -> None:
    words = ["DBSubnetGroupName", "VPCZoneIdentifier", "TargetGroupARNs", "MultiAZ", "EC2SecurityGroupId", "KmsKeyId"]
    assert [snake(word) for word in words] == [
        "db_subnet_group_name",
        "vpc_zone_identifier",
        "target_group_arns",
        "multi_az",
        "ec2_security_group_id",
        "kms_key_id",
    ]


def test_what_cdk_writes_reads_as_people_wrote_it() -> None:
    """Hashes after names, one gateway a subnet, functions that only help to build, and the logs of a flow log.

    Resources:
      Net12345AB6: {Type: AWS::EC2::VPC, Properties: {Tags: [{Key: Name, Value: Shop/Net}]}}
      NetPublicSubnet1Subnet5C2D37C4:
        Type: AWS::EC2::Subnet
        Properties:
          VpcId: !Ref Net12345AB6
          AvailabilityZone: !Select [0, !GetAZs ""]
          Tags: [{Key: Name, Value: Shop/Net/PublicSubnet1}]
      NetPublicSubnet2Subnet691E08A3:
        Type: AWS::EC2::Subnet
        Properties: {VpcId: !Ref Net12345AB6, AvailabilityZone: !Select [1, !GetAZs ""]}
      NetPublicSubnet1NATGateway4D7517AA:
        {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref NetPublicSubnet1Subnet5C2D37C4}}
      NetPublicSubnet2NATGateway9182C01D:
        {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref NetPublicSubnet2Subnet691E08A3}}
      NetIGWD7BA715C: {Type: AWS::EC2::InternetGateway}
      FlowLogs7B5C56B9: {Type: AWS::Logs::LogGroup}
      Flow: {Type: AWS::EC2::FlowLog, Properties: {LogGroupName: !Ref FlowLogs7B5C56B9}}
      Provider9D90184F: {Type: AWS::Lambda::Function, Properties: {Runtime: nodejs22.x}}
      Emptied: {Type: Custom::AutoDelete, Properties: {ServiceToken: !GetAtt Provider9D90184F.Arn}}
    """
    done = imported_text((getdoc(test_what_cdk_writes_reads_as_people_wrote_it) or "").partition("\n\n")[2])
    assert written(done, "components.yaml") == (
        "components:\n"
        "  net-public-subnet-nat-gateway:\n"
        "    kind: aws.nat-gateway\n"
        "    addresses: [NetPublicSubnet1NATGateway4D7517AA, NetPublicSubnet2NATGateway9182C01D]\n"
        "  net-igw: {kind: aws.internet-gateway, addresses: [NetIGWD7BA715C]}\n"
    )
    assert "        name: Public subnet 1\n" in done.files["environments.yaml"]
    assert left(done) == [
        "Provider9D90184F: it serves custom resources, which help to build",
        "FlowLogs7B5C56B9: it belongs to no component of this source",
        "Flow: flow logs are a setting of the network",
        "Emptied: nobody knows what Custom::AutoDelete is here",
    ]


def test_what_a_rule_opens_reaches_a_balancer_where_it_listens() -> None:
    """A group that lets itself in tells nobody who calls whom, and a policy has no version worth knowing.

    Resources:
      Group:
        Type: AWS::EC2::SecurityGroup
        Properties:
          SecurityGroupIngress:
            - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
            - {IpProtocol: tcp, FromPort: 80, ToPort: 90, CidrIp: 0.0.0.0/0}
      Each:
        Type: AWS::EC2::SecurityGroupIngress
        Properties: {GroupId: !Ref Group, SourceSecurityGroupId: !Ref Group, IpProtocol: tcp, FromPort: 1, ToPort: 9}
      Front:
        Type: AWS::ElasticLoadBalancing::LoadBalancer
        Properties: {SecurityGroups: [!Ref Group], Listeners: [{LoadBalancerPort: "80", InstancePort: "80"}]}
      Cluster:
        Type: AWS::EKS::Cluster
        Properties: {RoleArn: !GetAtt Role.Arn, ResourcesVpcConfig: {SecurityGroupIds: [!Ref Group]}}
      Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
      More: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref Role], Version: "2012-10-17"}}
      Names: {Type: AWS::Route53::HostedZone, Properties: {VPCs: [{VPCId: vpc-1}]}}
    """
    assert of(test_what_a_rule_opens_reaches_a_balancer_where_it_listens) == (
        "components:\n"
        "  internet: {kind: internet, summary: Whoever may reach the system from outside}\n"
        "  front: {kind: aws.clb, addresses: [Front, Group]}\n"
        "  cluster: {kind: aws.eks, addresses: [Cluster, Group, Role, More]}\n"
        "  names: {kind: aws.route53, addresses: [Names]}\n"
        "\n"
        "relations:\n"
        "  internet-to-front: {from: internet, to: front, protocol: HTTP 80, addresses: [Group]}\n"
    )


def test_a_role_belongs_to_who_takes_it_on_and_not_to_what_it_reaches() -> None:
    """The role of a data source is the interface's, although its policy is found first.

    Resources:
      Policy:
        Type: AWS::IAM::Policy
        Properties:
          Roles: [!Ref Role]
          PolicyDocument: {Statement: [{Effect: Allow, Action: dynamodb:Query, Resource: !GetAtt Table.Arn}]}
      Role: {Type: AWS::IAM::Role}
      Table: {Type: AWS::DynamoDB::Table}
      Api: {Type: AWS::AppSync::GraphQLApi}
      Source:
        Type: AWS::AppSync::DataSource
        Properties:
          {ApiId: !GetAtt Api.ApiId, ServiceRoleArn: !GetAtt Role.Arn, DynamoDBConfig: {TableName: !Ref Table}}
    """
    assert of(test_a_role_belongs_to_who_takes_it_on_and_not_to_what_it_reaches, "components.yaml") == (
        "components:\n"
        "  table: {kind: aws.dynamodb, addresses: [Table]}\n"
        "  api: {kind: aws.appsync, addresses: [Api, Policy, Role]}\n"
    )
