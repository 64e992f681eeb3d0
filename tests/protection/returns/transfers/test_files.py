"""The transfer file: only what the request shares, sealed; every other file is refused in one sentence."""

import datetime as dt
import io
import json
import tracemalloc
import zipfile
from dataclasses import asdict, replace
from functools import partial
from typing import Any

import pytest
import pyzipper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.engines.sheets import encrypted_zip
from saathi.protection.casework.cases.models import Case
from saathi.protection.returns.transfers.actions import files as actions
from saathi.protection.returns.transfers.actions.stages import TransferRefused
from saathi.protection.returns.transfers.models import Transfer, TransferRequest
from saathi.protection.returns.transfers.transfer_file import (
    MAX_BYTES,
    NAME,
    TransferFile,
    UnreadableTransferFile,
    parse_transfer,
    read_transfer_file,
    write_transfer_file,
)
from tests import filled
from tests.factories import transfers
from tests.reading import words
from tests.roles import acting, role
from tests.signing import signed_in

PHRASE = "ABCDE-FGHJK-MNPQR-STUVW-XYZ23"
CONTENT = TransferFile(
    reference="ABCD-EFGH-JKLM", leg=1, kind="return", stage="requested", from_country="IND",
    to_country="NPL", chain=("NPL", "IND", "NPL"), planned_on="2026-12-20", sent_on="2026-12-01",
    sender="Committee of Sitamarhi", contact="Cross-border desk, 0612-5550100",
    facts=("languages",), shared="Maithili", needs="Glasses", asks="Who would receive the child?",
)  # fmt: skip


def body(**changes: Any) -> dict[str, Any]:
    whole = {"format": "saathi-transfer", "version": 1, **asdict(CONTENT)}
    return {name: value for name, value in (whole | changes).items() if value is not ...}


def packed(content: bytes, name: str = NAME) -> bytes:
    return encrypted_zip.pack_encrypted_zip({name: content}, PHRASE)


# --- the format -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"format": "letter"}, "not a transfer in the format"),
        ({"format": ...}, "not a transfer in the format"),
        ({"version": 2}, "another version"),
        ({"version": ...}, "another version"),
        ({"version": True}, "another version"),
        ({"version": 1.0}, "another version"),
        ({"reference": ...}, "“reference” is missing"),
        ({"contact": ...}, "“contact” is missing"),
        ({"story": "What happened"}, "“story” does not belong"),
        ({"reference": "x"}, "“reference” has a value"),
        ({"reference": "ABCD\nEFGH"}, "“reference” has a value"),
        ({"leg": 0}, "“leg” has a value"),
        ({"leg": True}, "“leg” has a value"),
        ({"leg": "1"}, "“leg” has a value"),
        ({"kind": "deportation"}, "“kind” has a value"),
        ({"kind": []}, "“kind” has a value"),
        ({"stage": "finished"}, "“stage” has a value"),
        ({"from_country": "India"}, "“from_country” has a value"),
        ({"to_country": None}, "“to_country” has a value"),
        ({"from_country": "ZZZ"}, "“from_country” has a value"),
        ({"chain": ["NPL", "QQQ"]}, "“chain” has a value"),
        ({"to_country": "IND"}, "begins and ends in one country"),
        ({"chain": "NPL"}, "“chain” has a value"),
        ({"chain": ["NPL"]}, "“chain” has a value"),
        ({"chain": ["NPL", "IND"] * 20}, "“chain” has a value"),
        ({"planned_on": "tomorrow"}, "“planned_on” has a value"),
        ({"sent_on": ""}, "“sent_on” has a value"),
        ({"sent_on": "2099-11-01"}, "“sent_on” has a value"),
        ({"contact": "a\x1b[31m"}, "“contact” has a value"),
        ({"needs": "a\u202eb"}, "“needs” has a value"),
        ({"sender": " "}, "“sender” has a value"),
        ({"facts": ["exploitation"]}, "“facts” has a value"),
        ({"facts": {"names": 1}}, "“facts” has a value"),
        ({"needs": 7}, "“needs” has a value"),
        ({"asks": "x" * 8_001}, "“asks” has a value"),
        ({"shared": "a\0b"}, "“shared” has a value"),
    ],
)
def test_a_field_that_is_not_as_the_format_says_is_refused_by_its_name(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(UnreadableTransferFile) as refused:
        parse_transfer(json.dumps(body(**changes)).encode())
    assert says in str(refused.value.text)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b'{"format": "saathi-transfer", "format": "saathi-transfer"}',
    ],
)
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableTransferFile) as refused:
        parse_transfer(content)
    assert "no JSON text" in str(refused.value.text)


def bomb() -> bytes:
    return packed(b" " * (MAX_BYTES + 1))


def plain() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as unsealed:
        unsealed.writestr(NAME, json.dumps(body()))
    return out.getvalue()


def two() -> bytes:
    return encrypted_zip.pack_encrypted_zip({NAME: b"{}", "photo.jpg": b"x"}, PHRASE)


def torn() -> bytes:
    return packed(json.dumps(body()).encode())[:-30]


