"""Broken models, each beside the whole list of what `archdeck check` says about it, one defect or one family a case.

Every case ends with exit code 1, and with nothing but these lines.
"""
# ruff: noqa: E501 - messages stand here as they are printed

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from archdeck.cli.commands import cli

CASES: dict[str, tuple[str, str]] = {
    "empty file": (
        """\
""",
        """\
shop.yaml:1:1: error: the model is empty; start with `system:` and a name [empty]
""",
    ),
    "comment only": (
        """\
# nothing yet
""",
        """\
shop.yaml:1:1: error: the model is empty; start with `system:` and a name [empty]
""",
    ),
    "a list": (
        """\
- system
- tiers
""",
        """\
shop.yaml:1:1: error: a model must be a mapping; start with `system:` [not-a-mapping]
""",
    ),
    "a text": (
        """\
hello
""",
        """\
shop.yaml:1:1: error: a model must be a mapping; start with `system:` [not-a-mapping]
""",
    ),
    "tab": (
        """\
system:
\tname: Shop
""",
        """\
shop.yaml:2:1: error: a tab indents this line; YAML takes only spaces [yaml-syntax]
""",
    ),
    "tab after colon": (
        """\
system: {name: Shop}
tiers:
- users
\t- web
""",
        """\
shop.yaml:4:1: error: a tab indents this line; YAML takes only spaces [yaml-syntax]
""",
    ),
    "colon in text": (
        """\
system:
  name: Shop: the site
""",
        """\
shop.yaml:2:13: error: a ':' stands where no key can be: the line before lacks its ':', this one is indented wrongly, or a text with ': ' in it needs quotes [yaml-syntax]
""",
    ),
    "open list": (
        """\
system: {name: Shop}
tiers: [users, web
components: {}
""",
        """\
shop.yaml:3:11: error: a ',' or the closing ']' is missing before this, in the list that opens at shop.yaml:2:8 [yaml-syntax]
""",
    ),
    "open mapping": (
        """\
system: {name: Shop
tiers: [a]
""",
        """\
shop.yaml:2:6: error: a ',' or the closing '}' is missing before this, in the mapping that opens at shop.yaml:1:9 [yaml-syntax]
""",
    ),
    "open quote": (
        """\
system:
  name: 'Shop
""",
        """\
shop.yaml:2:9: error: this quote is never closed [yaml-syntax]
""",
    ),
    "lost colon": (
        """\
system
  name: Shop
tiers: [a]
""",
        """\
shop.yaml:2:7: error: a ':' stands where no key can be: the line before lacks its ':', this one is indented wrongly, or a text with ': ' in it needs quotes [yaml-syntax]
""",
    ),
    "bad indentation": (
        """\
system:
   name: Shop
  title: A shop
""",
        """\
shop.yaml:3:3: error: this does not fit the mapping around it; indent it like its neighbours, or put quotes around a text with ': ', '#' or quotes in it [yaml-syntax]
""",
    ),
    "bad list indentation": (
        """\
system: {name: Shop}
tiers:
  - users
 - web
""",
        """\
shop.yaml:4:2: error: this does not fit the mapping around it; indent it like its neighbours, or put quotes around a text with ': ', '#' or quotes in it [yaml-syntax]
""",
    ),
    "at sign": (
        """\
system: {name: @shop}
""",
        """\
shop.yaml:1:16: error: a text cannot start with '@' without quotes around it [yaml-syntax]
""",
    ),
    "percent": (
        """\
system:
  name: %shop
""",
        """\
shop.yaml:2:9: error: a text cannot start with '%' without quotes around it [yaml-syntax]
""",
    ),
    "star": (
        """\
system: {name: Shop}
components:
  all: {kind: *}
""",
        """\
shop.yaml:3:16: error: a text that starts with '*' or '&' needs quotes [yaml-syntax]
""",
    ),
    "escape": (
        """\
system: {name: "C:\\work"}
""",
        """\
shop.yaml:1:19: error: a backslash in double quotes stands before a letter that it cannot escape; use single quotes [yaml-syntax]
""",
    ),
    "two documents": (
        """\
system: {name: Shop}
---
system: {name: Other}
""",
        """\
shop.yaml:2:1: error: a second document starts here; a file holds one, so delete the `---` [yaml-document]
""",
    ),
    "unknown alias": (
        """\
system: {name: *shop}
""",
        """\
shop.yaml:1:16: error: the alias '*shop' repeats nothing: no '&shop' stands before it [yaml-alias]
""",
    ),
    "alias in itself": (
        """\
system: &s {name: Shop, title: *s}
""",
        """\
shop.yaml:1:32: error: the alias '*s' stands inside of what it repeats [yaml-alias]
""",
    ),
    "laughs": (
        """\
a: &a [x, x1]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
h: &h [*g, *g, *g, *g, *g, *g, *g, *g, *g]
i: &i [*h, *h, *h, *h, *h, *h, *h, *h, *h]
""",
        """\
shop.yaml:6:20: error: aliases unfold to too much here (more than 100000 values or 40 levels) [yaml-alias]
""",
    ),
    "merge of a text": (
        """\
system: {<<: shop, name: Shop}
""",
        """\
shop.yaml:1:14: error: '<<' takes over the keys of a mapping; this is none [yaml-alias]
""",
    ),
    "python tag": (
        """\
system: {name: !!python/object/apply:os.system [id]}
""",
        """\
shop.yaml:1:16: error: 'name' of system is a list, but must be a text [bad-value]
shop.yaml:1:16: error: the tag '!!python/object/apply:os.system' is not allowed; a model is plain YAML, so delete it [yaml-tag]
""",
    ),
    "own tag": (
        """\
system: {name: !env NAME}
""",
        """\
shop.yaml:1:16: error: the tag '!env' is not allowed; a model is plain YAML, so delete it [yaml-tag]
""",
    ),
    "binary": (
        """\
system: {name: !!binary aGVsbG8=}
""",
        """\
shop.yaml:1:16: error: the tag '!!binary' is not allowed; a model is plain YAML, so delete it [yaml-tag]
""",
    ),
    "mapping as key": (
        """\
system: {name: Shop}
{{ tiers }}: [a]
""",
        """\
shop.yaml:2:1: error: a key must be one word or text, not a list or mapping; put quotes around text that starts with { or [ [yaml-key]
shop.yaml:2:2: error: a key must be one word or text, not a list or mapping; put quotes around text that starts with { or [ [yaml-key]
""",
    ),
    "empty key": (
        """\
system: {name: Shop}
: x
""",
        """\
shop.yaml:2:1: error: this does not fit the mapping around it; indent it like its neighbours, or put quotes around a text with ': ', '#' or quotes in it [yaml-syntax]
""",
    ),
    "duplicate key": (
        """\
system:
  name: Shop
  title: A
  name: Store
""",
        """\
shop.yaml:4:3: error: 'name' stands here twice; the first is at shop.yaml:2:3 [duplicate-key]
""",
    ),
    "duplicate component": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  web: {kind: aws.ecs}
""",
        """\
shop.yaml:4:3: error: 'web' stands here twice; the first is at shop.yaml:3:3 [duplicate-key]
""",
    ),
    "twice in a list": (
        """\
system: {name: Shop}
tiers: [web, web]
""",
        """\
shop.yaml:2:14: error: 'web' stands in this list twice [duplicate-item]
""",
    ),
    "deep": (
        """\
system: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
""",
        """\
shop.yaml:1:48: error: this is nested deeper than 40 levels [yaml-depth]
""",
    ),
    "no system": (
        """\
tiers: [a]
components:
  web: {kind: aws.ec2, tier: a}
""",
        """\
shop.yaml:1:1: error: the model lacks 'system'; add `system:` (what the model describes) [missing-key]
""",
    ),
    "system without name": (
        """\
system:
  title: A shop
""",
        """\
shop.yaml:1:1: error: system lacks 'name'; add `name:` (the name) [missing-key]
""",
    ),
    "empty system": (
        """\
system:
""",
        """\
shop.yaml:1:1: error: 'system' is empty, but must be a mapping with at least `name:` [bad-value]
""",
    ),
    "system a text": (
        """\
system: Shop
""",
        """\
shop.yaml:1:9: error: 'system' is 'Shop', but must be a mapping with at least `name:` [bad-value]
""",
    ),
    "unknown section": (
        """\
system: {name: Shop}
component:
  web: {kind: aws.ec2}
""",
        """\
shop.yaml:2:1: error: the model has no key 'component'; did you mean 'components'? [unknown-key]
""",
    ),
    "far unknown section": (
        """\
system: {name: Shop}
banana: 1
""",
        """\
shop.yaml:2:1: error: the model has no key 'banana'; its keys are system, tiers, kinds, requirements, components, relations, environments, flows, drills, overlays, topics, story, views [unknown-key]
""",
    ),
    "unknown key": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2, teir: web}
""",
        """\
shop.yaml:3:24: error: component 'web' has no key 'teir'; did you mean 'tier'? [unknown-key]
""",
    ),
    "empty name": (
        """\
system: {name: Shop}
components:
  web:
    kind: aws.ec2
    name:
""",
        """\
shop.yaml:5:5: error: 'name' of component 'web' is empty; write a text, or delete the line [bad-value]
""",
    ),
    "missing kind": (
        """\
system: {name: Shop}
components:
  web:
    name: Web
""",
        """\
shop.yaml:3:3: error: component 'web' lacks 'kind'; add `kind:` (what it is) [missing-key]
""",
    ),
    "empty component": (
        """\
system: {name: Shop}
components:
  web:
""",
        """\
shop.yaml:3:3: error: component 'web' is empty, but must be a mapping with at least `kind:` [bad-value]
""",
    ),
    "component a text": (
        """\
system: {name: Shop}
components:
  web: aws.ec2
""",
        """\
shop.yaml:3:8: error: component 'web' is 'aws.ec2', but must be a mapping with at least `kind:` [bad-value]
""",
    ),
    "components a list": (
        """\
system: {name: Shop}
components:
  - web
""",
        """\
shop.yaml:3:3: error: 'components' is a list, but must be a mapping from ids to what they are [bad-value]
""",
    ),
    "bad ids": (
        """\
system: {name: Shop}
components:
  Web Server: {kind: aws.ec2}
  my_db: {kind: aws.rds}
  ünï: {kind: aws.rds}
  --: {kind: aws.rds}
""",
        """\
shop.yaml:3:3: error: 'Web Server' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'web-server' [bad-id]
shop.yaml:4:3: error: 'my_db' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'my-db' [bad-id]
shop.yaml:5:3: error: 'ünï' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'uni' [bad-id]
shop.yaml:6:3: error: '--' cannot be an id: ids are lower-case letters and digits, joined by hyphens [bad-id]
""",
    ),
    "long id of a view": (
        f"""\
system: {{name: Shop}}
views: {{{"v" * 160}: {{title: V}}, {"w" * 161}: {{title: W}}}}
""",
        """\
shop.yaml:2:183: error: the id 'wwwwwwwwwwwwwwwwwwww…' is 161 characters long; at most 160 are allowed [bad-id]
""",
    ),
    "long texts": (
        f"""\
system:
  name: {"n" * 401}
  description: {"d" * 20_001}
components:
  web: {{kind: aws.ec2, config: {{{"k" * 401}: x}}}}
requirements:
  quick: {{says: Quick, target: {{rto: {"9" * 500}s}}}}
topics:
  words: {{columns: [A, {"c" * 401}], rows: {{{"r" * 401}: {{says: x}}}}}}
environments:
  prod: {{runs: {{web: {{label: {"l" * 401}}}}}}}
""",
        """\
shop.yaml:2:9: error: 'name' of system is 401 characters long; at most 400 are allowed [too-long]
shop.yaml:3:16: error: 'description' of system is 20,001 characters long; at most 20,000 are allowed [too-long]
shop.yaml:5:33: error: a key of 'config' of component 'web' is 401 characters long; at most 400 are allowed [bad-id]
shop.yaml:7:38: error: 'rto' of 'target' of requirement 'quick': '99999999999999999999…' is more than a hundred years [bad-value]
shop.yaml:9:24: error: an item of 'columns' of topic 'words' is 401 characters long; at most 400 are allowed [too-long]
shop.yaml:9:435: error: a key of 'rows' of topic 'words' is 401 characters long; at most 400 are allowed [bad-id]
shop.yaml:11:30: error: 'label' of 'web' of environment 'prod' is 401 characters long; at most 400 are allowed [too-long]
""",
    ),
    "a hundred and one environments": (
        "system: {name: Shop}\nenvironments:\n"
        + "".join(f"  e{k}: {{extends: e{k + 1}}}\n" for k in range(100))
        + "  e100: {}\n",
        """\
shop.yaml:103:3: error: environment 'e100' is one too many: a model has at most 100, and this one has 101 [too-many]
""",
    ),
    "long id": (
        """\
system: {name: Shop}
tiers: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]
""",
        """\
shop.yaml:2:9: error: the id 'aaaaaaaaaaaaaaaaaaaa…' is 70 characters long; at most 64 are allowed [bad-id]
""",
    ),
    "unknown kind": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ecc2}
  db: {kind: rds}
  x: {kind: quantum-thing}
