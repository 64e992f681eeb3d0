"""Screening prompts on all three pages: what causes them, how they are answered, when they return."""

import datetime as dt

import pytest

from saathi.agencies.models import Staff
from saathi.consent.models import Accompaniment
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import BrokenSafeguard, RunningTimeLimit
from saathi.protection.identification.intake.actions import link_report_to_child
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.vocabulary import ReportOutcome
from saathi.protection.identification.screening import prompts
from saathi.protection.identification.screening.models import (
    Migration,
    PossibleMisidentification,
    Screening,
    ScreeningPromptReply,
)
from saathi.protection.identification.screening.vocabulary import Offence
from tests import sending
from tests.factories import agencies
from tests.factories.reports import report
from tests.protection.identification.screening.screening_pages import (
    address,
    answers,
    post,
    prompted,
)
from tests.reading import DAY, day, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def test_a_colleague_without_the_case_is_prompted_of_nothing(case: Case, worker: Staff) -> None:
    with role("maintenance"):
        PossibleMisidentification.objects.create(
            file_id=case.file_id, recorded_by=worker.pk, child=case.child, kind="offender",
            by_whom="police", happened_on=DAY,
        )  # fmt: skip
    colleague = signed_in(agencies.staff("case_worker", worker.office))
    assert case.child.code not in colleague.get("/screening/").content.decode()


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize("kind", ["undocumented", "unaccompanied", "offender"])
def test_each_of_the_three_prompts_a_screening_until_it_is_answered(
    case: Case, worker: Staff, kind: str
) -> None:
    assert not prompted(worker, case)
    data = {"kind": kind, "by_whom": "police"} | day("happened_on") | sending.key()
    page = post(worker, address("record_misidentification", case), data)
    assert worker.name in page.partition("Assigned to")[2][:40]
    assert prompted(worker, case)
    post(worker, address("record_screening", case, "first_look"), answers())
    assert not prompted(worker, case)
    page = whole(signed_in(worker).get(address("show_screenings", case)).content)
    assert "Screening completed" in page
    assert page.count(worker.name) >= 2  # who was prompted, and who answered
    with acting(worker):
        assert ScreeningPromptReply.objects.get().screening == Screening.objects.get()


ELSEWHERE = ["report", "accompaniment", "papers", "charged", "apprehended"]


LONG_AFTER = dt.date(2026, 7, 2)


def record_evidence(
    case: Case, worker: Staff, elsewhere: str, on: dt.date = DAY, **values: str
) -> None:
    """Records evidence for one of the three kinds in another part of the file."""
    common = {"file_id": case.file_id, "recorded_by": worker.pk, "child": case.child}
    at = dt.datetime.combine(on, dt.time(12), tzinfo=dt.UTC)
    new_report = report(worker, concerns=["detained"], received_at=at)
    if elsewhere == "report":
        link_report(new_report, case, worker)
    with role("maintenance"):
        if elsewhere == "accompaniment":
            Accompaniment.objects.create(**{"state": "alone"} | values, as_of=on, **common)
        elif elsewhere == "papers":
            moved = {"moved": "across", "papers": "without"} | values
            Migration.objects.create(**moved, as_of=on, **common)
        elif elsewhere == "apprehended":
            RunningTimeLimit.objects.create(happening="apprehended", happened_at=at, **common)
        elif elsewhere == "charged":
            BrokenSafeguard.objects.create(
                safeguard="charged", happened_on=on, authority="court", sealed=b"x", **common
            )
        elif elsewhere == "recorded as":
            record_data = {"kind": "offender", "by_whom": "police"} | values
            PossibleMisidentification.objects.create(**record_data, happened_on=on, **common)


def link_report(new_report: Report, case: Case, worker: Staff) -> None:
    with acting(worker):
        about = ReportOutcome.CASE_OPENED
        link_report_to_child(report_id=new_report.pk, child=case.child, outcome=about, actor=worker)


def answer(case: Case, worker: Staff, how: str) -> None:
    if how == "screened":
        post(worker, address("record_screening", case, "first_look"), answers())
    else:
        sent = {"reply": how, "why": "As it is written"} | sending.key()
        post(worker, address("reply_to_prompts", case), sent)


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_records_of_other_domains_prompt_a_screening(
    case: Case, worker: Staff, elsewhere: str
) -> None:
    record_evidence(case, worker, elsewhere)
    assert prompted(worker, case)


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize(
    ("how", "again"),
    [
        ("screened", "recorded as"), ("known", "report"), ("not_now", "charged"),
        ("do_not_ask", "apprehended"), ("not_needed", "charged"), ("screened", "apprehended"),
    ],
)  # fmt: skip
def test_new_evidence_reactivates_the_prompt_and_a_repetition_does_not(
    case: Case, worker: Staff, how: str, again: str
) -> None:
    """An answered prompt does not return for the same evidence."""
    record_evidence(case, worker, "recorded as")
    answer(case, worker, how)
    assert not prompted(worker, case)
    record_evidence(case, worker, again)
    assert not prompted(worker, case), "it says what was answered"
    record_evidence(case, worker, again, LONG_AFTER)
    assert prompted(worker, case)
    answer(case, worker, how)
    assert not prompted(worker, case)
    with acting(worker):
        assert [reply.kind for reply in ScreeningPromptReply.objects.all()] == [
            "offender",
            "offender",
        ]