def bent() -> bytes:
    whole = bytearray(packed(json.dumps(body()).encode()))
    whole[80] ^= 0xFF
    return bytes(whole)


def strange_strength() -> bytes:
    """A file whose encryption has a strength that does not exist."""
    whole = packed(json.dumps(body()).encode())
    return whole.replace(b"AE\x03", b"AE\x09")


def short_extra() -> bytes:
    """A file whose description of its encryption is shorter than it says."""
    whole = packed(json.dumps(body()).encode())
    return whole.replace(b"\x01\x99\x07\x00", b"\x01\x99\x02\x00")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (strange_strength, "damaged, or is no transfer file"),
        (short_extra, "damaged, or is no transfer file"),
        (lambda: b"x" * (MAX_BYTES + 1), "too large"),
        (bomb, "too large"),
        (lambda: b"no zip", "damaged, or is no transfer file"),
        (torn, "damaged, or is no transfer file"),
        (bent, "damaged, or is no transfer file"),
        (plain, "not encrypted"),
        (two, "something other than one transfer"),
        (lambda: packed(b"{}", "other.json"), "something other than one transfer"),
    ],
)
def test_a_file_that_is_no_transfer_file_is_refused_in_one_sentence(make: Any, says: str) -> None:
    with pytest.raises(UnreadableTransferFile) as refused:
        read_transfer_file(make(), PHRASE)
    assert says in str(refused.value.text)
    assert str(refused.value.text).count(". ") <= 1


def test_another_passphrase_opens_nothing_and_this_one_all() -> None:
    data = write_transfer_file(CONTENT, PHRASE)
    assert b"Sitamarhi" not in data
    with pytest.raises(UnreadableTransferFile) as refused:
        read_transfer_file(data, encrypted_zip.new_passphrase())
    assert "passphrase" in str(refused.value.text)
    assert read_transfer_file(data, f" {PHRASE} ") == CONTENT
    with pyzipper.AESZipFile(io.BytesIO(data)) as sealed:
        assert sealed.namelist() == [NAME]


