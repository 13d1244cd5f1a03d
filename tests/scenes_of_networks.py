"""Scenes of networks: what runs in VPCs, zones and Regions, what joins them, and what is outside of AWS."""

from __future__ import annotations

from sketch import DATABASES, Network, Sketch, plain

SERVERS = ("aws.ec2", "aws.ec2", "aws.ecs-service", "aws.fargate", "aws.ec2-instances", "aws.elastic-beanstalk")
BALANCERS = ("aws.alb", "aws.alb", "aws.nlb", "aws.elb")

# --------------------------------------------------------------------------------------------------- tiers in a VPC


def web(s: Sketch) -> None:
    """Load balancers, one to three layers of servers over the zones, and databases with their copies."""
    net = s.network()
    last = s.entrance()
    gateway = ""
    if s.room > 3 and s.chance(0.35):
        gateway = s.add("aws.internet-gateway", "edge", "Internet gateway", net.vpc)
        s.link(last, gateway, label="")
        s.walk(gateway)
        last = gateway
    layers = ("Web", "Application", "Booking engine")[: s.dice.choices((1, 2, 3), (4, 5, 1))[0]]
    for k, layer in enumerate(layers):
        if s.room < 2 and k:
            break
        last = _layer(
            s, net, last, layer, net.front if k == 0 and s.chance(0.6) else net.back, ("web", "app", "app")[k]
        )
    for n in range(max(1, s.few(1, 3))):
        if s.room:
            s.database(net.data, last, first=n == 0)
    if s.room and s.chance(0.3):
        cache = s.add("aws.elasticache-redis", "data", s.name("cache"), *net.data)
        s.link(last, cache, "data")
    _ways_out(s, net, last, gateway)


def _layer(s: Sketch, net: Network, last: str, layer: str, homes: list[str], tier: str) -> str:
    if s.room > 2 and s.chance(0.75):
        spread = net.front if s.chance(0.2) else [net.vpc]
        balancer = s.add(s.pick(BALANCERS), tier, f"{layer} balancer", *spread)
        s.link(last, balancer)
        s.walk(balancer)
        s.balancers.append(balancer)
        last = balancer
    count = {"count": s.dice.randint(2, 4)} if s.chance(0.3) else {}
    server = s.add(s.pick(SERVERS), tier, f"{layer} servers" if s.chance(0.7) else s.name("server"), *homes, **count)
    s.link(last, server)
    s.walk(server)
    s.servers.append(server)
    frame = s.dice.random()
    if frame < 0.5:
        scale = {"scale": "2 to 12"} if s.chance(0.5) else {}
        s.overlays[f"{server}-asg"] = {"kind": "auto-scaling-group", "name": f"{layer} Auto Scaling group"}
        s.overlays[f"{server}-asg"] |= {"members": [server], **scale}
    elif frame < 0.65:
        s.overlays[f"{server}-sg"] = {"kind": "security-group", "name": f"{layer} security group", "members": [server]}
    if s.room > 2 and s.chance(0.2):
        disk = s.add("aws.ebs", tier, f"{layer} disk", *homes)
        s.link(server, disk, "data")
    if s.room > 2 and s.chance(0.15):
        files = s.add("aws.efs", "data", "Shared files", net.vpc)
        s.link(server, files, "data")
    return server


def _ways_out(s: Sketch, net: Network, server: str, gateway: str) -> None:
    """NAT gateways, VPC endpoints, and systems of others."""
    if s.room and s.chance(0.3):
        nat = s.add("aws.nat-gateway", "edge", "NAT gateway", *net.front)
        s.link(server, nat, label=s.pick(("", "updates", "outbound")))
        if gateway:
            s.link(nat, gateway, label="")
    if s.room > 1 and s.chance(0.3):
        for kind, what in s.some((("aws.s3", "S3"), ("aws.dynamodb", "DynamoDB"), ("aws.sqs", "SQS")), 2):
            if s.room > 1:
                endpoint = s.add("aws.vpc-endpoint", "app", f"{what} endpoint", net.vpc)
                service = s.add(kind, "data", s.name(), s.region())
                s.link(server, endpoint, label="")
                s.link(endpoint, service, "data")
    if s.maybe(0.25):
        kind, name = s.pick((("payment-provider", "Payment provider"), ("external-system", "Tax service")))
        s.link(server, s.add(kind, "operations", name), label=s.pick(("", "HTTPS", "charges cards")))


# --------------------------------------------------------------------------------------------------------- networks


