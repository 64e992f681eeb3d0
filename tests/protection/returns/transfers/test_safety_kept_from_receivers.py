"""The safety assessments of a transfer are the sender's: receivers read neither the finding nor the words."""

from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.returns.transfers.actions import files
from saathi.protection.returns.transfers.models import Transfer, TransferSafetyAssessment
from saathi.protection.returns.transfers.transfer_file import read_transfer_file
from saathi.protection.returns.transfers.vocabulary import SafetyResult
from tests.factories import agencies, transfers
from tests.factories.transfers import TransferCast
from tests.reading import whole
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PHRASE = "ABCDE-FGHJK-MNPQR-STUVW-XYZ23"
WORDS = {
    "threats": "Her uncle Hari Prasad beats the children of the house.",
    "measures": "Aunt Sunita Devi does not leave her alone with him.",
    "assessor": "Kamala Rai, district child rights officer",
}
SAID = (*WORDS.values(), "Hari Prasad", "Sunita Devi", "Kamala Rai")
HEADINGS = ("Threats and dangers", "Safety measures", "Assessed by", "Safety assessment")
FINDINGS = tuple(str(result.label) for result in SafetyResult)


@pytest.fixture
def around() -> TransferCast:
    return transfers.cast()


def assess_each(around: TransferCast, transfer: Transfer, result: str) -> None:
    for subject in ("origin", "movement", "destination"):
        transfers.assessed(around, transfer, subject, result=result, **WORDS)


def requested(around: TransferCast, **values: Any) -> Transfer:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, **values)
    return transfer


def read_nothing(shown: str) -> None:
    for hidden in (*SAID, *HEADINGS, *FINDINGS):
        assert hidden not in shown, hidden


def pages_of_receivers(transfer: Transfer, receiver: Staff, leader: Staff) -> list[str]:
    """The page of the transfer, both lists and My day, as receivers and their supervisor read them."""
    page = reverse("transfers:show_incoming", args=[transfer.pk])
    read = [(receiver, page), (receiver, "/transfers/received/"), (receiver, "/")]
    read += [(leader, reverse("transfers:list_office_incoming")), (leader, "/")]
    return [whole(signed_in(staff).get(address).content) for staff, address in read]


@pytest.mark.parametrize("result", ["safe", "with_measures", "not_safe"])
def test_receivers_read_no_finding_and_no_word_of_the_safety_assessments(
    around: TransferCast, result: str
) -> None:
    transfer = requested(around)
    leader = agencies.staff("supervisor", around.receiver.office)
    assess_each(around, transfer, result)
    ours = reverse("transfers:show_transfer", args=[transfer.file_id, transfer.pk])
    assert "Hari Prasad" in whole(signed_in(around.worker).get(ours).content)
    shown = pages_of_receivers(transfer, around.receiver, leader)
    assert transfer.reference in shown[0]
    assert transfer.reference in shown[3]
    for page in shown:
        read_nothing(page)
    for staff in (around.receiver, leader):
        for address in (
            ours,
            reverse("transfers:print_transfer", args=[transfer.file_id, transfer.pk]),
        ):
            assert signed_in(staff).get(address, follow=True).status_code == 404


def test_receivers_read_no_row_of_the_safety_assessments_by_either_lock(
    around: TransferCast,
) -> None:
    transfer = requested(around)
    leader = agencies.staff("supervisor", around.receiver.office)
    assess_each(around, transfer, "not_safe")
    for staff, expected in ((around.worker, 3), (around.receiver, 0), (leader, 0)):
        with acting(staff):
            assert TransferSafetyAssessment.objects.filter(transfer=transfer).count() == expected
            assert access.visible(staff, TransferSafetyAssessment).count() == expected


def test_receivers_read_none_of_it_while_the_child_travels_and_after_the_receipt(
    around: TransferCast,
) -> None:
    transfer = transfers.departed(around)
    assess_each(around, transfer, "with_measures")
    leader = agencies.staff("supervisor", around.receiver.office)
    for page in pages_of_receivers(transfer, around.receiver, leader):
        read_nothing(page)


def test_the_transfer_file_and_the_printed_request_say_nothing_of_the_safety_assessments(
    around: TransferCast,
) -> None:
    transfer = requested(around)
    assess_each(around, transfer, "not_safe")
    with acting(around.supervisor):
        own = transfers.fresh(transfer, around.supervisor)
        packed = files.export_transfer(
            transfer=own, contact="Desk", passphrase=PHRASE, actor=around.supervisor
        )
    read_nothing(str(read_transfer_file(packed, PHRASE)))
    address = reverse("transfers:print_request", args=[transfer.file_id, transfer.pk])
    printed = whole(signed_in(around.worker).get(address).content)
    for hidden in (*SAID, *HEADINGS):
        assert hidden not in printed


@pytest.mark.parametrize("paper", ["print_day", "print_handover", "print_booklet"])
def test_no_paper_that_travels_says_what_the_safety_assessments_found(
    around: TransferCast, paper: str
) -> None:
    transfer = transfers.prepared(around)
    assess_each(around, transfer, "with_measures")
    transfer = transfers.authorised(around, transfers.submitted(around, transfer))
    address = reverse(f"transfers:{paper}", args=[transfer.file_id, transfer.pk])
    answer = signed_in(around.worker).get(address, follow=True)
    assert not answer.redirect_chain, whole(answer.content)
    printed = whole(answer.content)
    for hidden in (*SAID, *HEADINGS):
        assert hidden not in printed
