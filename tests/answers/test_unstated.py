"""Never a number that nothing states, never a verdict without one: the model of each test is in its docstring."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from archdeck.answers import board, check, drill
from archdeck.answers.drills.ledger import ledger
from archdeck.language import ModelError, UnknownName
from archdeck.model import Model
from written import resolved

Played = Callable[..., str]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models are written where the test runs."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model(request: pytest.FixtureRequest) -> Model:
    return resolved("system: {name: A}\n" + dedent(str(request.function.__doc__)), Path())


@pytest.fixture
def lost(model: Model) -> Played:
    """The outcome of a flow when these are down, with its two times."""

    def found(*down: str, flow: str = "f") -> str:
        state = drill(model, model.environments[0], down).flows[flow]
        return f"{state.state.value} {state.rto_s} {state.rpo_s}"

    return found


def test_a_standby_that_fell_gives_no_number(lost: Played) -> None:
    """
    components: {people: {kind: users}, db: {kind: aws.rds, recovery: {promote: 90s}}}
    relations: {q: {from: people, to: db, kind: data}}
    environments:
      prod:
        places:
          r1: {kind: region}
          a: {kind: zone, in: r1, runs: {db: {role: primary}}}
          b: {kind: zone, in: r1, runs: {db: {role: standby, sync: true}}}
          r2: {kind: region, runs: {db: {}}}
    flows: {f: {steps: {1: {from: people, to: db}}}}
    """
    assert (lost("a"), lost("r1")) == ("survives 90.0 0.0", "degraded None None")


def test_any_role_that_works_leads_a_failover(lost: Played) -> None:
    """
    components:
      people: {kind: users}
      ops: {kind: aws.lambda}
      web: {kind: aws.ec2, recovery: {restore: 10m}}
      db: {kind: aws.rds, recovery: {restore: 1h}}
      kept: {kind: aws.s3}
    relations:
      v: {from: people, to: web}
      q: {from: web, to: db, kind: data}
      b: {from: db, to: kept, kind: backup, every: 1h}
      fo: {from: ops, to: web, kind: failover, after: 60s}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {ops: {role: primary}}}
          a: {kind: zone, in: r1, runs: {db: {}, web: {}}}
          r2: {kind: region, runs: {kept: {}, ops: {role: standby}}}
          b: {kind: zone, in: r2, runs: {web: {}}}
    flows: {f: {steps: {1: {from: people, to: web}, 2: {from: web, to: db}}}}
    """
    assert lost("r1") == "recovers 3660.0 3600.0"


def test_a_store_behind_a_tier_that_is_built_anew_counts(model: Model, lost: Played) -> None:
    """
    components:
      people: {kind: users}
      dns: {kind: aws.route53, config: {TTL: 60s}}
      alb: {kind: aws.alb}
      web: {kind: aws.ec2, recovery: {restore: 10m}}
      db: {kind: aws.rds, recovery: {promote: 20m}}
    relations:
      v: {from: people, to: dns}
      w: {from: dns, to: alb}
      a: {from: alb, to: web}
      q: {from: web, to: db, kind: data}
      fo: {from: dns, to: alb, kind: failover, after: 60s}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {alb: {}}}
          a: {kind: zone, in: r1, runs: {web: {}, db: {role: primary}}}
          r2: {kind: region, runs: {alb: {}}}
          b: {kind: zone, in: r2, runs: {db: {role: standby, lag: 5m}}}
    flows: {f: {steps: {1: {from: people, to: dns}, 2: {from: dns, to: alb}, 3: {from: alb, to: web},
                        4: {from: web, to: db}}}}
    requirements: {r: {says: x, target: {survives: region, rto: 15m, rpo: 0s}}}
    """
    assert lost("r1") == "recovers 1320.0 300.0"
    assert {p.measure: p.verdict.value for p in ledger(model).promises} == {
        "survives": "met",
        "rto": "missed",
        "rpo": "missed",
    }


def test_a_stated_lag_holds_for_the_copies_whose_arrow_it_replaces(lost: Played) -> None:
    """
    components: {people: {kind: users}, db: {kind: aws.rds, recovery: {promote: 30s}}}
    relations:
      q: {from: people, to: db, kind: data}
      copy: {from: db, to: db, kind: replication, lag: 5m}
    environments:
      prod:
        places:
          r1: {kind: region}
          a: {kind: zone, in: r1, runs: {db: {role: primary}}}
          b: {kind: zone, in: r1, runs: {db: {role: standby}}}
    flows: {f: {steps: {1: {from: people, to: db}}}}
    """
    assert lost("a") == "survives 30.0 300.0"


@pytest.mark.parametrize(
    ("copy", "arrow", "rpo"),
    [
        ("sync: true", "lag: 5m", 0.0),
        ("lag: 1s", "lag: 5m", 1.0),
        ("sync: false", "lag: 5m", 300.0),
        ("promote: 30s", "lag: 5m", 300.0),
        ("sync: true", "every: 1h", 3600.0),
    ],
)
def test_what_a_copy_says_of_itself_comes_before_what_its_arrow_says(
    copy: str, arrow: str, rpo: float, tmp_path: Path
) -> None:
    text = f"""
