"""A child in transfer who does not arrive: the alarm of both sides, the report, and what ends it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Configuration, Hidden, Notice, Staff
from saathi.protection.returns.transfers import after_queries, journey_rules
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.arrival_alerts import with_arrival
from saathi.protection.returns.transfers.jobs import alarm_arrivals
from saathi.protection.returns.transfers.journey_rules import ReportFacts
from saathi.protection.returns.transfers.models import Transfer, TransferJourney, TransferReport
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.protection.returns.transfers.test_after import report
from tests.protection.returns.transfers.test_receiver_calendar import due
from tests.reading import whole
from tests.roles import acting, role
from tests.signing import signed_in

OVERDUE = "Arrival overdue: not confirmed"


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def arrives(transfer: Transfer, *, hours_ago: float) -> None:
    """As if the plan had said so."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours_ago)
    with role("maintenance"):
        TransferJourney.objects.filter(transfer=transfer).update(
            departs_at=at, crosses_at=at, arrives_at=at
        )


def is_late(transfer: Transfer, reader: Staff) -> bool:
    with acting(reader):
        found = with_arrival(Transfer.objects.filter(pk=transfer.pk)).first()
        return bool(found and found.not_arrived)


def raise_alarms() -> int:
    with role("worker"):
        return alarm_arrivals()


def notified(around: TransferCast) -> dict[str, set[Any]]:
    with role("maintenance"):
        found = Notice.objects.filter(record=around.case.file_id)
        rows = list(found.values_list("kind", "staff_id"))
    return {
        kind: {staff for each, staff in rows if each == kind}
        for kind in ("transfer_nar", "transfer_nat", "transfer_dng")
    }


@pytest.mark.django_db
@pytest.mark.requirement("XBR-012")
def test_a_child_who_does_not_arrive_alarms_both_sides_once(around: TransferCast) -> None:
    theirs = agencies.staff("supervisor", around.receiver.office)
    elsewhere = agencies.staff("supervisor")
    transfer = transfers.departed(around)
    arrives(transfer, hours_ago=23)
    assert not is_late(transfer, around.worker)
    assert raise_alarms() == 0
    arrives(transfer, hours_ago=25)
    for reader in (around.worker, around.supervisor, around.receiver):
        assert is_late(transfer, reader)
    assert not is_late(transfer, elsewhere)
    assert raise_alarms() == 1
    assert raise_alarms() == 0  # once for each journey
    found = notified(around)
    assert {around.worker.pk, around.supervisor.pk} <= found["transfer_nar"]
    assert found["transfer_nat"] == {around.receiver.pk, theirs.pk}
    assert elsewhere.pk not in found["transfer_nar"] | found["transfer_nat"]
    pages = [
        (around.worker, reverse("transfers:list_transfers")),
        (around.supervisor, reverse("transfers:list_transfers")),
        (
            around.worker,
            reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk]),
        ),
        (around.receiver, reverse("transfers:list_incoming")),
        (around.receiver, reverse("transfers:show_incoming", args=[transfer.pk])),
    ]
    for reader, page in pages:
        assert OVERDUE in whole(signed_in(reader).get(page).content), page
    for reader in (around.worker, around.supervisor):
        assert "arrival after a transfer abroad is overdue" in whole(
            signed_in(reader).get("/").content
        )
    assert "1 child in transfer to you has not arrived" in whole(
        signed_in(around.receiver).get("/").content
    )
    assert [text for text, _day in due(around)] == [OVERDUE]
    # Handed over and still no receipt: the same alarm; with the receipt it ends.
    transfers.handed_over(around, transfers.fresh(transfer, around.worker))
    assert is_late(transfer, around.receiver)
    transfers.received(around, transfer)
    assert not is_late(transfer, around.worker)
    assert raise_alarms() == 0


