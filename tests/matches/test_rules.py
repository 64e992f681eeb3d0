"""What decisions of different persons come to, as a table; and that the database counts the same."""

import itertools

import pytest
from django.db import connection

from saathi.protection.matches.rules import outcome
from saathi.protection.matches.vocabulary import Decision
from tests.roles import role

S, N, U = Decision.SAME, Decision.NOT_SAME, Decision.UNSURE


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
def test_what_decisions_come_to(decisions: list[Decision], expected: str | None) -> None:
    assert outcome(decisions) == expected


def test_no_machine_and_no_single_person_joins_two_records() -> None:
    assert all(outcome([one]) != "same" for one in Decision)
    for many in itertools.product(Decision, repeat=3):
        if outcome(many) == "same":
            assert many.count(S) >= 2


@pytest.mark.django_db
def test_the_database_counts_the_same() -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET ROLE saathi_owner")
        cursor.execute("SET ROLE saathi_warden")
        for length in (1, 2, 3, 4):
            for many in itertools.product(Decision, repeat=length):
                cursor.execute("SELECT matches_outcome(%s)", [[d.value for d in many]])
                assert cursor.fetchone()[0] == outcome(many), many
