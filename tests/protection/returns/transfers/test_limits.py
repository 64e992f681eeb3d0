"""What a transfer is based on, when its records fit, what goes in no text, and news of danger."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Notice, Scoped, Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.returns.transfers.actions import deciding, groups, preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferGroup,
    TransferJourney,
    TransferReport,
    TransferRequest,
)
from tests.desk import cast
from tests.factories import agreements, helps, transfers
from tests.factories.transfers import TransferCast, fill
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def codes_of(refused: pytest.ExceptionInfo[TransferRefused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def refuse_row(around: TransferCast, record: Scoped, match: str, **values: Any) -> None:
    """The database refuses the row, whoever proves that the application wrote it."""
    with (
        acting(around.worker),
        pytest.raises(IntegrityError, match=match),
        transaction.atomic(),
    ):
        writing.add(fill(record, **values), actor=around.worker)


def refuse_change(around: TransferCast, transfer: Transfer, match: str, **columns: Any) -> None:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            writing.change(found, actor=around.worker, **columns)


def close_case(around: TransferCast) -> None:
    closed = {"status": "closed", "closed_on": around.today(), "closing_reason": "recovery"}
    with role("maintenance"):
        Case.objects.filter(pk=around.case.pk).update(**closed)


# --- the basis ------------------------------------------------------------------------------------


@pytest.mark.requirement("XBR-005")
def test_an_agreement_or_focal_point_of_other_countries_is_refused(around: TransferCast) -> None:
    keeper = around.supervisor
    elsewhere = agreements.agreement(keeper, countries=["BGD", "IND"])
    wrong = agreements.focal_point(keeper, "BGD")
    transfer = transfers.opened(around, agreement=None)
    leg = {"reference": transfer.reference, "leg": 2}
    for name, value, match in (
        ("agreement", elsewhere, "not of both countries"),
        ("our_focal_point", wrong, "of another country"),
        ("their_focal_point", wrong, "of another country"),
    ):
        with pytest.raises(TransferRefused) as refused:
            transfers.opened(around, **({"agreement": None} | leg | {name: value}))
        assert codes_of(refused) == {name}
        refuse_change(around, transfer, match, **{name: value})
        with acting(around.worker):
            found = Transfer.objects.get(pk=transfer.pk)
            records.open_texts(found)
            with pytest.raises(TransferRefused) as refused:
                preparing.change_transfer(
                    transfer=found,
                    columns={name: value},
                    version=found.version,
                    actor=around.worker,
                )
        assert codes_of(refused) == {name}


def test_an_agreement_of_more_countries_fits(around: TransferCast) -> None:
    regional = agreements.agreement(around.supervisor, countries=["BGD", "IND", "NPL"])
    assert transfers.opened(around, agreement=regional).agreement == regional


def test_a_changed_register_is_missing_at_the_authorisation(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with role("maintenance"):
        type(transfer.agreement).objects.filter(pk=transfer.agreement_id).update(
            countries=["BGD", "IND"]
        )
    with pytest.raises(TransferRefused) as refused:
        transfers.authorised(around, transfer)
    assert codes_of(refused) == {"agreement"}
    columns = {"decided_by": around.supervisor.pk, "decided_on": around.today()}
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match="both countries"), transaction.atomic():
            writing.change(found, actor=around.supervisor, state="authorised", **columns)


def test_a_journey_is_not_planned_for_the_past(around: TransferCast) -> None:
    with pytest.raises(TransferRefused) as refused:
        transfers.opened(around, agreement=None, planned_on=around.today(-1))
    assert codes_of(refused) == {"planned_on"}
    transfer = transfers.opened(around)
    refuse_change(around, transfer, "planned day is past", planned_on=around.today(-1))
    with pytest.raises(TransferRefused) as refused:
        transfers.planned(around, transfer, -1)
    assert codes_of(refused) == {"departs_day"}
    transfers.planned(around, transfer, 1)
    with role("maintenance"):
        plan = TransferJourney.objects.get(transfer=transfer)
    past = {name: around.at(-1, 12) for name in ("departs_at", "crosses_at", "arrives_at")}
    choices = ("crossing", "escort_choice", "escort_screening", "language", "fitness")
    record = TransferJourney(transfer=transfer, **around.common)
    kept = {name: getattr(plan, name) for name in choices}
    refuse_row(around, record, "journey is past", **past, **kept)


def test_no_transfer_without_a_case(around: TransferCast) -> None:
    close_case(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.opened(around)
    assert codes_of(refused) == {"state"}


# --- the answer, and the stage of each record -----------------------------------------------------


def test_an_answer_follows_the_newest_request(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    answer = {"answered_on": around.today(), "answer": "accepted"}
    with pytest.raises(TransferRefused) as refused:
        transfers.answered(around, transfer, around.worker)
    assert codes_of(refused) == {"state"}
    refuse_row(
        around, TransferAnswer(transfer=transfer, **around.common), "no request before", **answer
    )
    transfers.requested(around, transfer, with_receiver=False)
    transfer = transfers.fresh(transfer, around.worker)
    with pytest.raises(TransferRefused) as refused:
        transfers.answered(around, transfer, around.worker, answered_on=around.today(-1))
    assert codes_of(refused) == {"answered_on"}
    answer["answered_on"] = around.today(-1)
    refuse_row(
        around, TransferAnswer(transfer=transfer, **around.common), "no request before", **answer
    )
    with pytest.raises(TransferRefused) as refused:
        transfers.answered(around, transfer, around.worker, answer="accepted_if")
    assert codes_of(refused) == {"conditions"}
    transfers.answered(
        around, transfer, around.worker, answer="accepted_if", conditions="A woman as escort."
    )
    assert transfers.stored(transfer).state == "accepted"


def test_a_stopped_transfer_takes_no_placement_journey_or_request(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        texts = {"stop_reason": "No", "place_tonight": "Here", "next_step": "Ask"}
        records.open_texts(found)
        deciding.stop_transfer(
            transfer=fill(found, **texts),
            columns={"stopped_by": "child"},
            version=found.version,
            actor=around.worker,
        )
    stopped = transfers.fresh(transfer, around.worker)
    for attempt in (
        lambda: transfers.placed(around, stopped, around.worker),
        lambda: transfers.planned(around, stopped),
        lambda: transfers.requested(around, stopped, with_receiver=False),
    ):
        with pytest.raises(TransferRefused) as refused:
            attempt()
        assert codes_of(refused) == {"state"}
    placement = {"care": "relatives", "standing": "meets", "has_reasons": False}
    times = {name: around.at(2, 12) for name in ("departs_at", "crosses_at", "arrives_at")}
    plan = times | {
        "crossing": "land", "escort_choice": "chosen", "escort_screening": "screened",
        "language": "shared", "fitness": "fit",
    }  # fmt: skip
    request = {"sent_on": around.today(), "channel": "here", "answer_by": around.today(9)}
    for model, values in (
        (ReceivingPlacement, placement),
        (TransferJourney, plan),
        (TransferRequest, request),
    ):
        record = model(transfer=stopped, **around.common)
        refuse_row(around, record, "not being prepared", **values)


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.requirement("XBR-010")
def test_no_text_for_the_other_country_names_a_shelter(around: TransferCast) -> None:
    transfers.screened(around)
    helps.service(around.supervisor, name="Asha House", kinds=["shelter"], is_place_secret=True)
    transfer = transfers.opened(around)
    for name in ("needs", "asks", "shared"):
        texts = {name: "She lives in the Asha  house, Kathmandu."}
        with pytest.raises(TransferRefused) as refused:
            transfers.requested(around, transfer, with_receiver=False, **texts)
        assert codes_of(refused) == {name}
    leg = {"reference": transfer.reference, "leg": 2}
    with pytest.raises(TransferRefused) as refused:
        transfers.opened(around, agreement=None, partner="Asha House", **leg)
    assert codes_of(refused) == {"partner"}
    transfers.requested(around, transfer, with_receiver=False, needs="Asha, houses: a girl’s words")
    for name in ("route", "escort", "belongings"):
        with pytest.raises(TransferRefused) as refused:
            transfers.planned(around, transfer, **{name: "From Asha House at dawn"})
        assert codes_of(refused) == {name}
    with pytest.raises(TransferRefused) as refused:
        transfers.placed(around, transfer, around.worker, support="A colleague of Asha House calls")
    assert codes_of(refused) == {"support"}


@pytest.mark.requirement("XBR-010")
def test_the_name_of_a_group_does_not_tell_what_happened(around: TransferCast) -> None:
    told = "Rescued from brothels in March"
    with acting(around.worker):
        with pytest.raises(TransferRefused) as refused:
            groups.create_group(
                group=TransferGroup(name=told, to_country="IND"), actor=around.worker
            )
        assert codes_of(refused) == {"name"}
        group = TransferGroup(name="Group of March", to_country="IND")
        groups.create_group(group=group, actor=around.worker)
        with pytest.raises(TransferRefused) as refused:
            groups.change_group(group=group, columns={"name": told}, version=1, actor=around.worker)
        assert codes_of(refused) == {"name"}


def test_a_group_is_planned_ahead_and_under_an_agreement_of_its_countries(
    around: TransferCast,
) -> None:
    elsewhere = agreements.agreement(around.supervisor, countries=["BGD", "IND"])
    wrong: tuple[dict[str, Any], ...] = (
        {"planned_on": around.today(-1)},
        {"agreement": elsewhere},
    )
    group = TransferGroup(name="Group of March", to_country="IND", planned_on=around.today())
    with acting(around.worker):
        groups.create_group(group=group, actor=around.worker)
        for columns in wrong:
            with pytest.raises(TransferRefused) as refused:
                groups.create_group(
                    group=TransferGroup(name="Group", to_country="IND", **columns),
                    actor=around.worker,
                )
            assert codes_of(refused) == set(columns)
            with pytest.raises(TransferRefused) as refused:
                groups.change_group(group=group, columns=columns, version=1, actor=around.worker)
            assert codes_of(refused) == set(columns)


# --- handover and reports -------------------------------------------------------------------------


def violations(around: TransferCast) -> int:
    with role("maintenance"):
        return BrokenSafeguard.objects.filter(file_id=around.case.file_id).count()


@pytest.mark.requirement("XBR-014")
def test_a_violation_is_recorded_without_an_open_case(around: TransferCast) -> None:
    transfer = transfers.departed(around)
    close_case(around)
    transfers.handed_over(around, transfer, identity="none")
    assert violations(around) == 1


@pytest.mark.requirement("XBR-014")
def test_page_says_that_an_unsafe_handover_was_recorded() -> None:
    around = cast.around()
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.depart(around, transfer)
    page = f"{around.url}transfers/{transfer.pk}/"
    entered = {"place": "Bridge", "received_by": "Someone", "identity": "none"}
    done = follow(signed_in(around.worker), f"{page}handover/", **entered)
    assert "The handover is recorded." in done
    assert "your managers are notified" in done
    assert "The identity of the receiving person was not checked" in done
    assert prepared.stored(transfer).state == "handed_over"


def reported(
    around: TransferCast, transfer: Transfer, by: Staff | None = None, **values: Any
) -> TransferReport:
    usual = {"kind": "other", "seen_on": around.today(), "reporter": "Ms Devi"}
    actor = by or around.receiver
    with acting(actor):
        record = TransferReport(transfer=transfers.fresh(transfer, actor), **around.common)
        return transfers.travelling.record_transfer_report(
            report=fill(record, **(usual | values)), actor=actor
        )


def leaders_and_worker(around: TransferCast) -> set[Any]:
    with role("maintenance"):
        leaders = Staff.objects.filter(office=around.worker.office, role_kind="supervisor")
        return {around.worker.pk, *leaders.values_list("pk", flat=True)}


def told_of_danger(around: TransferCast) -> set[Any]:
    with role("maintenance"):
        found = Notice.objects.filter(kind="transfer_dng", record=around.case.file_id)
        return set(found.values_list("staff", flat=True))


def of_yesterday(around: TransferCast, situation: str) -> None:
    """A report of danger as if it were of the day before: another person ends it on a later day."""
    with role("maintenance"):
        TransferReport.objects.filter(file=around.case.file_id, situation=situation).update(
            seen_on=around.today(-1), recorded_at=around.at(-1, 9)
        )


@pytest.mark.parametrize("situation", ["not_safe", "missing", "exploited"])
def test_danger_is_notified_at_once_and_asked_again_the_same_day(
    around: TransferCast, situation: str
) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    [scheduled] = transfers.duties(around, "transfer_report")
    with pytest.raises(TransferRefused) as refused:
        reported(around, transfer, situation=situation)
    assert codes_of(refused) == {"needs"}
    assert told_of_danger(around) == set()
    reported(around, transfer, situation=situation, needs="The uncle beats her. Find a place.")
    assert told_of_danger(around) == leaders_and_worker(around)
    assert transfers.duties(around, "transfer_report") == [around.today()]
    of_yesterday(around, situation)
    reported(around, transfer, situation="well", by=around.worker)
    assert transfers.duties(around, "transfer_report") == [scheduled]


def test_the_last_report_in_danger_is_followed_by_another(around: TransferCast) -> None:
    transfer = transfers.received(around, transfers.handed_over(around))
    transfers.receive_earlier(around, transfer, days=370)
    reported(around, transfer, kind="month_12", situation="missing", needs="Search for her.")
    assert transfers.duties(around, "transfer_report") == [around.today()]
    of_yesterday(around, "missing")
    reported(around, transfer, situation="well", by=around.worker)
    # The child was not seen at 12 months: that report is still due.
    assert len(transfers.duties(around, "transfer_report")) == 1
    reported(around, transfer, kind="month_12", situation="well", by=around.worker)
    assert transfers.duties(around, "transfer_report") == []