def spokes(s: Sketch) -> None:
    """Two to six VPCs around a Transit Gateway, with attachments or without."""
    home = s.region()
    hub = s.add("aws.transit-gateway", "edge", "Transit Gateway", home)
    if s.networks and s.servers:
        s.link(hub, s.servers[0], label="")
    if s.room > 4 and s.chance(0.6):
        staff = s.add("users", "users", "Staff")
        way = s.add(s.pick(("aws.client-vpn", "aws.direct-connect", "aws.site-to-site-vpn")), "edge", "Way in", home)
        s.link(staff, way, label=s.pick(("", "", "VPN")))
        s.link(way, hub, label="")
        s.walk(staff, way, hub) if not s.path else None
    attached = s.chance(0.4)
    many = s.dice.randint(2, 6)
    for k in range(many):
        if s.room < 1 + attached:
            break
        about = s.topic()
        vpc = s.place("vpc", f"{about} VPC", home)
        subnet = s.place("private-subnet", "Private subnet", vpc, id=f"{vpc}-private") if s.chance(0.3) else vpc
        way = hub
        if attached:
            way = s.add("aws.transit-gateway-attachment", "edge", f"{about} attachment", vpc)
            s.link(hub, way, label="")
        app = s.add(s.pick(SERVERS), "app", about, subnet)
        s.link(way, app)
        s.servers.append(app)
        if s.room > many - k and s.chance(0.6):
            store = s.add(s.pick(DATABASES), "data", f"{about} database", subnet)
            s.link(app, store, "data")
            s.stores.append(store)
    if s.room > 1 and s.chance(0.35):
        vpc = s.place("vpc", "Inspection VPC", home)
        wall = s.add("aws.network-firewall", "edge", "Firewall", vpc)
        s.link(hub, wall, label=s.pick(("", "all traffic")))
        if s.chance(0.6):
            s.link(wall, hub, label="")
        if s.maybe(0.5):
            s.link(wall, s.add("aws.nat-gateway", "edge", "Egress", vpc), label="")


def peering(s: Sketch) -> None:
    """A second VPC, peered with the main one; now and then a third."""
    net = s.network()
    for _ in range(2):
        if s.room < 2:
            return
        about = s.topic()
        peer = s.add("aws.vpc-peering", "app", f"{about} peering", s.region())
        vpc = s.place("vpc", f"{about} VPC", s.region())
        app = s.add(s.pick(SERVERS), "app", f"{about} service", vpc)
        own = next((i for i in s.servers if i in s.places[net.back[0]].get("runs", {})), "")
        if not own:
            own = s.add(s.pick(SERVERS), "app", s.name("client"), net.back[0]) if s.room else app
        s.link(own, peer, label="")
        s.link(peer, app, label="")
        if s.chance(0.4):
            s.link(app, peer, label="")
        if s.room and s.chance(0.6):
            store = s.add(s.pick(DATABASES), "data", f"{about} database", vpc)
            s.link(app, store, "data")
        s.servers.append(app)
        if s.chance(0.7):
            return


def data_centre(s: Sketch) -> None:
    """Machines of one's own beside the cloud, joined by a VPN or a line."""
    name = s.pick(("Head office", "Data centre Frankfurt", "Corporate data centre", "Factory"))
    centre = s.place("data-center", name)
    inner = centre
    if s.chance(0.4):
        part = s.pick(("Core systems", "DMZ", "Office network"))
        inner = s.place({"Core systems": "node", "DMZ": "subnet"}.get(part, "group"), part, centre)
    kind, line = s.pick(
        (("aws.site-to-site-vpn", "VPN"), ("aws.direct-connect", "Direct Connect"), ("aws.vpn-gateway", "VPN gateway"))
    )
    way = s.add(kind, "edge", line, s.networks[0].vpc if s.networks and s.chance(0.6) else s.region())
    machines: list[str] = []
    for _ in range(min(s.dice.randint(1, 5), s.room - 1)):
        kind, what = s.pick(MACHINES)
        machines.append(s.add(kind, s.pick(("users", "users", "data")), s.name(what) if s.chance(0.5) else what, inner))
    out = machines[0]
    if s.room > 1 and s.chance(0.35):
        out = s.add(s.pick(("firewall-appliance", "switch")), "users", "Edge router", centre)
        for machine in machines:
            s.link(machine, out, "data", label="")
    else:
        for machine in machines[1:]:
            s.link(*((machine, machines[0]) if s.chance(0.7) else (machines[0], machine)), "data")
    s.link(out, way, "data", label=s.pick(("", "", "IPsec", "10 Gbit/s")))
    if s.chance(0.35):
        s.link(way, out, "data", label="")
    if s.servers:
        for server in s.some(s.servers, 2):
            s.link(way, server, s.pick(("data", "request")))
    else:
        landing = s.add("aws.s3", "data", s.name("landing zone"), s.region())
        s.link(way, landing, "data")