system: {{name: Copies}}
components: {{people: {{kind: users}}, db: {{kind: postgresql, recovery: {{promote: 30s}}}}}}
relations:
  q: {{from: people, to: db, kind: data}}
  copy: {{from: db, to: db, kind: replication, {arrow}}}
environments:
  prod:
    places:
      r1: {{kind: region}}
      a: {{kind: zone, in: r1, runs: {{db: {{role: primary}}}}}}
      b: {{kind: zone, in: r1, runs: {{db: {{role: standby, {copy}}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: db}}}}}}}}
"""
    model = resolved(text, tmp_path)
    assert drill(model, model.environments[0], ["a"]).flows["f"].rpo_s == rpo


def test_what_a_flow_can_do_without_counts_in_no_number(model: Model, lost: Played) -> None:
    """
    components: {people: {kind: users}, web: {kind: aws.alb}, recs: {kind: aws.rds, recovery: {promote: 20m}}}
    relations: {v: {from: people, to: web}, q: {from: web, to: recs, kind: data}}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}}}
          a: {kind: zone, in: r1, runs: {recs: {role: primary}}}
          b: {kind: zone, in: r1, runs: {recs: {role: standby, sync: true}}}
    flows: {f: {steps: {1: {from: people, to: web}, 2: {from: web, to: recs, optional: true}}}}
    """
    assert lost("a") == "survives 0.0 0.0"
    why = drill(model, model.environments[0], ["a"]).flows["f"].why
    assert why == "step 2 comes back: the standby of Recs in b takes over after 20 min"


def test_a_flow_that_never_works_is_said_once_and_lost_by_nothing(model: Model) -> None:
    """
    components:
      people: {kind: users}
      web: {kind: aws.ec2, summary: s}
      db: {kind: aws.rds, summary: s}
    relations:
      v: {from: people, to: web}
      report: {from: people, to: db, kind: data, role: read-replica}
    environments:
      prod:
        places:
          r1: {kind: region}
          a: {kind: zone, in: r1, runs: {web: {}, db: {role: primary}}}
          r2: {kind: region, standby: true, runs: {db: {role: read-replica, lag: 5s}}}
    flows: {f: {steps: {1: {from: people, to: web}}}, g: {steps: {1: {from: people, to: db}}}}
    """
    assert [p.message for p in check(model) if p.rule == "broken-flow"] == [
        "flow 'g' does not work in environment 'prod' though nothing fails there: step 1: nothing of DB works as "
        "read-replica; let it end where something serves"
    ]
    found = board(model, model.environments[0])
    assert {row.failure.id: row.lost for row in found.single_points} == {"r1": ("f",), "a": ("f",), "web": ("f",)}


def test_what_is_set_up_elsewhere_has_what_its_backup_has(model: Model, lost: Played) -> None:
    """
    components:
      people: {kind: users}
      dns: {kind: aws.route53, config: {TTL: 60s}}
      web: {kind: aws.ec2, recovery: {restore: 10m}}
      db: {kind: aws.rds, recovery: {restore: 1h}}
      kept: {kind: aws.s3}
    relations:
      ask: {from: people, to: dns}
      lead: {from: dns, to: web}
      query: {from: web, to: db, kind: data}
      save: {from: db, to: kept in r1, kind: backup, every: 1h}
      copy: {from: kept in r1, to: kept in r2, kind: replication, lag: 15m}
      away: {from: dns, to: web, kind: failover, after: 5m}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}, db: {}, kept: {}}}
          r2: {kind: region, standby: true, runs: {kept: {}}}
      dr: {stage: disaster-recovery, places: {r2: {kind: region, runs: {web: {}, db: {}, kept: {}}}}}
    flows: {f: {steps: {1: {from: people, to: dns}, 2: {from: dns, to: web}, 3: {from: web, to: db}}}}
    """
    assert (lost("r1"), lost("r1", "kept in r2")) == ("recovers 3960.0 4500.0", "lost None None")
    assert "DB is set up in r2 from Kept in r2" in drill(model, model.environments[0], ["r1"]).flows["f"].why


def test_what_runs_in_each_of_several_nodes_runs_that_often(model: Model) -> None:
    """
    components: {people: {kind: users}, web: {kind: aws.ec2, needs: 4}}
    relations: {v: {from: people, to: web}}
    environments:
      prod:
        places:
          a: {kind: zone}
          b: {kind: zone}
          many: {kind: node, in: a, count: 3, runs: {web: {count: 2}}}
          few: {kind: node, in: b, count: 2, runs: {web: {}}}
    flows: {f: {steps: {1: {from: people, to: web}}}}
    """
    prod = model.environments[0]
    found = {place: drill(model, prod, [place]) for place in ("a", "b")}
    assert {place: state.components["web"].why for place, state in found.items()} == {
        "a": "fell with a; 2 of Web work, and 4 of them must",
        "b": "2 of 8 fell with b",
    }
    assert [p.message for p in check(model) if p.rule == "broken-flow"] == []


def test_a_twin_that_is_built_anew_has_what_the_other_twin_has(model: Model) -> None:
    """
    components: {people: {kind: users}, db: {kind: postgresql, recovery: {restore: 1h}}}
    relations:
      q: {from: people, to: db in north}
      copy: {from: db in north, to: db in south, kind: replication, lag: 5s}
    environments:
      prod:
        places:
          north: {kind: data-center, runs: {db: {}}}
          south: {kind: data-center, runs: {db: {}}}
    flows: {f: {steps: {1: {from: people, to: db in north}}}}
    requirements: {r: {says: x, flows: [f], failures: [north], target: {rto: 2h, rpo: 1m}}}
    """
    assert [str(p).partition(" - ")[2] for p in ledger(model).promises] == [
        "1 h, by building anew: flow f lost without north",
        "5 s, by building anew: flow f lost without north",
    ]


@pytest.mark.parametrize(("there", "said"), [(1, "lost None None"), (2, "recovers 930.0 0.0")])
def test_too_few_are_not_set_up(there: int, said: str) -> None:
    """The recovery environment has to run as many as are needed."""
    text = """system: {{name: A}}