""",
        """\
shop.yaml:3:15: error: 'aws.ecc2' is not a kind; did you mean 'aws.ec2'? [unknown-kind]
shop.yaml:4:14: error: 'rds' is not a kind; did you mean 'aws.rds'? [unknown-kind]
shop.yaml:5:13: error: 'quantum-thing' is not a kind; take one of the catalogue (aws.ec2), a class of diagrams (k8s.compute.Pod), or declare it under kinds [unknown-kind]
""",
    ),
    "class of diagrams": (
        """\
system: {name: Shop}
components:
  a: {kind: k8s.compute.Pot}
  b: {kind: k8s.computer.Pod}
  c: {kind: k9s.compute.Pod}
  d: {kind: os.path.Join}
  e: {kind: aws.database._Database}
""",
        """\
shop.yaml:3:13: error: 'Pot' is not a class of diagrams.k8s.compute; did you mean 'Pod'? [unknown-kind]
shop.yaml:4:13: error: diagrams.k8s has no module 'computer'; did you mean 'compute'? [unknown-kind]
shop.yaml:5:13: error: diagrams has no provider 'k9s'; did you mean 'k8s'? [unknown-kind]
shop.yaml:6:13: error: diagrams has no provider 'os' [unknown-kind]
shop.yaml:7:13: error: 'aws.database._Database' is not a kind; take one of the catalogue (aws.ec2), a class of diagrams (k8s.compute.Pod), or declare it under kinds [unknown-kind]
""",
    ),
    "icons": (
        """\