MACHINES = (
    ("server", "Core system"),
    ("database-server", "ERP database"),
    ("app-server", "ERP"),
    ("oracle", "Ledger"),
    ("storage", "File server"),
    ("linux", "Batch host"),
    ("aws.directory-service", "Active Directory"),
    ("tape", "Tape library"),
)


def other_cloud(s: Sketch) -> None:
    """A part of the system in Azure or Google Cloud."""
    id, name, apps, stores, door = s.pick(CLOUDS)
    cloud = s.place("cloud", name, id=id)
    inner = (
        s.place("group", s.pick(("West Europe", "Resource group", "Project analytics")), cloud)
        if s.chance(0.5)
        else cloud
    )
    first = s.add(door[0], "edge", door[1], inner)
    caller = s.pick(s.servers) if s.servers and s.chance(0.8) else s.entrance()
    s.link(caller, first)
    made = [s.add(s.pick(apps), "app", s.name(), inner) for _ in range(s.few(1, 3, 2) or min(1, s.room))]
    for app in made:
        s.link(first, app)
    for _ in range(s.few(1, 2)):
        store = s.add(s.pick(stores), "data", s.name(), inner)
        for app in s.some(made or [first], 2):
            s.link(app, store, "data")
        if s.stores and s.chance(0.3):
            s.link(s.pick(s.stores), store, "replication")


CLOUDS = (
    (
        "azure",
        "Microsoft Azure",
        ("azure.compute.FunctionApps", "azure.compute.AppServices", "azure.compute.KubernetesServices"),
        ("azure.database.CosmosDb", "azure.database.SQLDatabases", "azure.storage.BlobStorage"),
        ("azure.network.ApplicationGateway", "Application gateway"),
    ),
    (
        "gcp",
        "Google Cloud",
        ("gcp.compute.Run", "gcp.compute.Functions", "gcp.compute.GKE"),
        ("gcp.analytics.BigQuery", "gcp.database.Spanner", "gcp.storage.GCS"),
        ("gcp.network.LoadBalancing", "Load balancer"),
    ),
)  # fmt: skip

# ---------------------------------------------------------------------------------------------------------- regions


def second_region(s: Sketch) -> None:
    """The heart of the system once more in a second Region: active, or waiting; now and then in a third."""
    running = {c for p in s.places.values() for c in p.get("runs", {})}
    core = [c for c in (*s.balancers, *s.servers[:4], *s.stores[:3]) if c in running][:8]
    if not core:
        return
    waits = s.chance(0.5)
    for n in range(1, 3 if s.chance(0.25) else 2):
        region = s.region(n, **({"standby": True} if waits else {}))
        apart = s.chance(0.6) and s.networks
        net = s.new_network(region, s.dice.choice((0, 0, 1, 2)), plain) if apart else None
        for c in core:
            _again(s, c, region, net)
    for store in (c for c in core if c in s.stores):
        if s.chance(0.7) and not s.has_role(store, "primary"):
            s.link(store, store, "replication")
    if (
        waits
        and s.balancers
        and s.path
        and (router := next((c for c in s.path if "route53" in s.components[c]["kind"]), ""))
    ):
        s.link(router, s.balancers[0], "failover")


def _again(s: Sketch, component: str, region: str, net: Network | None) -> None:
    if component in s.stores and s.has_role(component, "primary"):
        s.run(net.data[0] if net else region, component, role="read-replica", sync=False)
        return
    inside = any(component in s.places[h].get("runs", {}) for one in s.networks[:1] for h in (*one.front, *one.back))
    for home in net.back if net and inside else [region]:
        s.run(home, component)


def backups(s: Sketch) -> None:
    """Snapshots of the stores, and copies of them in another Region."""
    if not s.stores:
        return
    vault = s.add(
        s.pick(("aws.backup", "aws.s3", "aws.s3-glacier")), "operations", s.pick(("Backups", "Snapshots")), s.region()
    )
    for store in s.some(s.stores, 4):
        s.link(store, vault, "backup", **({"every": s.pick(("1d", "12h", "1h"))} if s.chance(0.5) else {}))
    if s.maybe(0.7):
        copies = s.add("aws.s3", "operations", "Backup copies", s.region(1))
        s.link(vault, copies, "replication")