components:
  people: {{kind: users}}
  lb: {{kind: nginx}}
  web: {{kind: aws.ec2, needs: 2, recovery: {{restore: 15m}}}}
relations:
  a: {{from: people, to: lb}}
  b: {{from: lb, to: web}}
  o: {{from: lb, to: web, kind: failover, after: 30s}}
environments:
  prod:
    places:
      site: {{kind: data-center, runs: {{lb: {{}}}}}}
      r1: {{kind: region, runs: {{web: {{count: 2}}}}}}
      r2: {{kind: region, standby: true, because: for the worst}}
  dr: {{stage: disaster-recovery, places: {{r2: {{kind: region, runs: {{lb: {{}}, web: {{count: {there}}}}}}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: lb}}, 2: {{from: lb, to: web}}}}}}}}
"""
    model = resolved(text.format(there=there), Path())
    state = drill(model, model.environments[0], ["r1"]).flows["f"]
    assert f"{state.state.value} {state.rto_s} {state.rpo_s}" == said


SERVERS = """system: {{name: A}}
components: {{people: {{kind: users}}, web: {{kind: {kind}{needs}}}}}
relations: {{v: {{from: people, to: web}}}}
environments:
  prod:
    places:
      r1: {{kind: region}}
      a: {{kind: zone, in: r1, runs: {{web: {{count: {there}}}}}}}
      b: {{kind: zone, in: r1, runs: {{web: {{}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: web}}}}}}}}
