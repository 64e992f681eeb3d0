"""What refused consents and closures of Primero become: records, flags and tasks, or text."""

import datetime as dt
from typing import Any

import pytest

from saathi.consent.models import Consent
from saathi.engines.sheets import primero
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.notes.models import Note
from saathi.protection.exchange import checks
from saathi.protection.exchange.primero import cases
from saathi.protection.exchange.primero.case_reading import PrimeroRow
from saathi.protection.exchange.primero.fields import label_of
from tests.protection.exchange.primero_files import plain_case
from tests.protection.exchange.test_primero_reading import (
    OCCASION,
    TODAY,
    checked,
    made,
    read,
    reasons,
)

CONSENTED = {"consent_for_services": True, "interview_subject": "individual"}


def test_consent_of_the_child_is_a_consent_of_the_day_of_registration() -> None:
    [consent] = made(read(**CONSENTED), Consent)
    assert (consent.basis, consent.answer, consent.capacity) == ("consent", "yes", "not_judged")
    assert consent.scopes == ["case"]
    assert consent.given_on == dt.date(2025, 3, 2)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"interview_subject": "caregiver"}, "care_of_family"),
        ({"interview_subject": "other"}, "no_place"),
        ({"interview_subject": None}, "no_place"),
        ({"interview_subject": "child"}, "no_code"),
        ({"registration_date": None}, "no_place"),
    ],
)
def test_consent_of_others_or_of_no_day_is_kept_as_text(
    changed: dict[str, Any], reason: str
) -> None:
    row = read(**(CONSENTED | changed))
    assert not made(row, Consent)
    assert row.record.extras["Consent for services"] == "yes"
    assert reasons(row) == {reason}


def flags_and_tasks(row: PrimeroRow) -> list[Note]:
    return [note for note in made(row, Note) if note.kind in {"flag", "task"}]


def test_answer_no_of_the_child_is_a_refusal_on_record() -> None:
    row = read(**CONSENTED, consent_reporting="false", consent_for_tracing="no")
    given, refused = made(row, Consent)
    assert (given.basis, given.answer, given.scopes) == ("consent", "yes", ["case"])
    assert (refused.basis, refused.answer) == ("refused", "no")
    assert refused.scopes == ["tracing", "statistics"]
    assert refused.given_on == dt.date(2025, 3, 2)
    assert row.record.extras["Consent reporting"] == "false"
    assert not flags_and_tasks(row)
    assert vars(row.counts["consent"]) == {"entries": 3, "imported": 3, "kept": 0}


@pytest.mark.parametrize(
    "data",
    [
        # a box that is not ticked does not say whether anyone was asked
        {"consent_for_services": False, "interview_subject": "individual"},
        {"disclosure_other_orgs": False, "interview_subject": "individual"},
        {"consent_reporting": "false", "interview_subject": "caregiver"},
        {"consent_for_tracing": "no", "interview_subject": None},
        {"consent_reporting": "false", "interview_subject": "individual"}
        | {"registration_date": None},
    ],
)
def test_refusal_of_no_known_person_or_day_is_a_flag_and_a_task(data: dict[str, Any]) -> None:
    row = read(**data)
    assert not made(row, Consent)
    [name] = data.keys() - {"interview_subject", "registration_date"}
    assert row.record.extras[label_of(name)] in {"no", "false"}
    flag, task = flags_and_tasks(row)
    assert (flag.kind, task.kind, task.until) == ("flag", "task", TODAY + dt.timedelta(days=7))
    assert label_of(name) in flag.text
    assert label_of(name) in task.text
    assert [due.due_on for due in made(row, Due)] == [task.until]
    assert [
        problem.column for problem in row.warnings if problem.reason.code == "refused_task"
    ] == [name]
    assert name not in {problem.column for problem in row.unread}
    assert vars(row.counts["consent"]) == {"entries": 1, "imported": 0, "kept": 1}


def test_refusal_in_a_closed_case_is_kept_as_text() -> None:
    row = read(
        consent_for_services=False,
        status="closed",
        closure_reason="death_of_child",
        date_closure="2025-09-01",
    )
    assert not flags_and_tasks(row)
    assert "refused_text" in reasons(row)


def test_case_without_an_answer_on_consent_has_no_line_of_consents() -> None:
    assert "consent" not in read(consent_for_services=None).counts


# --- A closure that closes no case here -----------------------------------------------------------


@pytest.mark.parametrize(
    ("closure", "lines"),
    [
        (
            {"status": "closed", "closure_reason": "formal_closing"},
            {("no_code_task", "closure_reason", "formal_closing")},
        ),
        (
            {"status": "closed", "closure_reason": "Went to Maya"},
            {("no_code_task_of_text", "closure_reason", "")},
        ),
        ({"status": "transferred"}, set()),
        (
            {"status": "closed", "closure_reason": "death_of_child", "date_closure": "2025-09-01"},
            set(),
        ),
        ({"status": "dormant"}, {("no_code", "status", "dormant")}),
    ],
)
def test_word_that_a_task_asks_about_says_so(
    closure: dict[str, Any], lines: set[tuple[str, str, str]]
) -> None:
    row = read(**closure)
    found = {
        (each.reason.code, each.column, str(each.values.get("word", "")))
        for each in row.unread
        if each.column in {"status", "closure_reason"}
    }
    assert found == lines
    has_task = any(note.kind == "task" for note in made(row, Note))
    assert has_task is bool({"review_closure", "goes_on"} & reasons(row))
    kept = " ".join(row.record.extras.values())
    if reason := closure.get("closure_reason"):
        assert reason.replace("_", " ") in kept


def test_rare_word_that_a_task_asks_about_is_counted_without_it() -> None:
    records = [
        plain_case(number, status="closed", closure_reason=reason)
        for number, reason in enumerate(["grew_up"] * 3 + ["with_maya"], 1)
    ]
    rows = list(cases.read_rows(primero.to_sheet(records), OCCASION))
    counts = checks.count_row_checks(rows, checked(rows), compared=True)
    found = {line for line in counts.differences if line[1] == "closure_reason"}
    assert found == {
        ("no_code_task", "closure_reason", 3, "grew_up"),
        ("no_code_task_of_text", "closure_reason", 1, ""),
    }
