"""Departure, handover, and what happens without an authorisation."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.agencies.access import NotAllowed
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.transfers.actions import deciding, groups, travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferGroup,
    TransferHandover,
    TransferJourney,
    TransferView,
)
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting, role

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def depart(around: TransferCast, transfer: Transfer, at: dt.datetime) -> Transfer:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        return travelling.record_departure(
            transfer=found, departed_at=at, version=found.version, actor=around.worker
        )


def refused_by_database(
    around: TransferCast, transfer: Transfer, at: dt.datetime, match: str
) -> None:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=around.worker, state="travelling", departed_at=at)


def leaving_now(around: TransferCast) -> Transfer:
    transfer = transfers.authorised(around)
    transfers.arrive_at_planned_day(around, transfer)
    return transfer


@pytest.mark.requirement("XBR-005")
def test_child_is_asked_in_the_last_24_hours(around: TransferCast) -> None:
    transfer, now = leaving_now(around), dt.datetime.now(dt.UTC)
    with pytest.raises(TransferRefused) as refused:
        depart(around, transfer, now)
    assert {reason.code for reason in refused.value.reasons} == {"last_view"}
    refused_by_database(around, transfer, now, "in the last 24 hours")
    early = now - dt.timedelta(hours=25)
    said = transfers.asked(around, transfer, asked_at=early)
    with role("maintenance"):  # the plan was of an earlier hour
        TransferView.objects.filter(pk=said.pk).update(moment="departure")
    refused_by_database(around, transfer, now, "in the last 24 hours")
    transfers.asked(around, transfer, moment="departure", asked_at=now - dt.timedelta(hours=1))
    assert depart(around, transfer, now).state == "travelling"


@pytest.mark.requirement("XBR-005")
def test_child_who_does_not_want_to_go_stops_it_whoever_presses(around: TransferCast) -> None:
    transfer, now = leaving_now(around), dt.datetime.now(dt.UTC)
    transfers.asked(
        around,
        transfer,
        moment="departure",
        wish="does_not",
        asked_at=now - dt.timedelta(minutes=5),
    )
    for actor in (around.worker, around.supervisor):
        with acting(actor):
            found = Transfer.objects.get(pk=transfer.pk)
        with acting(actor), pytest.raises(TransferRefused) as refused:
            travelling.record_departure(
                transfer=found, departed_at=now, version=found.version, actor=actor
            )
        assert "last_view" in {reason.code for reason in refused.value.reasons}
    refused_by_database(around, transfer, now, "says no")


@pytest.mark.requirement("XBR-005")
def test_a_doubt_before_the_departure_needs_a_reply_and_another_person(
    around: TransferCast,
) -> None:
    transfer, now = leaving_now(around), dt.datetime.now(dt.UTC)
    minute = dt.timedelta(minutes=1)
    words = "Will they hit me?"
    asked = {"moment": "departure", "asked_at": now - 9 * minute}
    transfers.asked(around, transfer, wish="doubts", words=words, **asked)
    transfers.asked(around, transfer, **asked | {"asked_at": now - 8 * minute})
    with pytest.raises(TransferRefused) as refused:
        depart(around, transfer, now)
    assert {reason.code for reason in refused.value.reasons} == {"reply"}
    refused_by_database(around, transfer, now, "the doubts of the child")
    reply = "No one hits you there. Call us at any time."
    transfers.asked(around, transfer, reply=reply, **asked | {"asked_at": now - 7 * minute})
    refused_by_database(around, transfer, now, "the doubts of the child")
    last = transfers.asked(around, transfer, **asked | {"asked_at": now - 6 * minute})
    with role("maintenance"):
        other = agencies.staff("case_worker", around.worker.office)
        TransferView.objects.filter(pk=last.pk).update(recorded_by=other.pk)
    assert depart(around, transfer, now).state == "travelling"


def test_a_last_word_long_before_the_departure_is_refused(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.asked(around, transfer, moment="departure")
    assert [reason.code for reason in refused.value.reasons] == ["moment"]
    assert transfers.asked(around, transfer, moment="departure", wish="does_not").wish == "does_not"
    now = dt.datetime.now(dt.UTC)
    with acting(around.worker):
        found = TransferView(transfer=transfer, moment="departure", wish="goes", asked_at=now)
        record = fill(found, is_replied=False, **around.common)
        with pytest.raises(IntegrityError, match="planned for later"):
            writing.add(record, actor=around.worker)


def test_conditions_are_asked_again_at_the_departure(around: TransferCast) -> None:
    transfer, now = leaving_now(around), dt.datetime.now(dt.UTC)
    transfers.asked(around, transfer, moment="departure", asked_at=now - dt.timedelta(hours=1))
    with role("maintenance"):
        TransferJourney.objects.filter(transfer=transfer).update(fitness="not_fit")
    with pytest.raises(TransferRefused) as refused:
        depart(around, transfer, now)
    assert {reason.code for reason in refused.value.reasons} == {"fitness"}
    refused_by_database(around, transfer, now, "not fit")


@pytest.mark.requirement("XBR-005")
def test_child_who_says_no_at_the_crossing_is_not_handed_over(around: TransferCast) -> None:
    transfer = transfers.departed(around)
    transfers.asked(
        around, transfer, moment="departure", wish="does_not", asked_at=dt.datetime.now(dt.UTC)
    )
    with pytest.raises(TransferRefused) as refused:
        transfers.handed_over(around, transfer)
    assert {reason.code for reason in refused.value.reasons} == {"last_view"}
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        record = TransferHandover(transfer=found, **around.common)
        values = {"handed_over_at": dt.datetime.now(dt.UTC), "identity": "both", "presence": []}
        with transaction.atomic():
            writing.add(fill(record, **values), actor=around.worker)
            with pytest.raises(IntegrityError, match="says no"), transaction.atomic():
                writing.change(found, actor=around.worker, state="handed_over")
            transaction.set_rollback(True)
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        with pytest.raises(TransferRefused) as incomplete:
            deciding.stop_transfer(
                transfer=found,
                columns={"stopped_by": "child"},
                version=found.version,
                actor=around.worker,
            )
        assert {reason.code for reason in incomplete.value.reasons} == {
            "stop_reason",
            "place_tonight",
            "next_step",
        }
        texts = {"stop_reason": "She said no.", "place_tonight": "Here", "next_step": "Ask again"}
        stopped = deciding.stop_transfer(
            transfer=fill(found, **texts),
            columns={"stopped_by": "child"},
            version=found.version,
            actor=around.worker,
        )
    assert (stopped.state, stopped.stopped_by, stopped.ended_on) == (
        "stopped",
        "child",
        around.today(),
    )


def violations(around: TransferCast) -> list[tuple[str, str]]:
    with role("maintenance"):
        found = BrokenSafeguard.objects.filter(file_id=around.case.file_id)
        return [(each.safeguard, each.alert) for each in found]


@pytest.mark.requirement("XBR-014")
def test_child_taken_away_is_recorded_as_a_violation_and_never_as_a_transfer(
    around: TransferCast,
) -> None:
    transfer = transfers.accepted(around)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        with pytest.raises(TransferRefused):
            travelling.record_unauthorised_removal(
                transfer=found,
                what="Border police took her across.",
                happened_on=around.today(),
                is_by_order=False,
                actor=around.worker,
            )
        found.next_step = "Ask the focal point where she is."
        travelling.record_unauthorised_removal(
            transfer=found,
            what="Border police took her across.",
            happened_on=around.today(),
            is_by_order=False,
            actor=around.worker,
        )
    kept = transfers.stored(transfer)
    assert (kept.state, kept.stopped_by, kept.departed_at) == ("stopped", "authority", None)
    assert violations(around) == [("deported", "to_tell")]


def test_handover_before_press_is_recorded_and_is_a_violation(around: TransferCast) -> None:
    transfer = transfers.handed_over(around, presence=["press"])
    assert transfer.state == "handed_over"
    [(safeguard, _alert)] = violations(around)
    assert safeguard in {"other", "removed_at_night"}  # at whatever hour the test runs


def test_only_an_authorised_transfer_departs(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with pytest.raises(TransferRefused) as refused:
        depart(around, transfer, dt.datetime.now(dt.UTC))
    assert {reason.code for reason in refused.value.reasons} == {"state"}
    refused_by_database(around, transfer, dt.datetime.now(dt.UTC), "does not follow|authorised_by")


def test_worker_on_leave_of_another_agency_records_nothing(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    stranger = agencies.staff()
    with acting(stranger), pytest.raises(NotAllowed):
        deciding.submit_transfer(transfer=transfer, version=transfer.version, actor=stranger)


@pytest.mark.requirement("XBR-006")
def test_group_is_a_board_of_individual_transfers(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    group = TransferGroup(name="Group of March", to_country="IND", planned_on=around.today(9))
    with acting(around.worker):
        groups.create_group(group=group, actor=around.worker)
        moved = groups.add_to_group(
            transfer=transfer, group=group, version=transfer.version, actor=around.worker
        )
        assert moved.group_id == group.pk
        changed = groups.change_group(
            group=group, columns={"name": "Group of April"}, version=1, actor=around.worker
        )
        assert (changed.name, changed.version) == ("Group of April", 2)
        wrong = TransferGroup(name="Elsewhere", to_country="PAK")
        groups.create_group(group=wrong, actor=around.worker)
        with pytest.raises(TransferRefused):
            groups.add_to_group(
                transfer=moved, group=wrong, version=moved.version, actor=around.worker
            )
    with acting(around.receiver):
        assert not TransferGroup.objects.exists()
    assert not hasattr(groups, "authorise_group")


def test_view_needs_why_the_child_was_not_asked(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.asked(around, transfer, wish="not_asked", words="")
    assert [reason.code for reason in refused.value.reasons] == ["why_not_asked"]
    with role("maintenance"):
        assert not TransferView.objects.filter(transfer=transfer, wish="not_asked").exists()