requirements: {{r: {{says: x, target: {{survives: zone, rto: 0s}}}}}}
"""


@pytest.mark.parametrize(
    ("kind", "needs", "there", "said"),
    [
        pytest.param("aws.ec2", "", 2, "survives 0.0 met met", id="a third is left"),
        pytest.param("aws.ec2", "", 6, "degraded None unknown unknown", id="one of seven is left"),
        pytest.param("aws.ec2", ", needs: 1", 6, "survives 0.0 met met", id="one is enough"),
        pytest.param("aws.ec2", ", needs: 2", 2, "lost None missed unknown", id="two of three are needed"),
        pytest.param("aws.ec2", ", needs: 50 %", 2, "lost None missed unknown", id="half of them is"),
        pytest.param("aws.ec2", ", needs: 30 %", 2, "survives 0.0 met met", id="a share that is left"),
        pytest.param("aws.fargate", "", 6, "degraded None unknown unknown", id="tasks are servers too"),
        pytest.param("aws.alb", "", 6, "survives 0.0 met met", id="a load balancer grows by itself"),
    ],
)
def test_what_little_is_left_is_enough_only_where_the_model_says_so(
    kind: str, needs: str, there: int, said: str
) -> None:
    model = resolved(SERVERS.format(kind=kind, needs=needs, there=there), Path())
    state = drill(model, model.environments[0], ["a"]).flows["f"]
    verdicts = [p.verdict.value for p in ledger(model).promises]
    assert " ".join([state.state.value, str(state.rto_s), *verdicts]) == said


@pytest.mark.parametrize(
    ("down", "said"),
    [
        pytest.param(["a"], "survives: recovering", id="two of three are left, and one of them takes over"),
        pytest.param(["b"], "survives: degraded", id="two of three are left with the primary"),
        pytest.param(["b", "c"], "lost: down", id="the primary alone is no quorum"),
        pytest.param(["a", "b"], "lost: recovering", id="nor is a standby alone, though it has the data"),
    ],
)
@pytest.mark.parametrize("kind", ["etcd", "postgresql"])
def test_what_is_needed_counts_in_every_role_and_no_copy_makes_up_for_it(
    kind: str, down: list[str], said: str, model: Model
) -> None:
    """
    kinds: {etcd: {name: Etcd, icon: k8s.infra.ETCD}}
    components: {web: {kind: aws.ec2}, etcd: {kind: etcd, needs: 2}, postgresql: {kind: postgresql, needs: 50 %}}
    relations: {e: {from: web, to: etcd, kind: data}, p: {from: web, to: postgresql, kind: data}}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}}}
          a: {kind: zone, in: r1, runs: {etcd: {role: primary}, postgresql: {role: primary}}}
          b: {kind: zone, in: r1, runs: {etcd: {role: standby}, postgresql: {role: standby}}}
          c: {kind: zone, in: r1, runs: {etcd: {role: standby}, postgresql: {role: standby}}}
    flows: {etcd: {steps: {1: {from: web, to: etcd}}}, postgresql: {steps: {1: {from: web, to: postgresql}}}}
    """
    played = drill(model, model.environments[0], down)
    assert f"{played.flows[kind].state.value}: {played.components[kind].state.value}" == said


def test_a_service_of_a_region_makes_no_copies_of_what_is_too_few(model: Model) -> None:
    """
    kinds: {etcd: {name: Etcd, icon: k8s.infra.ETCD}}
    components: {web: {kind: aws.ec2}, etcd: {kind: etcd, needs: 2}}
    relations: {e: {from: web, to: etcd, kind: data}}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {web: {}}}
          a: {kind: zone, in: r1, runs: {etcd: {count: 2}}}
          b: {kind: zone, in: r1, runs: {etcd: {}}}
    flows: {f: {steps: {1: {from: web, to: etcd}}}}
    """
    played = drill(model, model.environments[0], ["a"])
    assert played.flows["f"].why == "step 1: 1 of Etcd works, and 2 of them must"
    assert played.components["etcd"].why == "fell with a; 1 of Etcd works, and 2 of them must"


@pytest.mark.parametrize("needs", ["0", "two", "101 %", "1.5"])
def test_how_many_are_needed_is_a_number_or_a_share(needs: str) -> None:
    with pytest.raises(ModelError, match="is neither a number nor a share: write 2, or 50 %"):
        resolved(SERVERS.format(kind="aws.ec2", needs=f", needs: {needs}", there=1), Path())


def test_third_parties_and_single_instances_can_fail_and_people_do_not(model: Model, lost: Played) -> None:
    """
    components: {people: {kind: users}, web: {kind: aws.ec2}, login: {kind: auth0}, gate: {kind: aws.customer-gateway}}
    relations: {v: {from: people, to: web}, l: {from: web, to: login}, g: {from: gate, to: web}}
    environments:
      prod:
        places:
          r1: {kind: region}
          a: {kind: zone, in: r1, runs: {web: {}}}
          b: {kind: zone, in: r1, runs: {web: {}}}
          hall: {kind: data-center, runs: {gate: {}}}
    flows: {f: {steps: {1: {from: people, to: web}, 2: {from: web, to: login}}}, g: {steps: {1: {from: gate, to: web}}}}
    """
    assert lost("login") == "lost None None"
    assert lost("hall", flow="g") == "lost None None"
    assert (lost("web in a"), lost("web--a"), lost("web in a", "web in b")) == (
        "survives 0.0 0.0",
        "survives 0.0 0.0",
        "lost None None",
    )
    for name, says in (
        ("people", "'people' are people and clients in prod: they do not fail"),
        ("web in c", "prod has no place and no component 'web in c'"),
        ("logon", "prod has no place and no component 'logon'; did you mean 'login'?"),
    ):
        with pytest.raises(UnknownName) as caught:
            drill(model, model.environments[0], [name])
        assert str(caught.value) == says


def test_what_is_set_up_elsewhere_has_the_data_of_the_newest_copy_there(model: Model, lost: Played) -> None:
    """
    components:
      people: {kind: users}
      dns: {kind: aws.route53, config: {TTL: 60s}}
      web: {kind: aws.alb, recovery: {restore: 5m}}
      db: {kind: aws.rds, recovery: {restore: 2h}}
      vault: {kind: aws.backup, recovery: {promote: 0s}}
    relations:
      a: {from: people, to: dns}
      b: {from: dns, to: web}
      c: {from: web, to: db, kind: data}
      backup: {from: db, to: vault, kind: backup, every: 1h}
      copy: {from: vault, to: vault, kind: replication, lag: 15m}
      over: {from: dns, to: web, kind: failover, after: 30m}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {vault: {role: primary}, web: {}}}
          a: {kind: zone, in: r1, runs: {db: {}}}
          r2: {kind: region, standby: true, runs: {vault: {role: standby}}}
      dr:
        stage: disaster-recovery
        places: {r2: {kind: region, runs: {vault: {}, web: {}}}, z: {kind: zone, in: r2, runs: {db: {}}}}
    flows: {f: {steps: {1: {from: people, to: dns}, 2: {from: dns, to: web}, 3: {from: web, to: db}}}}
    """
    assert lost("r1") == f"recovers {2 * 3600.0 + 1800 + 60} {3600.0 + 900}"
    why = drill(model, model.environments[0], ["r1"]).flows["f"].why
    assert why.endswith("DB is set up in z from Vault in r2")


def test_what_is_encrypted_needs_its_key(model: Model, lost: Played) -> None:
    """
    components:
      people: {kind: users}
      db: {kind: aws.aurora}
      keys: {kind: aws.kms}
      roles: {kind: aws.iam}
    relations:
      q: {from: people, to: db, kind: data}
      k: {from: db, to: keys, kind: uses}
      r: {from: db, to: roles, kind: uses}
    environments: {prod: {places: {r1: {kind: region, runs: {db: {}, keys: {}}}}}}
    flows: {f: {steps: {1: {from: people, to: db}}}}
    """
    assert (lost("keys"), lost("roles")) == ("lost None None", "survives 0.0 0.0")
    assert (
        drill(model, model.environments[0], ["keys"])
        .flows["f"]
        .why.startswith("step 1: nothing of DB works, it fell with its key Keys")
    )


def test_copies_are_encrypted_with_the_key_of_their_primary(lost: Played) -> None:
    """
    components:
      people: {kind: users}
      db: {kind: aws.rds, recovery: {promote: 90s}}
      keys: {kind: aws.kms}
    relations: {q: {from: people, to: db, kind: data}, k: {from: db, to: keys, kind: uses}}
    environments:
      prod:
        places:
          r1: {kind: region, runs: {keys: {}}}
          a: {kind: zone, in: r1, runs: {db: {role: primary}}}
          b: {kind: zone, in: r1, runs: {db: {role: standby}}}
    flows: {f: {steps: {1: {from: people, to: db}}}}
    """
    assert (lost("keys"), lost("a")) == ("lost None None", "survives 90.0 0.0")


def test_nobody_knows_how_long_dns_leads_astray(model: Model, lost: Played) -> None:
    """
    components:
      people: {kind: users}
      dns: {kind: aws.route53, config: {TTL: 60s}}
      api: {kind: aws.api-gateway}
    relations: {a: {from: people, to: dns}, b: {from: dns, to: api}}
    environments:
      prod: {places: {r1: {kind: region, runs: {api: {}}}, r2: {kind: region, runs: {api: {}}}}}
    flows: {f: {steps: {1: {from: people, to: dns}, 2: {from: dns, to: api}}}}
    requirements: {r: {says: x, target: {survives: region, rto: 5m, rpo: 0s}}}
    """
    assert lost("r1") == "degraded None 0.0"
    assert {p.measure: p.verdict.value for p in ledger(model).promises} == {
        "survives": "unknown",
        "rto": "unknown",
        "rpo": "met",
    }


@pytest.mark.parametrize(
    ("kind", "lag", "rpo"),
    [
        pytest.param("aws.opensearch", "", None, id="nothing says that it keeps replicas"),
        pytest.param("postgresql", "", None, id="two servers of one's own"),
        pytest.param(
            "aws.opensearch", "copy: {from: db, to: db, kind: replication, lag: 0s}", 0.0, id="as it is stated"
        ),
        pytest.param("aws.aurora", "", 0.0, id="its storage is in step, which the service guarantees"),
        pytest.param("aws.efs", "", 0.0, id="no zone holds it"),
    ],
)
def test_what_two_zones_hold_is_in_step_only_where_that_is_stated(
    kind: str, lag: str, rpo: float | None, tmp_path: Path
) -> None:
    text = f"""system: {{name: A}}