system: {name: Shop}
kinds:
  mail: {name: Mail, icon: mail.png}
  page: {name: Page, icon: ../page.svg}
components:
  a: {kind: mail, icon: /etc/passwd}
  b: {kind: page, icon: shop.yaml}
""",
        """\
shop.yaml:3:28: error: the icon 'mail.png' does not exist [unknown-icon]
shop.yaml:4:28: error: the icon '../page.svg' does not exist [unknown-icon]
shop.yaml:6:25: error: '/etc/passwd' is no icon; name a .png or .svg file, or a class of diagrams (k8s.compute.Pod) [unknown-icon]
shop.yaml:7:25: error: 'shop.yaml' is no icon; name a .png or .svg file, or a class of diagrams (k8s.compute.Pod) [unknown-icon]
""",
    ),
    "scope": (
        """\
system: {name: Shop}
kinds:
  mail: {name: Mail, scope: world}
""",
        """\
shop.yaml:3:29: error: 'scope' of kind 'mail' is 'world', but must be global, regional, zonal or actor [bad-value]
""",
    ),
    "unknown tier": (
        """\
system: {name: Shop}
tiers: [web, data]
components:
  web: {kind: aws.ec2, tier: wep}
  db: {kind: aws.rds, tier: storage}
""",
        """\
shop.yaml:4:30: error: 'wep' is not a tier; did you mean 'web'? [unknown-tier]
shop.yaml:5:29: error: 'storage' is not a tier; there are data, web [unknown-tier]
""",
    ),
    "relation ends": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations:
  a: {from: wep, to: db}
  b: {from: web, to: database}
  c: {to: db}
""",
        """\
shop.yaml:6:13: error: 'wep' is neither a component nor a place; did you mean 'web'? [unknown-component]
shop.yaml:7:22: error: 'database' is neither a component nor a place; there are db, web [unknown-component]
shop.yaml:8:3: error: relation 'c' lacks 'from'; add `from:` (what acts) [missing-key]
""",
    ),
    "relation kind": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations:
  a: {from: web, to: db, kind: requst}
  b: {from: web, to: db, every: daily, lag: 5}
""",
        """\
