"""Problems as lines: where, how bad, what, by which rule; and what may have been meant."""

from __future__ import annotations

import pytest

from archdeck.language.problems import Location, ModelError, Problem, Severity, nearest, quoted


def test_a_problem_is_one_line() -> None:
    problem = Problem(Location("model/a.yaml", 3, 14), Severity.WARNING, "one\ntwo \x1b[31m", "rule")
    assert str(problem) == "model/a.yaml:3:14: warning: one\\ntwo \\x1b[31m [rule]"


def test_problems_come_in_the_order_of_the_files_and_once() -> None:
    at = [Location("b.yaml", 1, 1), Location("a.yaml", 10, 1), Location("a.yaml", 9, 5), Location("a.yaml", 9, 5)]
    error = ModelError(Problem(where, Severity.ERROR, "m", "r") for where in at)
    assert [str(problem.where) for problem in error.problems] == ["a.yaml:9:5", "a.yaml:10:1", "b.yaml:1:1"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("teir", "tier"), ("wep", "web"), ("database-1", "database"), ("web-servres", "web-servers"), ("prdo", "prod"),
        ("count", ""), ("cdn", ""), ("x", ""), ("", ""), ("web-srv", "web-servers"), ("z" * 500, ""),
    ],
)  # fmt: skip
def test_the_nearest_name_is_a_slip_away(name: str, meant: str) -> None:
    valid = ["tier", "icon", "web", "dns", "database", "prod", "web-servers", "y"]
    assert nearest(name, valid) == (f"; did you mean {meant!r}?" if meant else "")


def test_of_thousands_of_names_the_nearest_is_found_too() -> None:
    valid = [f"{word}-{k}" for word in ("orders", "ledger", "cards") for k in range(1000)]
    assert nearest("oders-731", valid) == "; did you mean 'orders-731'?"
    assert nearest("ledgre-7", valid) == "; did you mean 'ledger-7'?"
    assert nearest("quantum", valid) == ""


def test_long_texts_are_cut() -> None:
    assert quoted("x" * 100) == "'" + "x" * 59 + "…'"