components: {{people: {{kind: users}}, web: {{kind: aws.alb}}, db: {{kind: {kind}}}}}
relations:
  v: {{from: people, to: web}}
  q: {{from: web, to: db, kind: data}}
  {lag}
environments:
  prod:
    places:
      r1: {{kind: region, runs: {{web: {{}}}}}}
      a: {{kind: zone, in: r1, runs: {{db: {{}}}}}}
      b: {{kind: zone, in: r1, runs: {{db: {{}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: web}}, 2: {{from: web, to: db}}}}}}}}
"""
    model = resolved(text, tmp_path)
    state = drill(model, model.environments[0], ["a"]).flows["f"]
    assert (state.state.value, state.rto_s, state.rpo_s) == ("survives", 0.0, rpo)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("aws.elasticache", "lost None None"),
        ("aws.elasticache, config: {Automatic failover: enabled}", "survives 30.0 1.0"),
        ("aws.elasticache, config: {Automatic failover: disabled}", "lost None None"),
        ("redis, config: {High availability: automatic failover by Sentinel}", "survives 30.0 1.0"),
        ("aws.documentdb", "survives 30.0 1.0"),
        ("aws.documentdb, config: {Automatic failover: off}", "lost None None"),
        ("aws.rds", "lost None None"),
    ],
)
@pytest.mark.parametrize("near", [True, False])
def test_a_replica_is_promoted_where_its_service_does_that(kind: str, said: str, near: bool, tmp_path: Path) -> None:
    """In the Region of its primary: what is in another one somebody has to promote."""
    text = f"""system: {{name: A}}