shop.yaml:6:32: error: 'kind' of relation 'a' is 'requst', but must be request, data, replication, backup, failover, control or uses; did you mean 'request'? [bad-value]
shop.yaml:7:33: error: 'every' of relation 'b': 'daily' is not a duration: write a number and a unit, as in 500ms, 90s, 15m, 12h or 1d [bad-value]
shop.yaml:7:45: error: 'lag' of relation 'b': '5' is not a duration: write a number and a unit, as in 500ms, 90s, 15m, 12h or 1d [bad-value]
""",
    ),
    "only": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
  db: {kind: users}
relations:
  a: {from: web, to: db, only: prod}
  b: {from: web, to: db, only: [prd]}
environments:
  prod: {}
""",
        """\
shop.yaml:6:32: error: 'only' of relation 'a' is 'prod', but must be a list; write [prod] [bad-value]
shop.yaml:7:33: error: 'prd' is not an environment; did you mean 'prod'? [unknown-environment]
""",
    ),
    "requirement": (
        """\
system: {name: Shop}
requirements:
  fast: {met_by: [cdn], pillar: speed}
  safe: {says: Safe, met_by: {waf: filters}, target: {rto: soon, survives: planet}}
""",
        """\
shop.yaml:3:3: error: requirement 'fast' lacks 'says'; add `says:` (the requirement) [missing-key]
shop.yaml:3:33: error: 'pillar' of requirement 'fast' is 'speed', but must be operational-excellence, security, reliability, performance, cost or sustainability [bad-value]
shop.yaml:4:31: error: 'waf' is not a component; declare it under components [unknown-component]
shop.yaml:4:60: error: 'rto' of 'target' of requirement 'safe': 'soon' is not a duration: write a number and a unit, as in 500ms, 90s, 15m, 12h or 1d [bad-value]
shop.yaml:4:76: error: 'survives' of 'target' of requirement 'safe' is 'planet', but must be instance, zone or region [bad-value]
""",
    ),
    "extends unknown": (
        """\
system: {name: Shop}
environments:
  prod: {}
  dev: {extends: prd, places: {a: {runs: {x: {}}}}}
""",
        """\
shop.yaml:4:18: error: environment 'dev' extends 'prd', which is no environment; did you mean 'prod'? [unknown-environment]
""",
    ),
    "extends itself": (
        """\
system: {name: Shop}
environments:
  a: {extends: c}
  b: {extends: a}
  c: {extends: b}
  d: {extends: d}
  e: {extends: a}
""",
        """\
shop.yaml:3:16: error: environment 'a' extends itself: a -> c -> b -> a; one of them must extend another or nothing [extends-cycle]
shop.yaml:6:16: error: environment 'd' extends itself: d -> d; one of them must extend another or nothing [extends-cycle]
""",
    ),
    "letters turned around": (
        'system: {name: "Shop \\u202e", title: A\u202db}\n',
        """\
shop.yaml:1:16: error: the character U+202E would turn letters around, also those after it; delete it [yaml-escape]
shop.yaml:1:38: error: the character U+202D would turn letters around, also those after it; delete it [yaml-escape]
""",
    ),
    "a long ring, and a way into it": (
        "system: {name: Shop}\nenvironments:\n  z: {extends: e3}\n"
        + "".join(f"  e{k}: {{extends: e{(k + 1) % 20}}}\n" for k in range(20)),
        """\
shop.yaml:4:17: error: environment 'e0' extends itself: e0 -> e1 -> e2 -> e3 -> e4 -> e5 -> … -> e16 -> e17 -> e18 -> e19 -> e0; one of them must extend another or nothing [extends-cycle]
""",
    ),
    "removes nothing": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
environments:
  prod:
    places:
      a: {kind: zone, runs: {web: {}}}
  dev:
    extends: prod
    places:
      b: null
      a: {runs: {wep: null}}
""",
        """\
shop.yaml:11:7: error: 'b' is set to nothing, which removes it, but 'prod' does not have it here; delete the line, or give it a value [removes-nothing]
shop.yaml:12:18: error: 'wep' is set to nothing, which removes it, but 'prod' does not have it here; delete the line, or write `wep: {}` to add it [removes-nothing]
""",
    ),
    "null without extends": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      a: null
""",
        """\
shop.yaml:5:7: error: place 'a' of environment 'prod' is empty, but must be a mapping with at least `kind:` [bad-value]
""",
    ),
    "place kind": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      a: {kind: az}
      b: {in: a}
""",
        """\
shop.yaml:5:17: error: 'kind' of place 'a' of environment 'prod' is 'az', but must be cloud, account, region, vpc, zone, public-subnet, private-subnet, subnet, cluster, node, data-center or group; did you mean 'zone'? [bad-value]
shop.yaml:6:7: error: place 'b' of environment 'prod' lacks 'kind'; add `kind:` (what sort of place) [missing-key]
""",
    ),
    "unknown place": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vcp}
""",
        """\
shop.yaml:6:27: error: place 'a' stands in 'vcp', which is no place here; did you mean 'vpc'? [unknown-place]
""",
    ),
    "place cycle": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      a: {kind: group, in: b}
      b: {kind: group, in: a}
      c: {kind: zone, in: b}
""",
        """\
shop.yaml:5:28: error: place 'a' stands in itself: a in b in a; take the `in:` of one of them away [place-cycle]
""",
    ),
    "nesting": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      a: {kind: zone}
      g: {kind: group, in: a}
      r: {kind: region, in: g}
      d: {kind: data-center, in: r}
""",
        """\
shop.yaml:7:29: error: region 'r' cannot stand in zone 'a'; a region may stand in a cloud, account or vpc [nesting]
shop.yaml:8:34: error: data-center 'd' cannot stand in region 'r'; a data-center stands in no other place [nesting]
""",
    ),
    "nested derived": (
        """\
system: {name: Shop}
environments:
  prod:
    places:
      a: {kind: zone, in: nowhere}
  dev: {extends: prod}
""",
        """\
shop.yaml:5:27: error: place 'a' stands in 'nowhere', which is no place here; environment 'prod' has no other place [unknown-place]
""",
    ),
    "runs": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
environments:
  prod:
    places:
      a: {kind: zone, runs: [web]}
      b: {kind: zone, runs: {wep: {}}}
      c: {kind: zone, runs: {web: {count: two}}}
      d: {kind: zone, runs: {web: {count: -1}}}
      e: {kind: zone, runs: {web: 2}}
      f: {kind: zone, runs: {web: {sync: maybe, role: primry}}}
""",
        """\
shop.yaml:7:29: error: 'runs' of place 'a' of environment 'prod' is a list, but must be a mapping; write {web: {}} [bad-value]
shop.yaml:8:30: error: 'wep' is not a component; did you mean 'web'? [unknown-component]
shop.yaml:9:43: error: 'count' of 'web' of place 'c' is 'two', but must be a whole number [bad-value]
shop.yaml:10:43: error: 'count' of 'web' of place 'd' is '-1', but must be at least 0 [bad-value]
shop.yaml:11:35: error: 'web' of place 'e' is '2', but must be a mapping; write {count: 2} [bad-value]
shop.yaml:12:42: error: 'sync' of 'web' of place 'f' is 'maybe', but must be true or false [bad-value]
shop.yaml:12:55: error: 'role' of 'web' of place 'f' is 'primry', but must be primary, standby or read-replica; did you mean 'primary'? [bad-value]
""",
    ),
    "words of other tools": (
        """\