@pytest.mark.django_db
def test_the_alarm_reaches_no_one_from_whom_the_file_is_hidden(around: TransferCast) -> None:
    transfer = transfers.departed(around)
    arrives(transfer, hours_ago=30)
    with role("maintenance"):
        Hidden.objects.create(
            id=uuid4(), file_id=around.case.file_id, principal=around.supervisor.pk,
            hidden_by=around.sender.pk,
        )  # fmt: skip
    assert raise_alarms() == 1
    found = notified(around)
    assert around.supervisor.pk not in found["transfer_nar"]
    assert around.worker.pk in found["transfer_nar"]


@pytest.mark.django_db
def test_the_web_server_raises_no_alarm(around: TransferCast) -> None:
    with (
        acting(around.worker),
        connection.cursor() as cursor,
        pytest.raises(Exception, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT * FROM transfers_alarm_arrivals(now(), 10)")


@pytest.mark.parametrize(
    ("state", "kind", "situation", "needs", "expected"),
    [
        ("travelling", "arrival", "missing", "Not at the bridge; police informed at 9.", []),
        ("travelling", "arrival", "missing", " ", ["needs"]),
        ("travelling", "arrival", "well", "-", ["state"]),
        ("travelling", "first_visit", "missing", "-", ["state"]),
        ("authorised", "arrival", "missing", "-", ["state"]),
        ("handed_over", "arrival", "missing", "Not at the home.", []),
    ],
)
def test_of_a_child_on_the_way_only_that_the_child_did_not_arrive_is_reported(
    state: str, kind: str, situation: str, needs: str, expected: list[str]
) -> None:
    facts = ReportFacts(
        codes.TransferState(state), codes.TransferReportKind(kind),
        codes.SituationAfterTransfer(situation), dt.date(2026, 3, 2), None, needs,
    )  # fmt: skip
    assert [each.code for each in journey_rules.reasons_against_report(facts)] == expected


@pytest.mark.django_db
@pytest.mark.requirement("XBR-014")
def test_that_the_child_did_not_arrive_is_recorded_by_both_sides_and_ends_with_the_receipt(
    around: TransferCast,
) -> None:
    transfer = transfers.departed(around)
    page = reverse("transfers:show_transfer", args=[around.case.file_id, transfer.pk])
    client = signed_in(around.worker)
    assert "Record that the child did not arrive" in whole(client.get(page).content)
    form = client.get(reverse("transfers:record_report", args=[around.case.file_id, transfer.pk]))
    assert "who was informed and when" in whole(form.content)
    for by in (around.receiver, around.worker):
        report(around, transfer, by, kind="arrival", situation="missing", needs="Police know.")
    with acting(around.worker):
        found = after_queries.reported_danger(
            transfers.fresh(transfer, around.worker), around.worker
        )
    assert found is not None
    assert around.supervisor.pk in notified(around)["transfer_dng"]
    shown = client.get(page).content.decode()
    assert "Whereabouts not known (report of" in shown
    form = reverse("placements:report_child_missing", args=[around.case.file_id])
    assert form in shown
    with (
        acting(around.receiver),
        pytest.raises((TransferRefused, IntegrityError)),
        transaction.atomic(),
    ):
        report(around, transfer, around.receiver, kind="arrival", situation="well")
    with role("maintenance"):
        assert TransferReport.objects.filter(transfer=transfer).count() == 2
    transfers.handed_over(around, transfers.fresh(transfer, around.worker))
    with acting(around.worker):
        assert after_queries.reported_danger(
            transfers.fresh(transfer, around.worker), around.worker
        )
    transfers.received(around, transfer)
    with acting(around.worker):
        assert (
            after_queries.reported_danger(transfers.fresh(transfer, around.worker), around.worker)
            is None
        )


@pytest.mark.django_db
def test_a_country_sets_the_hours(around: TransferCast) -> None:
    transfer = transfers.departed(around)
    arrives(transfer, hours_ago=7)
    assert not is_late(transfer, around.worker)
    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure", country=around.worker.office.country, name="procedure", version=99,
            valid_from=around.today(-1), body={"transfer_arrival_hours": 6},
        )  # fmt: skip
    assert is_late(transfer, around.worker)
