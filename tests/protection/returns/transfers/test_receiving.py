"""The receiving side: what a colleague of another agency sees, does, and no longer sees."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from saathi.agencies import access, records, writing
from saathi.agencies.access import NotAllowed
from saathi.agencies.models import Grant, Notice, Scoped
from saathi.agencies.row_security import scoped_models
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.returns.transfers import queries
from saathi.protection.returns.transfers.actions import deciding, preparing, travelling
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferHandover,
    TransferJourney,
    TransferReport,
    TransferRequest,
    TransferView,
)
from saathi.protection.returns.transfers.received_queries import received_transfers
from tests.factories import agencies, protection, transfers
from tests.factories.transfers import TransferCast, fill
from tests.protection.returns.transfers.refused import refuse_request
from tests.roles import acting, role, slip_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def seen_by(around: TransferCast) -> set[type[Scoped]]:
    """The kinds of records of the file that the receiver reads, by both locks."""
    seen = set()
    with acting(around.receiver):
        for model in scoped_models():
            by_query = access.visible(around.receiver, model).filter(file=around.case.file_id)
            by_database = model._default_manager.filter(file=around.case.file_id)
            assert by_query.count() == by_database.count(), model
            if by_database.exists():
                seen.add(model)
    return seen


@pytest.mark.requirement("XBR-012")
def test_receiver_reads_this_transfer_and_nothing_else_of_the_file(around: TransferCast) -> None:
    assert seen_by(around) == set()
    transfer = transfers.prepared(around)
    assert seen_by(around) == {
        Transfer,
        TransferRequest,
        TransferAnswer,
        ReceivingPlacement,
        TransferJourney,
    }
    with acting(around.receiver):
        assert not Child.objects.filter(pk=around.child.pk).exists()
        [found] = received_transfers(around.receiver)
        assert found.pk == transfer.pk
        [notice] = Notice.objects.filter(staff=around.receiver, kind="transfer_ask")
        assert notice.record == transfer.pk


def test_receiver_does_not_read_an_earlier_transfer_of_the_child(around: TransferCast) -> None:
    transfers.screened(around)
    earlier = transfers.opened(around)
    transfers.requested(around, earlier, with_receiver=False)
    keeper = {
        "agreement": earlier.agreement,
        "our_focal_point": earlier.our_focal_point,
        "their_focal_point": earlier.their_focal_point,
    }
    with role("maintenance"):
        over = {"state": "stopped", "stopped_by": "worker", "ended_on": around.today()}
        Transfer.objects.filter(pk=earlier.pk).update(**over)
    later = transfers.opened(around, **keeper)
    transfers.requested(around, later)
    with acting(around.receiver):
        assert [found.pk for found in Transfer.objects.all()] == [later.pk]
        assert [found.transfer_id for found in TransferRequest.objects.all()] == [later.pk]


def test_a_worker_opens_no_file_to_another_agency(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    wrong = agencies.staff("case_worker", agencies.office(around.worker.agency))
    for receiver, actor in (
        (around.receiver, around.worker),  # no right to assign
        (wrong, around.supervisor),  # of our own agency
        (agencies.staff("oversight", around.receiver.office), around.supervisor),  # no case work
    ):
        spare = TransferCast(around.case, around.worker, actor, receiver)
        with pytest.raises(TransferRefused) as refused:
            transfers.requested(spare, transfers.fresh(transfer, actor))
        assert {reason.code for reason in refused.value.reasons} == {"receiver"}
    with role("maintenance"):
        assert not Grant.objects.filter(file=around.case.file_id, kind="share").exists()


def test_receiver_answers_and_it_moves_the_transfer(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    assert transfer.state == "accepted"
    assert transfers.duties(around, "transfer_answer") == []
    with role("maintenance"):
        assert Notice.objects.filter(staff=around.worker, kind="transfer_ans").count() == 1


def test_without_an_answer_it_stays_requested_until_a_day(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, with_receiver=False)
    assert transfers.duties(around, "transfer_answer") == [around.today(14)]
    with pytest.raises(TransferRefused) as refused:
        transfers.answered(
            around, transfers.fresh(transfer, around.worker), around.worker, answer="no_answer"
        )
    assert [reason.code for reason in refused.value.reasons] == ["next_on"]
    transfers.answered(
        around,
        transfers.fresh(transfer, around.worker),
        around.worker,
        answer="no_answer",
        next_on=around.today(10),
    )
    assert transfers.stored(transfer).state == "requested"
    assert transfers.duties(around, "transfer_answer") == [around.today(10)]


def refuses_receiver(around: TransferCast, write: Any) -> None:
    with (
        acting(around.receiver),
        pytest.raises((DatabaseError, NotAllowed)),
        transaction.atomic(),
    ):
        write()


def test_receiver_takes_no_step_of_ours(around: TransferCast) -> None:
    """In the action and, with every proof, in the database."""
    transfer = transfers.submitted(around)
    them = around.receiver
    with acting(them):
        found = Transfer.objects.get(pk=transfer.pk)
    steps = (
        lambda: deciding.authorise_transfer(transfer=found, version=found.version, actor=them),
        lambda: deciding.stop_transfer(transfer=found, columns={}, version=1, actor=them),
        lambda: preparing.change_transfer(transfer=found, columns={}, version=1, actor=them),
        lambda: preparing.record_view(
            view=TransferView(transfer=found, **around.common), actor=them
        ),
        lambda: writing.change(found, actor=them, state="accepted"),
        lambda: writing.change(found, actor=them, to_country="PAK"),
        lambda: writing.add(
            fill(TransferJourney(transfer=found, **around.common), **journey(around)), actor=them
        ),
        lambda: writing.add(
            fill(
                TransferRequest(transfer=found, **around.common),
                sent_on=around.today(),
                channel="here",
                answer_by=around.today(9),
            ),
            actor=them,
        ),
        lambda: writing.add(
            fill(
                TransferHandover(transfer=found, **around.common),
                handed_over_at=around.at(0, 1),
                identity="both",
            ),
            actor=them,
        ),
        lambda: writing.add(
            fill(
                Transfer(**around.common),
                child_id=around.child.pk,
                direction="outgoing",
                kind="return",
                reference="AAAA",
                from_country="NPL",
                to_country="IND",
                opened_on=around.today(),
                state_since=around.today(),
            ),
            actor=them,
        ),
    )
    for step in steps:
        refuses_receiver(around, step)
    slip_in(them, "UPDATE transfers_transfer SET state = 'stopped'", "proof|row-level|not yours")
    assert transfers.stored(transfer).version == found.version


def journey(around: TransferCast) -> dict[str, Any]:
    return transfers.journey_now() | {
        "escort_choice": "chosen",
        "escort_screening": "screened",
        "language": "shared",
        "fitness": "fit",
    }


def test_receiver_does_not_skip_a_stage(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    with pytest.raises(TransferRefused):
        transfers.received(around, transfer)
    with acting(around.receiver):
        found = Transfer.objects.get(pk=transfer.pk)
        record = TransferReport(transfer=found, kind="arrival", **around.common)
        values = {"seen_on": around.today(), "situation": "well", "reporter": "Ms Devi"}
        with pytest.raises(IntegrityError, match="does not follow"), transaction.atomic():
            writing.add(fill(record, **values), actor=around.receiver)


def test_receiver_reads_for_a_month_that_the_child_does_not_come(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    assert seen_by(around)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        texts = {"stop_reason": "She wants to stay.", "place_tonight": "Here", "next_step": "BIA"}
        records.open_texts(found)
        deciding.stop_transfer(
            transfer=fill(found, **texts),
            columns={"stopped_by": "child"},
            version=found.version,
            actor=around.worker,
        )
    assert transfers.stored(transfer).state == "stopped"
    assert seen_by(around)
    assert 29 <= days_of_right(around, transfer) <= 30
    assert told(around, "transfer_off") == 1
    with acting(around.receiver):
        found = Transfer.objects.get(pk=transfer.pk)
        queries.open_transfer_texts([found], around.receiver)
        assert (found.stop_reason, found.place_tonight, found.next_step) == ("", "", "")
    with pytest.raises((TransferRefused, IntegrityError)):
        transfers.placed(around, found)


def days_of_right(around: TransferCast, transfer: Transfer) -> int:
    """For how many days the receiver still reads the transfer."""
    with role("maintenance"):
        ends_at = Grant.objects.get(pk=transfer.access).ends_at
    assert ends_at is not None
    return (ends_at.date() - around.today()).days


def told(around: TransferCast, kind: str) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=around.receiver, kind=kind).count()


def test_receiver_corrects_a_refusal_until_another_is_asked(around: TransferCast) -> None:
    transfer = transfers.accepted(around)
    with acting(around.receiver):
        found = Transfer.objects.get(pk=transfer.pk)
    with pytest.raises(TransferRefused) as refused:
        transfers.answered(around, found, answer="refused", refusal="", conditions="")
    assert {reason.code for reason in refused.value.reasons} == {"refusal", "conditions"}
    transfers.answered(around, found, answer="refused")
    assert transfers.stored(transfer).state == "refused"
    assert seen_by(around)
    transfers.answered(around, transfers.fresh(transfer, around.receiver))
    assert transfers.stored(transfer).state == "accepted"


@pytest.mark.requirement("XBR-005")
def test_receiver_is_notified_that_the_child_does_not_come_now(around: TransferCast) -> None:
    transfer = transfers.authorised(around)
    transfers.asked(around, transfer, wish="does_not")
    assert told(around, "transfer_hld") == 1
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        deciding.withdraw_authorisation(
            transfer=found, reason="The child said no.", version=found.version, actor=around.worker
        )
    assert told(around, "transfer_hld") == 2
    assert transfers.stored(transfer).withdrawn_on == around.today()
    with acting(around.receiver):
        found = Transfer.objects.get(pk=transfer.pk)
        queries.open_transfer_texts([found], around.receiver)
        assert found.withdrawal_reason == ""


def test_receiver_is_not_shown_what_our_side_decided(around: TransferCast) -> None:
    transfer = transfers.submitted(around)
    with acting(around.supervisor):
        found = Transfer.objects.get(pk=transfer.pk)
        deciding.return_transfer(
            transfer=found,
            question="Why not with the aunt here?",
            version=found.version,
            actor=around.supervisor,
        )
    for reader, question in ((around.worker, "Why not with the aunt here?"), (around.receiver, "")):
        with acting(reader):
            [chained] = queries.chain_of(transfer.reference, reader)
            assert chained.question == question
            assert chained.partner


def test_receipt_renews_the_right_and_reports_follow(around: TransferCast) -> None:
    transfer = transfers.handed_over(around)
    assert transfers.duties(around, "transfer_receipt") == [around.today(1)]
    with role("maintenance"):
        Grant.objects.filter(pk=transfer.access).update(ends_at=around.at(5, 1))
    found = transfers.received(around, transfer)
    assert found.state == "received"
    with role("maintenance"):
        assert Grant.objects.get(pk=transfer.access).ends_at > around.at(360, 1)
    assert transfers.duties(around, "transfer_receipt") == []
    assert transfers.duties(around, "transfer_visit") == [around.today(2)]
    [month] = transfers.duties(around, "transfer_report")
    assert 28 <= (month - around.today()).days <= 31
    transfers.reported(around, found, "first_visit")
    assert transfers.duties(around, "transfer_visit") == []
    transfers.receive_earlier(around, transfer, days=370)
    for kind in ("month_1", "month_3", "month_6"):
        transfers.reported(around, found, kind)
    [last] = transfers.duties(around, "transfer_report")
    assert -5 <= (last - around.today()).days <= -4
    again = transfers.fresh(transfer, around.supervisor)
    with acting(around.supervisor), pytest.raises(TransferRefused) as refused:
        travelling.end_follow_up(transfer=again, version=again.version, actor=around.supervisor)
    assert [reason.code for reason in refused.value.reasons] == ["report", "due"]
    transfers.reported(around, found, "month_12")
    with acting(around.supervisor):
        again = Transfer.objects.get(pk=transfer.pk)
        travelling.end_follow_up(transfer=again, version=again.version, actor=around.supervisor)
    assert transfers.stored(transfer).state == "ended"
    assert transfers.duties(around, "transfer_report") == []
    assert seen_by(around) == set()


@pytest.mark.requirement("XBR-013")
def test_chain_shows_each_side_the_legs_it_reads(around: TransferCast) -> None:
    """The receiving agency has the child in a file of its own, with the same reference."""
    transfer = transfers.accepted(around)
    there = TransferCast(
        transfers.children.case(around.receiver), around.receiver, around.supervisor, around.worker
    )
    transfers.opened(
        there,
        direction="incoming",
        from_country="NPL",
        to_country="IND",
        reference=transfer.reference,
        leg=2,
        agreement=None,
    )
    with acting(around.receiver):
        legs = queries.chain_of(transfer.reference, around.receiver)
        assert [(leg.leg, leg.direction) for leg in legs] == [(1, "outgoing"), (2, "incoming")]
    with acting(around.worker):
        assert [leg.leg for leg in queries.chain_of(transfer.reference, around.worker)] == [1]


def test_no_request_before_the_screening_or_against_a_need_for_protection(
    around: TransferCast,
) -> None:
    transfer = transfers.opened(around)
    refuse_request(around, transfer)
    with acting(around.worker):
        protection.sign(around.case, around.worker)
    refuse_request(around, transfer)


def test_section_of_transfers_alone_opens_no_other() -> None:
    assert Section.TRANSFER not in Section.LEGAL
    assert Transfer.section == Section.TRANSFER
    assert TransferView.section == Section.LEGAL