system: {name: Shop}
components: {web: {type: aws.ec2, kind: aws.ec2}, db: {kind: aws.rds}}
relations:
  a: {from: web, to: db, type: data}
  b: {source: web, from: web, to: db, kind: read}
environments:
  prod:
    places:
      a: {kind: sub-net, runs: {web: {}, db: {}}}
""",
        """\
shop.yaml:2:20: error: component 'web' has no key 'type'; did you mean 'kind'? [unknown-key]
shop.yaml:4:26: error: relation 'a' has no key 'type'; did you mean 'kind' or 'protocol'? [unknown-key]
shop.yaml:5:7: error: relation 'b' has no key 'source'; did you mean 'from'? [unknown-key]
shop.yaml:5:45: error: 'kind' of relation 'b' is 'read', but must be request, data, replication, backup, failover, control or uses; did you mean 'data'? [bad-value]
shop.yaml:9:17: error: 'kind' of place 'a' of environment 'prod' is 'sub-net', but must be cloud, account, region, vpc, zone, public-subnet, private-subnet, subnet, cluster, node, data-center or group; did you mean 'subnet'? [bad-value]
""",
    ),
    "runs nowhere": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  dns: {kind: aws.route53}
environments:
  prod: {}
""",
        """\
shop.yaml:3:3: error: 'web' runs in no environment; name it under the `runs` of a place, as in `runs: {web: {}}`, or of the environment if it runs in none of its places [runs-nowhere]
""",
    ),
    "place and component": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
environments:
  prod:
    places:
      web: {kind: zone, runs: {web: {}}}
""",
        """\
shop.yaml:7:7: error: 'web' is a place here and a component too; give one of them another id [ambiguous-id]
""",
    ),
    "roles": (
        """\
system: {name: Shop}
components:
  db: {kind: aws.rds}
  mq: {kind: aws.rds}
environments:
  prod:
    places:
      a: {kind: zone, runs: {db: {role: primary}, mq: {role: standby}}}
      b: {kind: zone, runs: {db: {role: primary}}}
""",
        """\
shop.yaml:8:62: error: 'mq' has a standby in environment 'prod' but no primary; give one of it `role: primary` [no-primary]
shop.yaml:9:41: error: 'db' has a second primary in environment 'prod'; the first is at shop.yaml:8:30 [two-primaries]
""",
    ),
    "without": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  dns: {kind: aws.route53}
environments:
  prod:
    places:
      a: {kind: zone, runs: {web: {}}}
    runs: {dns: {}}
    without: {web: none, dns: none, cdn: none}
""",
        """\
shop.yaml:10:15: error: 'web' is named by `without` and runs here at shop.yaml:8:30; delete one of the two [without-and-runs]
shop.yaml:10:26: error: 'dns' is named by `without` and runs here at shop.yaml:9:12; delete one of the two [without-and-runs]
shop.yaml:10:37: error: 'cdn' is not a component; there are dns, web [unknown-component]
""",
    ),
    "stage": (
        """\
system: {name: Shop}
environments:
  prod: {stage: live}
""",
        """\
shop.yaml:3:17: error: 'stage' of environment 'prod' is 'live', but must be development, staging, production or disaster-recovery [bad-value]
""",
    ),
    "flow without steps": (
        """\
system: {name: Shop}
flows:
  a: {}
  b: {steps: {}}
  c: {steps: {one: {at: x}}}
""",
        """\
shop.yaml:3:3: error: flow 'a' lacks 'steps'; add `steps:` (the steps by number) [missing-key]
shop.yaml:4:14: error: 'steps' of flow 'b' has nothing in it; name at least one [bad-value]
shop.yaml:5:15: error: step 'one' is no step number; write 1, 2, 3 …, and 3a, 3b for alternatives [bad-id]
""",
    ),
    "step ends": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
  db: {kind: users}
relations:
  r: {from: web, to: db}
flows:
  a:
    steps:
      1: {from: web}
      2: {to: db}
      3: {}
      4: {at: web, to: db}
      5: {at: wep}
      6: {from: web, to: dp}
      7: {at: web, relation: r}
      07: {at: web}
""",
        """\
shop.yaml:10:7: error: step 1 lacks `to` [step-ends]
shop.yaml:11:7: error: step 2 lacks `from` [step-ends]
shop.yaml:12:7: error: step 3 lacks `from` and `to`, or `at` [step-ends]
shop.yaml:13:11: error: step 4 has `at` and also `to`; keep `at`, or `from` and `to` [step-ends]
shop.yaml:14:15: error: 'wep' is not a component; did you mean 'web'? [unknown-component]
shop.yaml:15:26: error: 'dp' is not a component; did you mean 'db'? [unknown-component]
shop.yaml:16:20: error: step 7 stays `at` one component, so it takes no `relation` [step-ends]
shop.yaml:17:7: error: step '07' has the same number as step '7' [duplicate-step]
""",
    ),
    "no relation": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
  db: {kind: users}
  mq: {kind: users}
relations:
  r: {from: web, to: db}
flows:
  a:
    steps:
      1: {from: db, to: web}
      2: {from: web, to: mq}
      3: {from: db, to: mq, relation: r}
      4: {from: web, to: db, relation: q}
""",
        """\
shop.yaml:12:7: error: no relation connects 'web' and 'mq'; add to relations: `web-to-mq: {from: web, to: mq}` [no-relation]
shop.yaml:13:39: error: relation 'r' connects 'web' and 'db', not 'db' and 'mq' [step-relation]
shop.yaml:14:40: error: 'q' is not a relation; there is only r [unknown-relation]
""",
    ),
    "overlay": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
overlays:
  asg: {kind: asg, members: [wep]}
  sg: {kind: security-group, members: []}
  x: {kind: group, members: web}
""",
        """\
