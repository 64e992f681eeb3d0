"""What was addressed to one receiver is not for the next: another colleague, another agency, a letter."""

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import access, writing
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.actions import requesting
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    ReceivingPlacement,
    Transfer,
    TransferAnswer,
    TransferJourney,
    TransferRequest,
)
from saathi.protection.returns.transfers.received_queries import received_transfers
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting

pytestmark = pytest.mark.django_db
LETTER = "For the committee in Patna alone."
ADDRESSED = (TransferRequest, TransferAnswer, ReceivingPlacement, TransferJourney)


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def read_by(reader: Staff, transfer: Transfer) -> dict[str, int]:
    """How many records of each kind a person reads, by both locks."""
    counts = {}
    with acting(reader):
        for model in ADDRESSED:
            by_database = model._default_manager.filter(transfer=transfer).count()
            by_query = access.visible(reader, model).filter(transfer=transfer).count()
            assert by_query == by_database, model
            counts[model.__name__] = by_database
    return counts


def nothing() -> dict[str, int]:
    return dict.fromkeys((model.__name__ for model in ADDRESSED), 0)


def another(around: TransferCast) -> TransferCast:
    """The same child and people, with a colleague of another agency in India."""
    there = agencies.office(agencies.agency(country="IND"), time_zone="Asia/Kolkata")
    receiver = agencies.staff("case_worker", there)
    return TransferCast(around.case, around.worker, around.supervisor, receiver, around.sender)


def refused_by_letter(around: TransferCast) -> Transfer:
    """A request by letter, with the refusal of another agency, and what was recorded for it."""
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, with_receiver=False, needs=LETTER)
    found = transfers.fresh(transfer, around.worker)
    transfers.placed(around, found, around.worker)
    transfers.planned(around, found)
    transfers.answered(around, found, around.worker, answer="refused")
    return transfers.fresh(transfer, around.sender or around.supervisor)


@pytest.mark.requirement("XBR-012")
def test_receiver_reads_no_letter_to_another_agency(around: TransferCast) -> None:
    transfer = refused_by_letter(around)
    transfers.requested(around, transfer)
    assert read_by(around.receiver, transfer) == nothing() | {"TransferRequest": 1}
    with acting(around.receiver):
        [request] = TransferRequest.objects.all()
        assert request.addressee == around.receiver.pk
        [found] = received_transfers(around.receiver)
        assert found.due_on == request.answer_by
    assert read_by(around.worker, transfer) == {
        "TransferRequest": 2,
        "TransferAnswer": 1,
        "ReceivingPlacement": 1,
        "TransferJourney": 1,
    }


@pytest.mark.requirement("XBR-012")
def test_second_receiver_reads_nothing_of_the_first(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, needs=LETTER)
    there = transfers.fresh(transfer, around.receiver)
    transfers.placed(around, there)
    transfers.planned(around, transfers.fresh(transfer, around.worker))
    transfers.answered(around, transfers.fresh(transfer, around.receiver), answer="refused")
    second = another(around)
    transfers.requested(second, transfers.fresh(transfer, around.sender or around.supervisor))
    assert read_by(second.receiver, transfer) == nothing() | {"TransferRequest": 1}
    assert read_by(around.receiver, transfer) == nothing()
    transfers.answered(second, transfers.fresh(transfer, second.receiver))
    assert transfers.stored(transfer).state == "accepted"
    found = transfers.fresh(transfer, around.worker)
    transfers.planned(around, found)
    assert read_by(second.receiver, transfer) == nothing() | {
        "TransferRequest": 1,
        "TransferAnswer": 1,
        "TransferJourney": 1,
    }


@pytest.mark.requirement("XBR-012")
def test_a_letter_after_a_request_in_the_system_is_not_read_there(around: TransferCast) -> None:
    """Nor what is prepared for whoever got the letter. A letter still accepts nothing."""
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    transfers.answered(around, transfers.fresh(transfer, around.receiver), answer="refused")
    sender = around.sender or around.supervisor
    transfers.requested(
        around, transfers.fresh(transfer, sender), with_receiver=False, needs=LETTER
    )
    found = transfers.fresh(transfer, around.worker)
    transfers.placed(around, found, around.worker)
    transfers.planned(around, found)
    own = {"TransferRequest": 1, "TransferAnswer": 1}
    assert read_by(around.receiver, transfer) == nothing() | own
    with acting(around.receiver):
        assert TransferRequest.objects.get().channel == "here"
    transfers.answered(around, transfers.fresh(transfer, around.worker), around.worker)
    assert transfers.stored(transfer).state == "requested"


def test_what_was_prepared_before_the_first_request_goes_with_it(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.planned(around, transfers.fresh(transfer, around.worker))
    transfers.requested(around, transfers.fresh(transfer, around.sender or around.supervisor))
    assert read_by(around.receiver, transfer)["TransferJourney"] == 1
    sender = around.sender
    assert sender is not None
    assert sender.pk not in transfers.stored(transfer).editors


def test_a_colleague_is_chosen_for_a_request_in_the_system_alone(around: TransferCast) -> None:
    transfers.screened(around)
    transfer = transfers.opened(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.requested(around, transfer, channel="focal_point")
    assert [reason.code for reason in refused.value.reasons] == ["channel"]


@pytest.mark.requirement("XBR-012")
def test_no_statement_addresses_a_record_to_another_person(around: TransferCast) -> None:
    """As the web role, with a proof but without the action."""
    transfer = refused_by_letter(around)
    stranger = another(around).receiver
    sender = around.sender or around.supervisor
    given = transfers.may_be_asked(around, transfer)
    letter = fill(
        TransferRequest(transfer=transfer, **around.common), sent_on=around.today(), facts=[],
        channel="focal_point", answer_by=around.today(9), consent=given, addressee=stranger.pk,
        shared="", needs="", asks="",
    )  # fmt: skip
    with (
        acting(sender),
        pytest.raises(IntegrityError, match="not the addressee"),
        transaction.atomic(),
    ):
        writing.add(letter, actor=sender)
    found = transfers.fresh(transfer, sender)
    with (
        acting(sender),
        pytest.raises(IntegrityError, match="not the addressee of the request"),
        transaction.atomic(),
    ):
        writing.change(found, actor=sender, receiver=stranger)
    transfers.requested(around, transfers.fresh(transfer, sender))
    with acting(sender):
        first = TransferRequest.objects.order_by("recorded_at")[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            writing.change(first, actor=sender, addressee=around.receiver.pk)
    assert requesting.SHARED_DAYS == 366
