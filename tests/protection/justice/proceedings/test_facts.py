"""What statistics read of proceedings: codes, months and days, no texts; severity as the rule says."""

import datetime as dt

import pytest
from django.db import connection

from saathi.protection.justice.proceedings.charge_rules import sentence_severity
from tests.factories import proceedings as made
from tests.protection.justice.proceedings.conftest import CourtCast
from tests.roles import acting, role

SENTENCES: list[tuple[list[str], int | None]] = [
    ([], None), (["fine"], None), (["prison"], None), (["prison"], 11), (["prison", "fine"], 12),
    (["prison"], 60), (["prison"], 120), (["life"], None), (["death", "prison"], 3),
]  # fmt: skip


def rows(view: str, columns: str) -> list[tuple[object, ...]]:
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {view}")
        return cursor.fetchall()


@pytest.mark.requirement("JUS-015")
def test_severity_in_statistics_is_that_of_the_rule(court: CourtCast) -> None:
    worker = court.around.worker
    with acting(worker):
        accused = made.accused(court.proceeding, worker)
        for sentence, months in SENTENCES:
            made.charge(
                accused, worker, outcome="convicted", decided_on=made.DAY, sentence=sentence,
                prison_months=months,
            )  # fmt: skip
    found = rows("facts_charge", "severity")
    expected = [str(sentence_severity(*item)) for item in SENTENCES]
    assert sorted(str(row[0]) for row in found) == sorted(expected)


def test_days_of_proceedings_and_hearings_have_no_dates_or_texts(court: CourtCast) -> None:
    worker, case = court.around.worker, court.around.case
    with acting(worker):
        made.step(court.proceeding, worker, "charge", made.DAY + dt.timedelta(days=10))
        made.step(
            court.proceeding, worker, "judgment", made.DAY + dt.timedelta(days=110), "convicted"
        )
        hearing = made.hearing(court.proceeding, worker, made.DAY + dt.timedelta(days=40))
        made.held(hearing, case, worker)
        made.decision(court.proceeding, case, worker, "does_not_want")
        made.rights(case, worker)
    assert rows("facts_proceeding", "stage, result, days_to_evidence, days_to_judgment") == [
        ("judgment", "convicted", 30, 100)
    ]
    assert rows("facts_hearing", "state, public, mode, faced_accused, cause") == [
        ("held", "in_camera", "video_link", "no", None)
    ]
    with acting(worker):
        hearing = made.hearing(court.proceeding, worker, made.DAY + dt.timedelta(days=41))
        made.held(hearing, case, worker, in_room=["judge", "press"])
    assert sorted(rows("facts_hearing", "public")) == [("in_camera",), ("open",)]
    assert rows("facts_testimony", "answer, is_refusal, is_helped") == [
        ("does_not_want", True, False)
    ]
    assert rows("facts_rights_explained", "explained_by, rights") == [
        ("representative", ["informed"])
    ]
    for view in ("facts_proceeding", "facts_hearing", "facts_testimony", "facts_charge"):
        with role("analyst"), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {view} LIMIT 0")
            names = {column.name for column in cursor.description}
        assert {"court", "number", "name", "note", "sealed", "child_words"}.isdisjoint(names)