shop.yaml:5:15: error: 'kind' of overlay 'asg' is 'asg', but must be auto-scaling-group, security-group, cluster or group; did you mean 'auto-scaling-group'? [bad-value]
shop.yaml:6:39: error: 'members' of overlay 'sg' has nothing in it; name at least one [bad-value]
shop.yaml:7:29: error: 'members' of overlay 'x' is 'web', but must be a list; write [web] [bad-value]
""",
    ),
    "drill": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
  buyers: {kind: users}
environments:
  prod:
    places:
      a: {kind: zone, runs: {web: {}}}
  dev:
    places:
      b: {kind: zone, runs: {db: {}}}
drills:
  x: {environment: prod, down: [a, aa, db], expect: {buy: survive}}
  y: {environment: prd, down: [b]}
  z: {down: [c], expect: {by: lost}}
  people: {down: [buyers]}
requirements: {r: {says: x, failures: [buyers]}}
flows:
  buy: {steps: {1: {at: web}}}
""",
        """\
shop.yaml:14:36: error: 'aa' is neither a place nor a component of environment 'prod'; did you mean 'a'? [unknown-place]
shop.yaml:14:40: error: 'db' does not run in environment 'prod', so it cannot fail there [drill-absent]
shop.yaml:14:59: error: 'buy' of 'expect' of drill 'x' is 'survive', but must be survives, degraded, recovers, delayed or lost; did you mean 'survives'? [bad-value]
shop.yaml:15:20: error: 'prd' is not an environment; did you mean 'prod'? [unknown-environment]
shop.yaml:16:14: error: 'c' is neither a place nor a component [unknown-place]
shop.yaml:16:27: error: 'by' is not a flow; did you mean 'buy'? [unknown-flow]
shop.yaml:17:19: error: 'buyers' are people and clients: they do not fail [drill-people]
shop.yaml:18:40: error: 'buyers' are people and clients: they do not fail [drill-people]
""",
    ),
    "story": (
        """\
system: {name: Shop}
story:
  a: {shows: requirements}
""",
        """\
shop.yaml:3:3: error: slide 'a' lacks 'title'; add `title:` (the slide's title) [missing-key]
""",
    ),
    "topics": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
topics:
  net:
    columns: [Component]
    about: [wep]
    rows:
      VPC: {say: Three tiers}
      Web: {says: Many, about: [wbe]}
      DNS:
      Edge: [a]
  Advice: {rows: Save money}
""",
        """\
shop.yaml:6:14: error: 'columns' of topic 'net': name two: what the rows are, and what is said of them, as in [Component, Configuration] [bad-value]
shop.yaml:7:13: error: 'wep' is not a component; did you mean 'web'? [unknown-component]
shop.yaml:9:7: error: row 'VPC' of topic 'net' lacks 'says'; add `says:` (what is said of it) [missing-key]
shop.yaml:9:13: error: row 'VPC' of topic 'net' has no key 'say'; did you mean 'says'? [unknown-key]
shop.yaml:10:33: error: 'wbe' is not a component; did you mean 'web'? [unknown-component]
shop.yaml:11:7: error: row 'DNS' of topic 'net' is empty, but must be a text, or a mapping with at least `says:` [bad-value]
shop.yaml:12:13: error: row 'Edge' of topic 'net' is a list, but must be a text, or a mapping with at least `says:` [bad-value]
shop.yaml:13:3: error: 'Advice' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'advice' [bad-id]
shop.yaml:13:18: error: 'rows' of topic 'Advice' is 'Save money', but must be a mapping from names to what is said of them [bad-value]
""",
    ),
    "views": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
views:
  prod: {include: [wep], order: first, layout: dot, keep: [web, kms], hidden: si}
""",
        """\
shop.yaml:5:20: error: 'wep' is no component, tier, place, relation, kind of relation or tag; did you mean 'web'? [unknown-name]
shop.yaml:5:33: error: 'order' of view 'prod' is 'first', but must be a whole number [bad-value]
shop.yaml:5:48: error: 'layout' of view 'prod' is 'dot', but must be grid or auto [bad-value]
shop.yaml:5:65: error: 'kms' is not a component; there is only web [unknown-component]
shop.yaml:5:79: error: 'hidden' of view 'prod' is 'si', but must be true or false [bad-value]
""",
    ),
    "what views take in and leave out": (
        """\
system: {name: Shop}
components:
  web: {kind: users, tags: [pci, Chatty]}
  db: {kind: aws.rds, tags: [web, data]}
relations: {ask: {from: web, to: db}}
environments: {prod: {runs: {db: {}}}}
views:
  prod: {include: [pcy, web, data], alone: some, rows: sorted}
  other: {shows: prod, exclude: [askk, replicaton], alone: [ask, dbb]}
""",
        """\
shop.yaml:3:34: error: 'Chatty' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'chatty' [bad-id]
shop.yaml:8:20: error: 'pcy' is no component, tier, place, relation, kind of relation or tag; did you mean 'pci'? [unknown-name]
shop.yaml:8:25: error: 'web' is a tag here and a component too; call the tag otherwise [ambiguous-name]
shop.yaml:8:30: error: 'data' is a tag here and a kind of relation too; call the tag otherwise [ambiguous-name]
shop.yaml:8:44: error: 'alone' of view 'prod' is 'some', but must be a list; write [some] [bad-value]
shop.yaml:8:56: error: 'rows' of view 'prod' is 'sorted', but must be as-written [bad-value]
shop.yaml:9:34: error: 'askk' is no component, tier, place, relation, kind of relation or tag; did you mean 'ask'? [unknown-name]
shop.yaml:9:40: error: 'replicaton' is no component, tier, place, relation, kind of relation or tag; did you mean 'replication'? [unknown-name]
shop.yaml:9:61: error: 'ask' is no component, tier, place or tag [unknown-name]
shop.yaml:9:66: error: 'dbb' is no component, tier, place or tag; did you mean 'db'? [unknown-name]
""",
    ),
    "words, lanes and columns of views": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
  db: {kind: aws.rds}
relations:
  web-to-db: {from: web, to: db}
environments:
  prod:
    places:
      zone-a: {kind: zone, runs: {web: {}, db: {}}}
