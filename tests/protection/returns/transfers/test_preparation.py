"""Who prepared a transfer does not authorise it, and what was authorised is what happens."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import records, writing
from saathi.agencies.models import Notice
from saathi.protection.returns.transfers.actions import deciding, preparing
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferDocument,
    TransferSafetyAssessment,
    TransferView,
)
from tests.factories import transfers
from tests.factories.transfers import TransferCast, fill
from tests.roles import acting, role, slip_in

pytestmark = pytest.mark.django_db
type Step = Callable[[TransferCast, Transfer], Any]


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def of_supervisor(step: Step) -> Step:
    """The step as the supervisor takes it, in place of the worker."""

    def do(around: TransferCast, transfer: Transfer) -> Any:
        lead = around.supervisor
        return step(TransferCast(around.case, lead, lead, around.receiver), transfer)

    return do


def edit(around: TransferCast, transfer: Transfer) -> None:
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        records.open_texts(found)
        preparing.change_transfer(
            transfer=fill(found, partner="Another committee"),
            columns={},
            version=found.version,
            actor=around.worker,
        )


def change_document(around: TransferCast, transfer: Transfer, state: str = "given") -> None:
    with acting(around.worker):
        paper = TransferDocument.objects.filter(transfer=transfer).first()
        assert paper is not None
        records.open_texts(paper)
        preparing.change_paper(
            paper=paper, columns={"state": state}, version=paper.version, actor=around.worker
        )


def place(around: TransferCast, transfer: Transfer) -> None:
    transfers.placed(around, transfers.fresh(transfer, around.worker), around.worker)


def answer(around: TransferCast, transfer: Transfer) -> None:
    found = transfers.fresh(transfer, around.worker)
    transfers.answered(around, found, around.worker)


PREPARATION: dict[str, Step] = {
    "change": edit,
    "safety": lambda around, transfer: transfers.assessed(around, transfer, "origin"),
    "view": transfers.asked,
    "paper": lambda around, transfer: transfers.paper(around, transfer, "court"),
    "changed paper": change_document,
    "placement": place,
    "journey": lambda around, transfer: transfers.planned(
        around, transfers.fresh(transfer, around.worker)
    ),
    "answer": answer,
}


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("name", PREPARATION)
def test_whoever_prepared_a_transfer_does_not_authorise_it(around: TransferCast, name: str) -> None:
    transfer = transfers.prepared(around)
    of_supervisor(PREPARATION[name])(around, transfer)
    transfer = transfers.submitted(around, transfer)
    assert around.supervisor.pk in transfers.stored(transfer).editors
    refuses_authorisation(around, transfer)
    assert transfers.stored(transfer).state == "submitted"


def refuses_authorisation(around: TransferCast, transfer: Transfer) -> None:
    """In the action and, with every proof, in the database, also without the editors."""
    with pytest.raises(TransferRefused) as refused:
        transfers.authorised(around, transfer)
    assert {reason.code for reason in refused.value.reasons} == {"own"}
    columns = {"decided_by": around.supervisor.pk, "decided_on": around.today()}
    for editors in ({}, {"editors": []}):
        with acting(around.supervisor):
            found = Transfer.objects.get(pk=transfer.pk)
            with (
                pytest.raises(IntegrityError, match=r"never_ones_own|second person"),
                transaction.atomic(),
            ):
                writing.change(
                    found, actor=around.supervisor, state="authorised", **columns, **editors
                )


def test_whoever_sent_the_request_authorises_the_transfer(around: TransferCast) -> None:
    """An office with one supervisor: only a supervisor sends the request to a colleague abroad."""
    assert around.sender is not None
    transfer = transfers.submitted(around)
    as_sender = TransferCast(around.case, around.worker, around.sender, around.receiver)
    assert transfers.authorised(as_sender, transfer).state == "authorised"


def test_editors_stay_named(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    of_supervisor(edit)(around, transfer)
    slip_in(
        around.supervisor,
        "UPDATE transfers_transfer SET editors = '{}', version = version + 1",
        "proof|row-level",
    )
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        writing.change(found, actor=around.worker, editors=[])
    assert around.supervisor.pk in transfers.stored(transfer).editors


CHANGES: dict[str, Step] = {
    "placement of the receiver": lambda around, transfer: transfers.placed(
        around, transfers.fresh(transfer, around.receiver)
    ),
    "our placement": place,
    "journey": PREPARATION["journey"],
    "safety": PREPARATION["safety"],
    "paper": PREPARATION["paper"],
    "changed paper": lambda around, transfer: change_document(around, transfer, "requested"),
}


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("name", CHANGES)
def test_page_opened_before_a_change_authorises_nothing(around: TransferCast, name: str) -> None:
    transfer = transfers.submitted(around)
    seen = transfers.fresh(transfer, around.supervisor)
    CHANGES[name](around, transfer)
    change_back(transfer)
    found, lead = transfers.fresh(transfer, around.supervisor), around.supervisor
    with acting(lead), pytest.raises(writing.ChangedMeanwhile):
        deciding.authorise_transfer(transfer=found, version=seen.version, actor=lead)
    assert transfers.stored(transfer).state == "submitted"


def change_back(transfer: Transfer) -> None:
    """As if nothing were missing after the change: only the version is old."""
    with role("maintenance"):
        TransferDocument.objects.filter(transfer=transfer).update(state="held")


@pytest.mark.requirement("XBR-005")
@pytest.mark.parametrize("name", CHANGES)
def test_change_after_the_authorisation_ends_it(around: TransferCast, name: str) -> None:
    transfer = transfers.authorised(around)
    version = transfers.stored(transfer).version
    CHANGES[name](around, transfer)
    kept = transfers.stored(transfer)
    assert (kept.state, kept.decided_by, kept.decided_on) == ("accepted", None, None)
    assert kept.version > version
    with role("maintenance"):
        told = Notice.objects.filter(kind="transfer_wdn", record=transfer.file_id)
        expected = {around.worker.pk, around.supervisor.pk}
        writer = around.receiver if "receiver" in name else around.worker
        assert {notice.staff_id for notice in told} == expected - {writer.pk}
    again = transfers.fresh(transfer, around.worker)
    values = {"state": "travelling", "departed_at": dt.datetime.now(dt.UTC)}
    with acting(around.worker), pytest.raises(IntegrityError), transaction.atomic():
        writing.change(again, actor=around.worker, **values)


def test_view_and_a_document_given_as_planned_end_no_authorisation(around: TransferCast) -> None:
    transfer = transfers.authorised(around)
    change_document(around, transfer)
    transfers.asked(around, transfer)
    assert transfers.stored(transfer).state == "authorised"


def test_whoever_asked_the_child_after_an_authorisation_gives_no_second_one(
    around: TransferCast,
) -> None:
    transfer = transfers.authorised(around)
    of_supervisor(transfers.asked)(around, transfer)
    assert around.supervisor.pk not in transfers.stored(transfer).editors
    place(around, transfer)
    refuses_authorisation(around, transfers.submitted(around, transfer))


def test_authorised_transfer_says_what_was_authorised(around: TransferCast) -> None:
    transfer = transfers.authorised(around)
    with acting(around.worker):
        found = Transfer.objects.get(pk=transfer.pk)
        with pytest.raises(IntegrityError, match="sent back first"), transaction.atomic():
            writing.change(found, actor=around.worker, their_focal_point=None)


def test_no_record_of_the_future(around: TransferCast) -> None:
    transfer = transfers.prepared(around)
    with pytest.raises(TransferRefused) as refused:
        transfers.assessed(around, transfer, "origin", assessed_on=around.today(1))
    assert {reason.code for reason in refused.value.reasons} == {"assessed_on"}
    safety = TransferSafetyAssessment(transfer=transfer, subject="origin", **around.common)
    values = {"assessed_on": around.today(2), "sources": ["visit"], "result": "safe"}
    view = TransferView(transfer=transfer, moment="preparation", wish="goes", **around.common)
    later = {"asked_at": dt.datetime.now(dt.UTC) + dt.timedelta(hours=1), "is_replied": False}
    for record in (fill(safety, **values), fill(view, **later)):
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="in the future"),
            transaction.atomic(),
        ):
            writing.add(record, actor=around.worker)