@pytest.mark.requirement("IDN-008")
@pytest.mark.parametrize(
    ("elsewhere", "contrary"), [("accompaniment", "parent"), ("papers", "citizen")]
)
def test_state_reactivates_the_prompt_only_after_it_had_ended(
    case: Case, worker: Staff, elsewhere: str, contrary: str
) -> None:
    column = "state" if elsewhere == "accompaniment" else "papers"
    record_evidence(case, worker, elsewhere)
    answer(case, worker, "known")
    record_evidence(case, worker, elsewhere, LONG_AFTER)
    assert not prompted(worker, case), "it goes on as it was answered"
    record_evidence(
        case, worker, elsewhere, LONG_AFTER + dt.timedelta(days=30), **{column: contrary}
    )
    assert not prompted(worker, case)
    record_evidence(case, worker, elsewhere, LONG_AFTER + dt.timedelta(days=60))
    assert prompted(worker, case)


@pytest.mark.requirement("IDN-008")
def test_another_journey_without_papers_prompts_again(case: Case, worker: Staff) -> None:
    record_evidence(case, worker, "papers", country="IND", from_country="NPL")
    answer(case, worker, "not_needed")
    record_evidence(case, worker, "papers", LONG_AFTER, country="IND", from_country="NPL")
    assert not prompted(worker, case)
    record_evidence(case, worker, "papers", LONG_AFTER, country="ARE", from_country="NPL")
    assert prompted(worker, case)


@pytest.mark.requirement("IDN-008")
@pytest.mark.requirement("NCR-004")
def test_an_offence_that_no_one_had_named_prompts_again(case: Case, worker: Staff) -> None:
    record_evidence(case, worker, "apprehended")
    answer(case, worker, "known")
    record_evidence(case, worker, "recorded as", offence="exploitation")
    assert prompted(worker, case)


@pytest.mark.requirement("IDN-008")
def test_a_report_counts_from_when_it_is_said_to_be_about_the_child(
    case: Case, worker: Staff
) -> None:
    """Recorded before the answer and linked after it.

    Whether it is new depends on the day it was received.
    """
    months_before = clock.now() - dt.timedelta(days=200)
    same, other_report = (
        report(worker, concerns=["detained"], received_at=at) for at in (clock.now(), months_before)
    )
    record_evidence(case, worker, "charged", worker.office.today())
    answer(case, worker, "known")
    link_report(same, case, worker)
    assert not prompted(worker, case)
    link_report(other_report, case, worker)
    assert prompted(worker, case)


@pytest.mark.parametrize(("at", "comes_back"), [("20:00", False), ("18:00", True)])
def test_the_day_of_an_arrest_is_the_day_at_the_office(
    case: Case, worker: Staff, at: str, *, comes_back: bool
) -> None:
    """At 20:00 in Greenwich it is the next day in Kathmandu."""
    record_evidence(case, worker, "recorded as")
    answer(case, worker, "known")
    moment = dt.datetime.combine(
        DAY - dt.timedelta(days=1), dt.time.fromisoformat(at), tzinfo=dt.UTC
    )
    with role("maintenance"):
        RunningTimeLimit.objects.create(
            file_id=case.file_id, recorded_by=worker.pk, child=case.child,
            happening="apprehended", happened_at=moment,
        )  # fmt: skip
    assert prompted(worker, case) is comes_back


def test_prompt_reply_answers_only_its_own_kind(case: Case, worker: Staff) -> None:
    record_evidence(case, worker, "papers")
    post(worker, address("reply_to_prompts", case), {"reply": "known", "why": ""} | sending.key())
    record_evidence(case, worker, "accompaniment")
    with acting(worker):
        assert prompts.list_open_prompts_of_file(worker, case.file_id) == ["unaccompanied"]
    assert prompted(worker, case)


def test_a_reply_without_screening_is_valid_and_not_needed_needs_its_reason(
    case: Case, worker: Staff
) -> None:
    data = {"kind": "offender", "by_whom": "court"} | day("happened_on") | sending.key()
    post(worker, address("record_misidentification", case), data)
    refused = signed_in(worker).post(
        address("reply_to_prompts", case), {"reply": "not_needed", "why": ""} | sending.key()
    )
    assert "Enter why no screening is needed" in refused.content.decode()
    assert prompted(worker, case)
    page = post(
        worker,
        address("reply_to_prompts", case),
        {"reply": "not_now", "why": "She sleeps"} | sending.key(),
    )
    assert "She sleeps" in page
    assert not prompted(worker, case)
    with role("maintenance"):
        ScreeningPromptReply.objects.update(
            replied_on=worker.office.today() - dt.timedelta(days=15)
        )
    assert prompted(worker, case)


@pytest.mark.requirement("NCR-004")
@pytest.mark.parametrize("offence", list(Offence))
def test_each_offence_is_looked_at_again_as_one_that_may_follow_from_trafficking(
    case: Case, worker: Staff, offence: Offence
) -> None:
    form = whole(signed_in(worker).get(address("record_misidentification", case)).content)
    for kind in ("Entry, stay or exit without permission", "Prostitution", "Begging", "False documents",
                 "Theft", "Other"):  # fmt: skip
        assert kind in form
    sent = {"kind": "offender", "by_whom": "police", "offence": offence.value}
    page = post(
        worker, address("record_misidentification", case), sent | day("happened_on") | sending.key()
    )
    assert f"{offence.label} may be a result of trafficking: review needed" in page
    assert prompted(worker, case), "no one has to remember the review"
    answer = {"reply": "not_needed", "why": ""} | sending.key()
    refused = whole(signed_in(worker).post(address("reply_to_prompts", case), answer).content)
    assert prompted(worker, case), refused  # it is not put aside without a reason
