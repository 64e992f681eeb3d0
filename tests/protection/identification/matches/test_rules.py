"""The table of outcomes of different people's decisions; the database gives the same."""

import itertools

import pytest
from django.db import connection

from saathi.protection.identification.matches.rules import outcome_after_undo, pair_outcome
from saathi.protection.identification.matches.vocabulary import MatchDecision
from tests.roles import role

S, N, U = MatchDecision.SAME, MatchDecision.NOT_SAME, MatchDecision.UNSURE


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([S], None),
        ([U], None),
        ([N], "not_same"),
        ([S, S], "same"),
        ([S, N], None),
        ([N, S], None),
        ([S, U], None),
        ([U, S], None),
        ([U, N], "not_same"),
        ([U, U], "unsure"),
        ([S, N, S], "same"),
        ([S, U, S], "same"),
        ([S, N, N], "not_same"),
        ([S, N, U], "unsure"),
        ([S, U, U], "unsure"),
        ([U, S, N], "unsure"),
    ],
)
def test_pair_outcome_of_decisions(decisions: list[MatchDecision], expected: str | None) -> None:
    assert pair_outcome(decisions) == expected


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([N], None),
        ([N, N], "not_same"),
        ([N, S], None),
        ([N, U], None),
        ([N, U, U], None),
        ([N, S, S], "same"),
        ([N, S, N], "not_same"),
    ],
)
def test_after_an_undone_merge_two_people_settle_it_whichever_way(
    decisions: list[MatchDecision], expected: str | None
) -> None:
    """The first decision is that of the person who undid the merge."""
    assert outcome_after_undo(decisions) == expected


def test_no_machine_and_no_single_person_joins_two_records() -> None:
    assert all(pair_outcome([decision]) != "same" for decision in MatchDecision)
    for many in itertools.product(MatchDecision, repeat=3):
        if pair_outcome(many) == "same":
            assert many.count(S) >= 2


@pytest.mark.django_db
def test_database_function_gives_the_same_pair_outcome() -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET ROLE saathi_owner")
        cursor.execute("SET ROLE saathi_warden")
        for length in (1, 2, 3, 4):
            for many in itertools.product(MatchDecision, repeat=length):
                for rule, name in (
                    (pair_outcome, "matches_outcome"),
                    (outcome_after_undo, "matches_outcome_after_undo"),
                ):
                    cursor.execute(f"SELECT {name}(%s)", [[d.value for d in many]])
                    assert cursor.fetchone()[0] == rule(many), (name, many)
