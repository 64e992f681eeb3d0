"""What another file of the child says stops a transfer, and no one learns what it is."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.infra import clock
from saathi.infra.reasons import Reason
from saathi.protection.returns.protection_screening.rules import OTHER_FILE
from saathi.protection.returns.transfers import authorisation_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer, TransferHandover
from saathi.protection.returns.transfers.queries import load_facts
from saathi.protection.returns.transfers.request_queries import missing_before_request
from saathi.protection.returns.verifications.models import CourtNeed, TravelPermit
from tests.factories import merges, transfers
from tests.factories.transfers import TransferCast
from tests.reading import whole
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
type Step = Callable[[TransferCast], object]


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


@pytest.fixture
def other(around: TransferCast) -> TransferCast:
    return merges.second_file(around)


def opened(other: TransferCast) -> Transfer:
    return transfers.opened(other, agreement=None, coordination="offices", acting_office="")


def says_no(other: TransferCast) -> None:
    transfers.asked(other, opened(other), wish="does_not", words="I will not go back.")


def is_unsafe(other: TransferCast) -> None:
    transfers.assessed(other, opened(other), "destination", result="not_safe")


def is_decided_otherwise(other: TransferCast) -> None:
    transfers.determined(other, country="BGD")


def court_needs_child(other: TransferCast) -> None:
    record = CourtNeed(
        child=other.child, need="yes", source="court", said_on=other.today(), **other.common
    )
    record.court_case = "District court, 12"
    with acting(other.worker):
        writing.add(record, actor=other.worker)


def permit_is_refused(other: TransferCast) -> None:
    record = TravelPermit(
        child=other.child, kind="exit", asked_body="ours", asked_on=other.today(-9),
        state="refused", received_on=other.today(-1), **other.common,
    )  # fmt: skip
    record.asked_of = "Ministry"
    with acting(other.worker):
        writing.add(record, actor=other.worker)


def country_denies(other: TransferCast) -> None:
    transfers.screened(other)
    transfers.verified(other, "IND", "denied")


ELSEWHERE: list[Step] = [
    says_no,
    is_unsafe,
    is_decided_otherwise,
    court_needs_child,
    permit_is_refused,
    country_denies,
]


def missing(around: TransferCast, transfer: Transfer) -> list[str]:
    with acting(around.supervisor):
        found = transfers.fresh(transfer, around.supervisor)
        records.open_texts(found)
        facts = load_facts(found, around.supervisor, on=around.today())
        reasons = authorisation_rules.missing_for_authorisation(facts, on=around.today())
    return [reason.text for reason in reasons]


def database_refuses(around: TransferCast, transfer: Transfer) -> bool:
    """Whether the database refuses the authorisation by a plain statement of the web role."""
    found = transfers.fresh(transfer, around.supervisor)
    with acting(around.supervisor):
        mark = transaction.savepoint_create()
        try:
            with transaction.atomic():
                writing.change(
                    found,
                    actor=around.supervisor,
                    state=codes.TransferState.AUTHORISED,
                    decided_by=around.supervisor.pk,
                    decided_on=around.today(),
                    decided_at=clock.now(),
                )
        except IntegrityError as error:
            assert "another file of the child does not allow it" in str(error)  # noqa: PT017 - both ways
            return True
        transaction.savepoint_rollback(mark)
    return False


@pytest.mark.requirement("XBR-005")
def test_what_another_file_says_stops_the_authorisation_until_the_merge_is_undone(
    around: TransferCast, other: TransferCast
) -> None:
    transfer = transfers.submitted(around)
    assert missing(around, transfer) == []
    for step in ELSEWHERE:
        mark = transaction.savepoint_create()
        step(other)
        assert missing(around, transfer) == [], step
        assert not database_refuses(around, transfer), step
        merge = merges.join(around, other)
        assert missing(around, transfer) == [OTHER_FILE], step
        assert database_refuses(around, transfer), step
        merges.parted(merge)
        assert missing(around, transfer) == [], step
        assert not database_refuses(around, transfer), step
        transaction.savepoint_rollback(mark)


def test_a_file_in_which_nothing_is_said_stops_no_transfer(
    around: TransferCast, other: TransferCast
) -> None:
    transfer = transfers.submitted(around)
    transfers.asked(other, opened(other))
    transfers.determined(other)
    merges.join(other, around)
    assert missing(around, transfer) == []
    assert not database_refuses(around, transfer)


def test_a_change_of_mind_counts_in_any_file_if_another_person_hears_it_on_a_later_day(
    around: TransferCast, other: TransferCast
) -> None:
    """As in one file: `view_rules`."""
    says_no(other)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE transfers_transferview SET asked_at = asked_at - interval '3 days',"
            " recorded_at = recorded_at - interval '3 days'"
        )
    merges.join(around, other)
    transfer = transfers.submitted(around)
    assert missing(around, transfer) == []


@pytest.mark.requirement("XBR-005")
def test_no_request_against_another_file(around: TransferCast, other: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    says_no(other)
    merge = merges.join(around, other)
    with acting(around.supervisor):
        found = missing_before_request(transfers.fresh(transfer, around.supervisor))
    assert Reason("screening", OTHER_FILE) in found
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer)
    assert [reason.text for reason in refused.value.reasons] == [OTHER_FILE]
    merges.parted(merge)
    assert transfers.requested(around, transfer).pk


@pytest.mark.requirement("XBR-005")
def test_no_submission_against_another_file(around: TransferCast, other: TransferCast) -> None:
    ready = transfers.prepared(around)
    says_no(other)
    merges.join(around, other)
    with pytest.raises(TransferRefused) as refused:
        transfers.submitted(around, ready)
    assert [reason.text for reason in refused.value.reasons] == [OTHER_FILE]
    found_again = transfers.fresh(ready, around.worker)
    values = {"state": codes.TransferState.SUBMITTED, "submitted_by": around.worker.pk}
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match="another file of the child does not allow it"),
        transaction.atomic(),
    ):
        writing.change(found_again, actor=around.worker, **values)


@pytest.mark.requirement("XBR-005")
def test_a_travelling_child_who_says_no_in_another_file_is_not_handed_over(
    around: TransferCast, other: TransferCast
) -> None:
    transfer = transfers.departed(around)
    there = opened(other)
    merges.join(around, other)
    assert not off(around, transfer)
    transfers.assessed(other, there, "destination", result="not_safe")
    assert not off(around, transfer)  # a handover that takes place is recorded
    transfers.asked(other, there, wish="does_not", asked_at=dt.datetime.now(dt.UTC))
    assert off(around, transfer)
    with pytest.raises(TransferRefused) as refused:
        transfers.handed_over(around, transfer)
    assert OTHER_FILE in [reason.text for reason in refused.value.reasons]
    with role("maintenance"):
        assert not TransferHandover.objects.exists()


def off(around: TransferCast, transfer: Transfer) -> bool:
    with acting(around.worker), connection.cursor() as cursor:
        cursor.execute("SELECT transfers_not_by_other_file(%s, true)", [transfer.pk])
        return bool(cursor.fetchone()[0])


def test_the_page_says_only_that_another_file_does_not_allow_it(
    around: TransferCast, other: TransferCast
) -> None:
    transfer = transfers.submitted(around)
    says_no(other)
    merges.join(around, other)
    path = reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    assert signed_in(other.worker).get(path).status_code == 404
    page = whole(signed_in(around.supervisor).get(path).content)
    assert OTHER_FILE in page
    assert "I will not go back." not in page


def test_who_does_not_read_the_legal_records_learns_nothing(
    around: TransferCast, other: TransferCast
) -> None:
    transfer = transfers.opened(around)
    merges.join(around, other)
    call = f"SELECT transfers_not_by_other_file('{transfer.pk}', false)"
    slip_in(other.worker, call, "no such transfer")