views:
  prod:
    labels: {wep: Web, web-to-bd: SQL, zone-b: A, db: 3, web: [a]}
    lanes: {wbe: path, db: abvoe, web: above}
    breaks: [bd, web]
  dev: {breaks: web, lanes: above}
""",
        """\
shop.yaml:13:14: error: 'wep' is no component, relation or place; did you mean 'web'? [unknown-name]
shop.yaml:13:24: error: 'web-to-bd' is no component, relation or place; did you mean 'web-to-db'? [unknown-name]
shop.yaml:13:40: error: 'zone-b' is no component, relation or place; did you mean 'zone-a'? [unknown-name]
shop.yaml:13:63: error: 'web' of 'labels' of view 'prod' is a list, but must be a text [bad-value]
shop.yaml:14:13: error: 'wbe' is not a component; did you mean 'web'? [unknown-component]
shop.yaml:14:28: error: 'db' of 'lanes' of view 'prod' is 'abvoe', but must be path, above or below; did you mean 'above'? [bad-value]
shop.yaml:15:14: error: 'bd' is not a component; did you mean 'db'? [unknown-component]
shop.yaml:16:17: error: 'breaks' of view 'dev' is 'web', but must be a list; write [web] [bad-value]
shop.yaml:16:29: error: 'lanes' of view 'dev' is 'above', but must be a mapping from ids to what they are [bad-value]
""",
    ),
    "an invalid part hides nothing": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2, nmae: Web}
  db: {name: Orders}
relations:
  web-to-db: {from: web, to: db}
  web-to-mq: {from: web, to: mq}
environments:
  prod:
    places:
      a: {kind: zon, runs: {web: {}}}
      b: {kind: zone, in: a, runs: {db: {}}}
flows:
  buy: {steps: {1: {from: web, to: db}, 2: {from: web, to: qm}}}
""",
        """\
shop.yaml:3:24: error: component 'web' has no key 'nmae'; did you mean 'name'? [unknown-key]
shop.yaml:4:3: error: component 'db' lacks 'kind'; add `kind:` (what it is) [missing-key]
shop.yaml:7:30: error: 'mq' is neither a component nor a place; there are a, b, db, web [unknown-component]
shop.yaml:11:17: error: 'kind' of place 'a' of environment 'prod' is 'zon', but must be cloud, account, region, vpc, zone, public-subnet, private-subnet, subnet, cluster, node, data-center or group; did you mean 'zone'? [bad-value]
shop.yaml:14:60: error: 'qm' is not a component; there are db, web [unknown-component]
""",
    ),
    "fractions": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
environments:
  prod:
    places:
      a: {kind: zone, runs: {web: {count: 1.5}}}
      b: {kind: zone, runs: {web: {count: 99999999999999999999999}}}
      c: {kind: zone, runs: {web: {count: [1]}}}
      d: {kind: zone, runs: {web: {count: 200000}}}
""",
        """\
shop.yaml:7:43: error: 'count' of 'web' of place 'a' is '1.5', but must be a whole number [bad-value]
shop.yaml:8:43: error: 'count' of 'web' of place 'b' is '99999999999999999999999', but must be at most 100000 [bad-value]
shop.yaml:9:43: error: 'count' of 'web' of place 'c' is a list, but must be a whole number [bad-value]
shop.yaml:10:43: error: 'count' of 'web' of place 'd' is '200000', but must be at most 100000 [bad-value]
""",
    ),
    "control character": (
        """\
system: {name: 'Sh\x07op'}
""",
        """\
shop.yaml:1:19: error: the character U+0007 cannot stand in YAML; delete it [yaml-syntax]
""",
    ),
    "parent removed": (
        """\
system: {name: Shop}
components:
  web: {kind: aws.ec2}
environments:
  prod:
    places:
      vpc: {kind: vpc}
      a: {kind: zone, in: vpc, runs: {web: {}}}
  dev:
    extends: prod
    places:
      vpc: null
""",
        """\
shop.yaml:12:7: error: this removes 'vpc', and place 'a' still stands in it; remove 'a' too, or move it [removes-parent]
""",
    ),
    "primary removed": (
        """\
system: {name: Shop}
components:
  db: {kind: aws.rds}
environments:
  prod:
    places:
      a: {kind: zone, runs: {db: {role: primary}}}
      b: {kind: zone, runs: {db: {role: standby}}}
  dev:
    extends: prod
    places:
      a: null
""",
        """\
shop.yaml:8:41: error: 'db' has a standby in environment 'dev' but no primary; give one of it `role: primary` [no-primary]
""",
    ),
    "null of a text": (
        """\
system: {name: Shop}
environments:
  prod: {}
  dev: {extends: prod, because: }
""",
        """\
shop.yaml:4:24: error: 'because' is set to nothing, which removes it, but 'prod' does not have it here; delete the line, or give it a value [removes-nothing]
""",
    ),
    "repeated by an alias": (
        """\
system: {name: Shop}
environments:
  prod: &p
    places: {a: {kind: zon}}
  copy:
    <<: *p
    name: Copy
""",
        """\
shop.yaml:4:24: error: 'kind' of place 'a' of environment 'prod' is 'zon', but must be cloud, account, region, vpc, zone, public-subnet, private-subnet, subnet, cluster, node, data-center or group; did you mean 'zone'? [bad-value]
""",
    ),
    "patch with unknown key": (
        """\
system: {name: Shop}
environments:
  prod: {places: {a: {kind: zone}}}
  dev:
    extends: prod
    places: {a: {nmae: One}}
  test: {extends: dev}
""",
        """\
shop.yaml:6:18: error: place 'a' of environment 'dev' has no key 'nmae'; did you mean 'name'? [unknown-key]
""",
    ),
    "runs twice": (
        """\
system: {name: Shop}
components:
  dns: {kind: aws.route53}
environments:
  prod:
    places:
      aws: {kind: cloud, runs: {dns: {}}}
    runs: {dns: {label: x}}
""",
        """\
shop.yaml:8:12: error: 'dns' runs in the same place already, at shop.yaml:7:33; delete one of the two [runs-twice]
""",
    ),
    "reserved ids": (
        """\
