"""What courts, determinations and permits leave open refuses a transfer, in action and database."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies import writing
from saathi.protection.decisions.best_interests.models import Determination
from saathi.protection.justice.proceedings.models import Hearing
from saathi.protection.returns.transfers import paper_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.models import Transfer, TransferDocument
from saathi.protection.returns.verifications.models import CourtNeed
from tests.factories import best_interests, proceedings, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_evidence import refused_by_database, refused_codes
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def said(around: TransferCast, source: str, need: str, days: int = 0) -> None:
    record = CourtNeed(file_id=around.case.file_id, child=around.child, source=source, need=need)
    record.said_on, record.court_case = around.today(days), "Special Court, 77/2026"
    with acting(around.worker):
        writing.add(record, actor=around.worker)


def trial(around: TransferCast) -> Any:
    with acting(around.worker):
        return proceedings.proceeding(
            around.case, around.worker, stage="trial", reached_on=around.today(-1)
        )


def test_an_open_criminal_proceeding_needs_the_statement_of_a_court(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    trial(around)
    assert refused_codes(around, transfer) == {"court"}
    refused_by_database(around, transfer, "a court was not asked")
    said(around, "police", "no", -5)  # before the newest step
    said(around, "not_known", "no")
    assert refused_codes(around, transfer) == {"court"}
    said(around, "prosecution", "no")
    assert transfers.authorised(around, transfer).state == "authorised"


def test_an_ended_proceeding_asks_nothing(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    case = trial(around)
    with acting(around.worker):
        proceedings.step(case, around.worker, "ended", around.today(), "acquitted")
    assert transfers.authorised(around, transfer).state == "authorised"


def test_a_hearing_after_the_journey_needs_the_release_of_the_court(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker):
        hearing = proceedings.hearing(
            trial(around), around.worker, around.today(20), child_expected="not_known"
        )
    said(around, "prosecution", "no")
    assert refused_codes(around, transfer) == {"court"}
    refused_by_database(around, transfer, "a hearing is ahead")
    page = signed_in(around.supervisor).get(
        reverse("transfers:show_transfer", args=[transfer.file_id, transfer.pk])
    )
    assert "The child may have to attend a hearing" in words(page.content)
    said(around, "court", "no")
    assert transfers.authorised(around, transfer).state == "authorised"
    assert hearing.state == "listed"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"child_expected": "video"}, set()),
        ({"child_expected": "not_present"}, set()),
        ({"state": "cancelled"}, set()),
        ({"listed_on": 1}, set()),  # before the journey, which is in two days
        ({"listed_on": -3}, {"court"}),  # its result is not recorded
        ({"state": "adjourned", "adjourned_by": "court", "cause": "no_judge"}, {"court"}),
    ],
)
def test_which_hearings_hold_a_journey(
    around: TransferCast, changes: dict[str, Any], expected: set[str]
) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker):
        hearing = proceedings.hearing(
            trial(around), around.worker, around.today(9), child_expected="not_known"
        )
    said(around, "prosecution", "no")
    if "listed_on" in changes:
        changes = {"listed_on": around.today(changes["listed_on"])}
    with role("maintenance"):
        Hearing.objects.filter(pk=hearing.pk).update(**changes)
    if not expected:
        assert transfers.authorised(around, transfer).state == "authorised"
        return
    said(around, "prosecution", "no")
    assert refused_codes(around, transfer) == expected
    refused_by_database(around, transfer, "a court")


def test_a_determination_on_another_question_is_not_enough(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        Determination.objects.filter(file_id=around.case.file_id).update(occasion="claims")
    assert refused_codes(around, transfer) == {"best_interests"}
    refused_by_database(around, transfer, "no best interests decision")


@pytest.mark.parametrize(
    ("occasion", "is_refused"), [("repatriation", True), ("residential", False)]
)
def test_a_newer_determination_in_preparation_comes_first(
    around: TransferCast, occasion: str, *, is_refused: bool
) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker):
        newer = best_interests.determination(around.case, around.worker)
    with role("maintenance"):
        Determination.objects.filter(pk=newer.pk).update(occasion=occasion)
    if is_refused:
        assert refused_codes(around, transfer) == {"best_interests"}
        refused_by_database(around, transfer, "no best interests decision")
    else:
        assert transfers.authorised(around, transfer).state == "authorised"


@pytest.mark.parametrize("which", [paper.value for paper in paper_rules.DATED_PAPERS])
def test_a_permit_without_its_last_day_is_not_enough(around: TransferCast, which: str) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        papers = TransferDocument.objects.filter(transfer=transfer, paper=which)
        assert papers.update(valid_until=None) == 1
    assert refused_codes(around, transfer) == {"papers"}
    refused_by_database(around, transfer, "documents are missing")


@pytest.mark.parametrize(
    ("issuer", "expected"), [("", ["issuer"]), ("Immigration office, Raxaul", [])]
)
def test_who_says_that_a_permit_is_not_required(issuer: str, expected: list[str]) -> None:
    reasons = paper_rules.reasons_against_waiver(
        codes.TransferPaper.EXIT_PERMIT,
        codes.PaperState.NOT_NEEDED,
        "Open border for nationals",
        issuer=issuer,
    )
    assert [reason.code for reason in reasons] == expected
    facts = paper_rules.PaperFacts(codes.PaperState.NOT_NEEDED, None, has_issuer=bool(issuer))
    papers = dict.fromkeys(codes.REQUIRED_PAPERS, facts)
    missing = paper_rules.missing_papers(papers, day=dt.date(2026, 3, 10), has_guardian=False)
    assert ("exit_permit" in missing) == bool(expected)


def test_the_checklist_asks_until_when_a_permit_is_valid(around: TransferCast) -> None:
    transfer: Transfer = transfers.accepted(around)
    page = signed_in(around.worker).get(
        reverse("transfers:record_checklist", args=[transfer.file_id, transfer.pk])
    )
    assert 'name="valid_until_travel_permit' in page.content.decode()
