"""A child who does not want to go: what counts, in action and database."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.actions import deciding, travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer, TransferView
from tests.desk import cast
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def refused_codes(around: TransferCast, transfer: Transfer) -> set[str]:
    with pytest.raises(TransferRefused) as refused:
        transfers.submitted(around, transfer)
    return {reason.code for reason in refused.value.reasons}


def refused_by_database(around: TransferCast, transfer: Transfer) -> None:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        columns: dict[str, Any] = {"state": "submitted", "submitted_by": around.worker.pk}
        with pytest.raises(IntegrityError, match="says no"), transaction.atomic():
            writing.change(found, actor=around.worker, **columns)


def moved(view: TransferView, at: dt.datetime) -> None:
    """As if the child had been asked then, and it was recorded at once."""
    with role("maintenance"):
        TransferView.objects.filter(pk=view.pk).update(asked_at=at, recorded_at=at)


def colleague(around: TransferCast) -> Staff:
    return agencies.staff("case_worker", around.worker.office)


def recorded_by(view: TransferView, staff: Staff) -> None:
    with role("maintenance"):
        TransferView.objects.filter(pk=view.pk).update(recorded_by=staff.pk)


@pytest.mark.requirement("XBR-005")
def test_the_same_worker_does_not_overcome_a_no(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    now = dt.datetime.now(dt.UTC)
    refusal = transfers.asked(around, transfer, wish="does_not", asked_at=now)
    assert refused_codes(around, transfer) == {"child_view"}
    refused_by_database(around, transfer)
    later = transfers.asked(around, transfer, asked_at=now + dt.timedelta(minutes=1))
    assert refused_codes(around, transfer) == {"child_view"}
    moved(refusal, around.at(-2, 10))
    moved(later, around.at(-1, 10))
    assert refused_codes(around, transfer) == {"child_view"}  # another day, the same person
    refused_by_database(around, transfer)
    recorded_by(later, colleague(around))
    moved(later, around.at(-2, 11))
    assert refused_codes(around, transfer) == {"child_view"}  # another person, the same day
    refused_by_database(around, transfer)
    moved(later, around.at(-1, 10))
    assert transfers.submitted(around, transfer).state == "submitted"
    assert transfers.authorised(around, transfer).state == "authorised"


def test_other_missing_things_do_not_stop_the_submission(around: TransferCast) -> None:
    transfer = transfers.submitted(around, transfers.accepted(around))
    assert transfer.state == "submitted"


@pytest.mark.requirement("XBR-005")
def test_a_no_after_the_authorisation_needs_a_new_authorisation(around: TransferCast) -> None:
    transfer = transfers.authorised(around)
    transfers.arrive_at_planned_day(around, transfer)
    now = dt.datetime.now(dt.UTC)
    minute = dt.timedelta(minutes=1)
    transfers.asked(around, transfer, moment="departure", wish="does_not", asked_at=now - minute)
    last = transfers.asked(around, transfer, moment="departure", asked_at=now)
    recorded_by(last, colleague(around))
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(TransferRefused) as refused:
            travelling.record_departure(
                transfer=found, departed_at=now, version=found.version, actor=around.worker
            )
        assert "last_view" in {reason.code for reason in refused.value.reasons}
        with pytest.raises(IntegrityError, match="says no"), transaction.atomic():
            writing.change(found, actor=around.worker, state="travelling", departed_at=now)
        found = Transfer.objects.get(pk=transfer.pk)
        again = deciding.withdraw_authorisation(
            transfer=found,
            reason="The child said no.",
            version=found.version,
            actor=around.worker,
        )
    assert (again.state, again.decided_by, again.decided_on) == ("accepted", None, None)
    assert refused_codes(around, transfer) == {"child_view"}


@pytest.mark.parametrize(("reason", "code"), [("A change", "state"), (" ", "withdrawal_reason")])
def test_only_an_authorisation_is_withdrawn_and_with_a_reason(
    around: TransferCast, reason: str, code: str
) -> None:
    transfer = transfers.submitted(around)
    with acting(around.worker), pytest.raises(TransferRefused) as refused:
        deciding.withdraw_authorisation(
            transfer=transfer, reason=reason, version=transfer.version, actor=around.worker
        )
    assert [found.code for found in refused.value.reasons] == [code]


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("wish", ["chose_not", "doubts"])
def test_only_wants_to_go_ends_a_no_also_in_the_database(around: TransferCast, wish: str) -> None:
    transfer = transfers.prepared(around)
    refusal = transfers.asked(around, transfer, wish="does_not")
    later = transfers.asked(around, transfer, wish=wish)
    moved(refusal, around.at(-3, 10))
    moved(later, around.at(-2, 10))
    recorded_by(later, colleague(around))
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (transfers_view_that_counts(t, 'Asia/Kathmandu')).id, "
            "transfers_child_says_no(t, 'Asia/Kathmandu') FROM transfers_transfer t WHERE id = %s",
            [transfer.pk],
        )
        assert cursor.fetchone() == (refusal.pk, True)
    assert "child_view" in refused_codes(around, transfer)


def test_rule_and_database_count_the_same_answer(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    refusal = transfers.asked(around, transfer, wish="does_not")
    yes = transfers.asked(around, transfer)
    moved(refusal, around.at(-3, 10))
    moved(yes, around.at(-2, 10))
    recorded_by(yes, colleague(around))
    doubts = transfers.asked(around, transfer, wish="doubts")
    with role("warden"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT (transfers_view_that_counts(t, 'Asia/Kathmandu')).id "
            "FROM transfers_transfer t WHERE id = %s",
            [transfer.pk],
        )
        assert cursor.fetchone() == (doubts.pk,)


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("wish", ["goes", "chose_not", "too_young"])
def test_a_doubt_of_one_transfer_counts_in_the_next(around: TransferCast, wish: str) -> None:
    """It is stopped, and another one is opened: only “wants to go” to another person ends the doubt."""
    transfer = transfers.prepared(around)
    with role("maintenance"):
        first = Transfer.objects.get(pk=transfer.pk)
        first.pk, first.state = uuid.uuid4(), "stopped"
        first.stopped_by, first.ended_on = "worker", around.today()
        first.save(force_insert=True)
    now = dt.datetime.now(dt.UTC)
    doubts = transfers.asked(around, transfer, wish="doubts")
    later = transfers.asked(around, transfer, wish="goes", reply="Call us.", asked_at=now)
    recorded_by(later, colleague(around))
    with role("maintenance"):
        TransferView.objects.filter(pk=doubts.pk).update(transfer=first, moment="departure")
        TransferView.objects.filter(pk=later.pk).update(wish=wish)
    if wish == "goes":
        assert transfers.submitted(around, transfer).state == "submitted"
    is_open = has_open_doubt(transfer)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        facts = queries.load_facts(found, around.worker, on=around.today())
    assert is_open is facts.has_open_doubt is (wish != "goes")
    with role("maintenance"):
        TransferView.objects.filter(pk=later.pk).update(is_replied=False)
    assert has_open_doubt(transfer)


def has_open_doubt(transfer: Transfer) -> bool:
    with role("warden"), connection.cursor() as cursor:
        statement = "SELECT transfers_has_open_doubt(t) FROM transfers_transfer t WHERE id = %s"
        cursor.execute(statement, [transfer.pk])
        return bool(cursor.fetchone()[0])


def test_authorisation_is_withdrawn_on_the_page() -> None:
    around = cast.around()
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    page = f"{around.url}transfers/{transfer.pk}/"
    assert signed_in(around.outsider).post(f"{page}withdraw/").status_code == 404
    assert prepared.stored(transfer).state == "authorised"
    assert f"{page}withdraw/" in signed_in(around.worker).get(page).content.decode()
    asked = follow(signed_in(around.worker), f"{page}withdraw/", withdrawal_reason="")
    assert "There is a problem" in asked
    shown = follow(
        signed_in(around.worker), f"{page}withdraw/", withdrawal_reason="The aunt fell ill."
    )
    assert "Submit for authorisation" in shown
    assert "The authorisation ended on" in shown
    assert "The aunt fell ill." in shown
    assert prepared.stored(transfer).state == "accepted"