components: {{people: {{kind: users}}, web: {{kind: aws.alb}}, db: {{kind: {kind}, recovery: {{promote: 30s}}}}}}
relations: {{v: {{from: people, to: web}}, q: {{from: web, to: db, kind: data}}}}
environments:
  prod:
    places:
      r1: {{kind: region, runs: {{web: {{}}}}}}
      r2: {{kind: region}}
      a: {{kind: zone, in: r1, runs: {{db: {{role: primary}}}}}}
      b: {{kind: zone, in: {"r1" if near else "r2"}, runs: {{db: {{role: read-replica, lag: 1s}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: web}}, 2: {{from: web, to: db}}}}}}}}
"""
    model = resolved(text, tmp_path)
    state = drill(model, model.environments[0], ["a"]).flows["f"]
    assert f"{state.state.value} {state.rto_s} {state.rpo_s}" == (said if near else "lost None None")


@pytest.mark.parametrize(
    ("kind", "more", "down", "said"),
    [
        pytest.param("rabbitmq", "", "a", "survives 0.0 None", id="each zone has a broker of its own"),
        pytest.param("aws.sqs", "", "a", "survives 0.0 0.0", id="no zone holds it"),
        pytest.param(
            "rabbitmq", "copy: {from: q, to: q, kind: replication, lag: 0s}", "a", "survives 0.0 0.0", id="stated"
        ),
        pytest.param("rabbitmq, recovery: {loses: 0s}", "", "a", "survives 0.0 0.0", id="what it holds may be lost"),
    ],
)
def test_what_waits_in_a_queue_is_lost_with_it(kind: str, more: str, down: str, said: str, tmp_path: Path) -> None:
    text = f"""system: {{name: A}}
components: {{people: {{kind: users}}, web: {{kind: aws.alb}}, q: {{kind: {kind}}}}}
relations:
  v: {{from: people, to: web}}
  put: {{from: web, to: q}}
  {more}
environments:
  prod:
    places:
      r1: {{kind: region, runs: {{web: {{}}}}}}
      a: {{kind: zone, in: r1, runs: {{q: {{}}}}}}
      b: {{kind: zone, in: r1, runs: {{q: {{}}}}}}
flows: {{f: {{steps: {{1: {{from: people, to: web}}, 2: {{from: web, to: q}}}}}}}}
"""
    model = resolved(text, tmp_path)
    state = drill(model, model.environments[0], [down]).flows["f"]
    assert f"{state.state.value} {state.rto_s} {state.rpo_s}" == said