def bomb(method: int, stated: int = 100) -> bytes:
    """A file of a few kilobytes that unpacks to megabytes, with a false size in its header."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", compression=method, encryption=pyzipper.WZ_AES) as made:
        made.setpassword(PHRASE.encode())
        made.setencryption(pyzipper.WZ_AES, nbits=256)
        made.writestr(NAME, b"\0" * 8_000_000)
    data = bytearray(out.getvalue())
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = stated.to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    "method", [pyzipper.ZIP_BZIP2, pyzipper.ZIP_LZMA, pyzipper.ZIP_DEFLATED], ids=str
)
def test_a_file_that_states_a_false_size_takes_no_memory(method: int) -> None:
    data = bomb(method)
    assert len(data) < 20_000
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableTransferFile):
            read_transfer_file(data, PHRASE)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["sender", "contact", "needs"])
def test_half_a_letter_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(UnreadableTransferFile) as refused:
        parse_transfer(json.dumps(body(**{name: "A \ud800 B"})).encode())
    assert f"“{name}” has a value" in str(refused.value.text)
    with pytest.raises(UnreadableTransferFile) as unknown:
        parse_transfer(json.dumps(body(**{"x\ud800": "B"})).encode())
    assert str(unknown.value.text).encode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-W50-1"])
def test_days_far_away_are_refused(day: str) -> None:
    for name in ("planned_on", "sent_on"):
        with pytest.raises(UnreadableTransferFile):
            parse_transfer(json.dumps(body(**{name: day})).encode())


# --- writing one ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_without_a_request_no_file_leaves() -> None:
    around = transfers.cast()
    transfer = transfers.opened(around)
    with acting(around.supervisor), pytest.raises(TransferRefused) as refused:
        actions.export_transfer(
            transfer=transfer, contact="Desk", passphrase=PHRASE, actor=around.supervisor
        )
    assert [reason.code for reason in refused.value.reasons] == ["request"]


def requested(around: transfers.TransferCast, **values: Any) -> Transfer:
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer, with_receiver=False, **values)
    return transfers.fresh(transfer, around.supervisor)


@pytest.mark.django_db
def test_no_file_of_a_transfer_that_was_stopped_or_whose_consent_ended() -> None:
    around = transfers.cast()
    consent = transfers.consent(around)
    facts = {"facts": ["languages"], "consent": consent, "shared": "Maithili"}
    transfer = requested(around, **facts)
    export = partial(
        actions.export_transfer, contact="Desk", passphrase=PHRASE, actor=around.supervisor
    )
    with acting(around.supervisor):
        content = read_transfer_file(export(transfer=transfer), PHRASE)
        assert (content.facts, content.shared) == (("languages",), "Maithili")
    with role("maintenance"):
        TransferRequest.objects.filter(transfer=transfer).update(consent=None)
    with acting(around.supervisor), pytest.raises(TransferRefused) as refused:
        export(transfer=transfer)
    assert [reason.code for reason in refused.value.reasons] == ["consent"]
    with role("maintenance"):
        Transfer.objects.filter(pk=transfer.pk).update(
            state="stopped", stopped_by="child", ended_on=around.today()
        )
    with acting(around.supervisor), pytest.raises(TransferRefused) as refused:
        export(transfer=transfers.fresh(transfer, around.supervisor))
    assert [reason.code for reason in refused.value.reasons] == ["state"]


@pytest.mark.django_db
def test_a_worker_who_may_not_share_and_the_receiving_side_write_no_file() -> None:
    around = transfers.cast()
    transfers.screened(around)
    transfer = transfers.opened(around)
    transfers.requested(around, transfer)
    for actor in (around.worker, around.receiver):
        own = transfers.fresh(transfer, actor)
        with acting(actor), pytest.raises(access.NotAllowed):
            actions.export_transfer(transfer=own, contact="Desk", passphrase=PHRASE, actor=actor)


@pytest.mark.django_db
@pytest.mark.requirement("XBR-010")
def test_a_contact_that_tells_of_exploitation_is_refused() -> None:
    around = transfers.cast()
    transfer = requested(around)
    with acting(around.supervisor), pytest.raises(TransferRefused) as refused:
        actions.export_transfer(
            transfer=transfer, contact="Shelter for trafficked girls", passphrase=PHRASE,
            actor=around.supervisor,
        )  # fmt: skip
    assert refused.value.reasons


@pytest.mark.django_db
@pytest.mark.requirement("XBR-010")
def test_a_file_has_only_what_the_request_shares_and_is_logged_as_an_export() -> None:
    around = transfers.cast()
    transfer = requested(around)
    with acting(around.supervisor):
        data = actions.export_transfer(
            transfer=transfer, contact="Desk, 01-5550100", passphrase=PHRASE,
            actor=around.supervisor,
        )  # fmt: skip
    content = read_transfer_file(data, PHRASE)
    assert content.needs == "Speaks Maithili; goes to class 6."
    assert (content.facts, content.shared) == ((), "")
    assert (content.reference, content.stage) == (transfer.reference, "requested")
    text = json.dumps(asdict(content), ensure_ascii=False).casefold()
    for secret in ("traffick", "exploit", around.child.code.casefold(), str(around.case.file_id)):
        assert secret not in text
    with role("auditor"):
        entry = AuditEntry.objects.get(kind="exported")
        assert entry.file_id == around.case.file_id


# --- reading one in -------------------------------------------------------------------------------


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
    assert client.post(address(case), {"signed": signed}).status_code == 302
    with acting(worker):
        transfer = Transfer.objects.get()
        assert (transfer.reference, transfer.direction, transfer.state) == (
            "ABCD-EFGH-JKLM", "incoming", "considered",
        )  # fmt: skip
        assert transfer.chain == ["NPL", "IND", "NPL"]
        assert transfer.planned_on == dt.date(2026, 12, 20)
    again = client.post(address(case), {"signed": signed})
    assert "already in the child’s file" in words(again.content)


@pytest.mark.django_db
def test_a_file_for_another_country_a_wrong_passphrase_and_a_changed_preview_open_nothing(
    case: Case, worker: Staff
) -> None:
    client = signed_in(worker)
    wrong = upload(client, address(case), write_transfer_file(CONTENT, PHRASE), "other")
    assert "The passphrase does not open this file." in words(wrong.content)
    away = replace(CONTENT, to_country="BGD")
    answer = upload(client, address(case), write_transfer_file(away, PHRASE)).content.decode()
    signed = answer.split('name="signed" value="')[1].split('"')[0]
    refused = client.post(address(case), {"signed": signed})
    assert "leads to another country than yours" in words(refused.content)
    changed = client.post(address(case), {"signed": f"x{signed}"})
    assert "The preview is too old." in words(changed.content)
    with acting(worker):
        assert not Transfer.objects.exists()


@pytest.mark.django_db
def test_the_supervisor_sees_a_passphrase_once_and_downloads_the_file() -> None:
    around = transfers.cast()
    transfer = requested(around)
    client = signed_in(around.supervisor)
    page = reverse("transfer_files:prepare_file", args=[around.case.file_id, transfer.pk])
    first = client.get(page).content.decode()
    sent_back = first.split('name="passphrase" value="')[1].split('"')[0]
    shown = sent_back.partition(":")[0]
    assert len(shown) == len(encrypted_zip.new_passphrase())
    assert shown in words(first.encode())
    assert shown not in client.get(page).content.decode()
    download = reverse("transfer_files:download_file", args=[around.case.file_id, transfer.pk])
    for forged in ("1", "1" + sent_back.removeprefix(shown), sent_back[:-1]):
        refused = client.post(download, {"contact": "Desk", "passphrase": forged})
        assert refused["Content-Type"].startswith("text/html")
    sent = filled.form(first, to=download, contact="Desk, 01-5550100")
    answer = client.post(download, sent)
    assert answer["Content-Disposition"].startswith("attachment")
    assert transfer.reference in answer["Content-Disposition"]
    assert read_transfer_file(answer.content, shown).contact == "Desk, 01-5550100"
    empty = client.post(download, sent | {"contact": [""]})
    assert "Content-Disposition" not in empty