system: {name: Shop}
components: {web: {kind: users}}
environments:
  layers: {}
flows:
  component: {steps: {1: {at: web}}}
""",
        """\
shop.yaml:4:3: error: environment 'layers' would take the place of the picture of the layers; call it otherwise [reserved-id]
shop.yaml:6:3: error: flow 'component' would take the place of the pictures of components; call it otherwise [reserved-id]
""",
    ),
    "characters that no picture can hold": (
        r"""
system: {name: "Tab\bback", title: "as \t \N \u2028 can, \x7f and \x01 cannot", summary: "\uFFFE", owner: &a "\e"}
components:
  "we\x02b": {kind: users}
  web: {kind: users, config: {"k\0": v}, summary: *a}
""",
        r"""shop.yaml:2:16: error: the character U+0008 cannot be shown; delete its escape [yaml-escape]
shop.yaml:2:36: error: the character U+007F cannot be shown; delete its escape [yaml-escape]
shop.yaml:2:90: error: the character U+FFFE cannot be shown; delete its escape [yaml-escape]
shop.yaml:2:107: error: the character U+001B cannot be shown; delete its escape [yaml-escape]
shop.yaml:4:3: error: 'we\x02b' cannot be an id: ids are lower-case letters and digits, joined by hyphens; write 'we-b' [bad-id]
shop.yaml:4:3: error: the character U+0002 cannot be shown; delete its escape [yaml-escape]
shop.yaml:5:31: error: the character U+0000 cannot be shown; delete its escape [yaml-escape]
""",
    ),
    "half a character": (
        r"""
system: {name: "a\ud800b"}
""",
        """\
shop.yaml:2:20: error: this escape stands for no character [yaml-syntax]
""",
    ),
    "ids of pictures that are there anyway": (
        """\
system: {name: Shop}
components: {web: {kind: users}, db: {kind: aws.rds}}
relations: {a: {from: web, to: db}}
environments:
  prod: {places: {z: {kind: zone, runs: {db: {}}}}}
  dev: {places: {z: {kind: zone, runs: {db: {}}}}}
  part-1: {places: {z: {kind: zone, runs: {db: {}}}}}
flows:
  loss-db: {steps: {1: {from: web, to: db}}}
  drill-night: {only: [dev], steps: {1: {from: web, to: db}}}
  drill-day: {only: [dev], steps: {1: {from: web, to: db}}}
  diff-dev: {only: [prod, dev], steps: {1: {from: web, to: db}}}
  dev: {only: [part-1], steps: {1: {from: web, to: db}}}
  loss: {steps: {1: {from: web, to: db}}}
drills:
  night: {down: [z]}
  day: {environment: prod, down: [z]}
views:
  prod: {title: Renamed}
  dev: {shows: dev, title: Renamed too}
  part-1: {shows: prod}
  prod--executive: {shows: prod}
  layers: {shows: prod}
  component--web: {shows: prod}
  loss-z--dev: {shows: prod}
  diff-prod--dev: {shows: diff-dev--prod}
  prod--part-2: {shows: prod}
  loss--prod: {shows: prod}
  prod-anew: {shows: prod}
  prod--poster: {shows: prod}
""",
        """\
shop.yaml:9:3: error: flow 'loss-db' would take the place of the picture of the loss of 'db' in environment 'prod'; call it otherwise [reserved-id]
shop.yaml:10:3: error: flow 'drill-night' would take the place of the picture of drill 'night' in environment 'dev'; call it otherwise [reserved-id]
shop.yaml:12:3: error: flow 'diff-dev' would take the place of the picture of what differs between 'dev' and 'prod'; call it otherwise [reserved-id]
shop.yaml:13:3: error: flow 'dev' would take the place of a part of the picture of environment 'dev'; call it otherwise [reserved-id]
shop.yaml:21:3: error: view 'part-1' would take the place of the picture of environment 'part-1'; call it otherwise [reserved-id]
shop.yaml:22:3: error: view 'prod--executive' would take the place of the short picture of environment 'prod'; call it otherwise [reserved-id]
shop.yaml:23:3: error: view 'layers' would take the place of the picture of the layers; call it otherwise [reserved-id]
shop.yaml:24:3: error: view 'component--web' would take the place of the picture of component 'web'; call it otherwise [reserved-id]
shop.yaml:25:3: error: view 'loss-z--dev' would take the place of the picture of the loss of 'z' in environment 'dev'; call it otherwise [reserved-id]
shop.yaml:26:3: error: view 'diff-prod--dev' would take the place of the picture of what differs between 'prod' and 'dev'; call it otherwise [reserved-id]
shop.yaml:27:3: error: view 'prod--part-2' would take the place of a part of the picture of environment 'prod'; call it otherwise [reserved-id]
shop.yaml:28:3: error: view 'loss--prod' would take the place of the picture of flow 'loss' in environment 'prod'; call it otherwise [reserved-id]
shop.yaml:30:3: error: view 'prod--poster' would take the place of the poster of environment 'prod'; call it otherwise [reserved-id]
""",
    ),
    "one fault is said once": (
        """\
system: {name: Shop}
components:
  web: {kind: users}
  db: {kind: aws.rds}
relations:
  web-to-db: {from: web, to: dbb}
environments:
  prod:
    places:
      a: {kind: zne, runs: {db: {role: primary}}}
      b: {kind: zone, runs: {db: {role: standby}}}
flows:
  buy: {steps: {1: {from: web, to: db}}}
""",
        """\
shop.yaml:6:30: error: 'dbb' is neither a component nor a place; did you mean 'db'? [unknown-component]
shop.yaml:10:17: error: 'kind' of place 'a' of environment 'prod' is 'zne', but must be cloud, account, region, vpc, zone, public-subnet, private-subnet, subnet, cluster, node, data-center or group; did you mean 'zone'? [bad-value]
""",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_model_says_all_that_is_wrong_and_where(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text, expected = CASES[name]
    Path("shop.yaml").write_text(text, encoding="utf-8", newline="\n")

    result = CliRunner().invoke(cli, ["check", "shop.yaml"])

    assert result.stdout == expected
    assert result.exit_code == 1
