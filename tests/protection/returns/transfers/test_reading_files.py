"""A transfer file is read in after a preview, and only for the child whom the worker confirmed."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers.forms.files import sign_content
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.transfer_file import write_transfer_file
from tests.factories import children
from tests.protection.returns.transfers.test_files import CONTENT, PHRASE
from tests.reading import words
from tests.roles import acting
from tests.signing import signed_in


def upload(client: Client, address: str, data: bytes, phrase: str = PHRASE) -> Any:
    file = SimpleUploadedFile("transfer.zip", data, "application/zip")
    return client.post(address, {"file": file, "passphrase": phrase})


def address(case: Case) -> str:
    return reverse("transfer_files:read_file", args=[case.file_id])


@pytest.mark.django_db
@pytest.mark.requirement("XBR-012")
def test_a_file_is_seen_first_and_then_opens_a_transfer_with_the_same_reference(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    answer = upload(client, address(case), write_transfer_file(CONTENT, PHRASE))
    page = words(answer.content)
    for shown in ("ABCD-EFGH-JKLM", "Glasses", "Cross-border desk", "Maithili", "20 December 2026"):
        assert shown in page
    with acting(worker):
        assert not Transfer.objects.exists()  # a preview writes nothing
    text = answer.content.decode()
    signed = text.split('name="signed" value="')[1].split('"')[0]
    assert case.child.code in page  # both are shown
    unsure = client.post(address(case), {"signed": signed})
    assert "Confirm only if it is the same child." in words(unsure.content)
    assert "Glasses" in words(unsure.content)
    with acting(worker):
        assert not Transfer.objects.exists()
    sure = {"signed": signed, "is_same_child": "on"}
    assert client.post(address(case), sure).status_code == 302
    with acting(worker):
        transfer = Transfer.objects.get()
        kept = TransferRequest.objects.get(transfer=transfer)
        records.open_texts(kept)
        assert (kept.channel, kept.facts, kept.shared) == ("file", ["languages"], "Maithili")
        assert (kept.needs, kept.asks) == ("Glasses", "Who would receive the child?")
        assert kept.answer_by == worker.office.today() + dt.timedelta(days=14)
        assert (transfer.reference, transfer.direction, transfer.state) == (
            "ABCD-EFGH-JKLM", "incoming", "considered",
        )  # fmt: skip
        assert transfer.chain == ["NPL", "IND", "NPL"]
        assert transfer.planned_on == dt.date(2026, 12, 20)
    shown = client.get(reverse("transfers:show_transfer", args=[case.file_id, transfer.pk]))
    assert "From a transfer file" in words(shown.content)
    again = client.post(address(case), sure)
    assert "already in the child’s file" in words(again.content)


@pytest.mark.django_db
def test_a_file_for_another_country_a_wrong_passphrase_and_a_changed_preview_open_nothing(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    wrong = upload(client, address(case), write_transfer_file(CONTENT, PHRASE), "other")
    assert "The passphrase does not open this file." in words(wrong.content)
    away = replace(CONTENT, to_country="BGD")
    refused = upload(client, address(case), write_transfer_file(away, PHRASE))
    assert "leads to another country than yours" in words(refused.content)
    assert "Committee of Sitamarhi" not in words(refused.content)  # no preview
    signed = sign_content(away, case.file_id)
    late = client.post(address(case), {"signed": signed, "is_same_child": "on"})
    assert "leads to another country than yours" in words(late.content)
    changed = client.post(address(case), {"signed": f"x{signed}"})
    assert "The preview is too old, or was for another child." in words(changed.content)
    with acting(worker):
        assert not Transfer.objects.exists()


@pytest.mark.django_db
@pytest.mark.requirement("XBR-012")
def test_a_file_opens_no_transfer_of_another_child_than_the_one_it_was_compared_with(
    case: Case, worker: Staff
) -> None:
    other = children.case(worker, "Asha")
    client = signed_in(worker)
    answer = upload(client, address(case), write_transfer_file(CONTENT, PHRASE))
    signed = answer.content.decode().split('name="signed" value="')[1].split('"')[0]
    sure = {"signed": signed, "is_same_child": "on"}
    page = words(client.post(address(other), sure).content)
    assert "was for another child. Choose the file again." in page
    assert "Glasses" not in page
    with acting(worker):
        assert not Transfer.objects.exists()
    assert client.post(address(case), sure).status_code == 302
    with acting(worker):
        assert Transfer.objects.get().file_id == case.file_id
