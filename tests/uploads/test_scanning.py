"""Uploads are scanned before they are parsed; a file not known to be clean is not processed."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from saathi.agencies.models import Notice
from saathi.config import doctor, env
from saathi.config.commands import quarantine as command
from saathi.infra import clamav
from saathi.infra.clamav import ClamavScanner, InvalidScannerAddress, ScannerUnavailable
from saathi.vault import quarantine
from tests import filled
from tests.agencies.sign_in.signing_in import said_in_the_log
from tests.factories import agencies
from tests.protection.exchange import cast
from tests.roles import role
from tests.signing import signed_in

# The harmless file that every scanner reports, in two parts so that no scanner reports this one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
CLEAN = b"Name,Sex\nGita,F\n"
HOSTILE = CLEAN + EICAR
_ID = UUID(int=1)


class Clamd:
    """A real socket that speaks clamd's protocol and answers as the test asks."""

    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        self.answer = answer
        self.received: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _address = self.socket.accept()
            except OSError:
                return
            with client, suppress(OSError):
                self._one(client)

    def _one(self, client: socket.socket) -> None:
        with client.makefile("rb") as stream:
            command = b""
            while not command.endswith(b"\0"):
                command += stream.read(1)
            data = b""
            if command == b"zINSTREAM\0":
                while size := int.from_bytes(stream.read(4)):
                    data += stream.read(size)
            self.received.append(data)
            answer = self.answer(data)
            if answer is None:
                time.sleep(5)
            else:
                client.sendall(answer)


def verdict(data: bytes) -> bytes:
    return b"stream: Eicar-Test FOUND\0" if EICAR in data else b"stream: OK\0"


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    running = Clamd(verdict)
    yield running
    running.socket.close()


def scan(answer: bytes | None) -> str:
    running = Clamd(lambda _data: answer)
    try:
        return ClamavScanner.from_address(running.address).find_malware(CLEAN)
    finally:
        running.socket.close()


def test_scanner_gets_the_file_whole_and_its_answer_is_read(clamd: Clamd) -> None:
    scanner = ClamavScanner.from_address(clamd.address)
    large = os.urandom(3 * clamav.CHUNK_BYTES + 1)
    assert scanner.find_malware(large) == ""
    assert scanner.find_malware(HOSTILE) == "Eicar-Test"
    assert scanner.find_malware(b"") == ""
    assert clamd.received == [large, HOSTILE, b""]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"stream: OK\n",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"OK\0",
        b"stream: \0",
        b"x" * (clamav.MAX_ANSWER_BYTES + 1),
    ],
    ids=range(7),
)
def test_any_other_answer_is_not_taken_for_clean(answer: bytes) -> None:
    with pytest.raises(ScannerUnavailable):
        scan(answer)


def test_scanner_that_is_silent_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamav, "SCAN_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(ScannerUnavailable):
        scan(None)
    assert time.monotonic() - began < 3


def test_scanner_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    for place in (address, f"unix:{tmp_path / 'none'}"):
        with pytest.raises(ScannerUnavailable):
            ClamavScanner.from_address(place).find_malware(CLEAN)


def test_size_of_what_is_sent_has_its_edge(clamd: Clamd) -> None:
    scanner = ClamavScanner.from_address(clamd.address)
    assert scanner.find_malware(bytes(clamav.MAX_BYTES)) == ""
    with pytest.raises(ScannerUnavailable):
        scanner.find_malware(bytes(clamav.MAX_BYTES + 1))
    assert len(clamd.received) == 1


@pytest.mark.parametrize("address", ["clamd", "unix:clamd", "host:", ":1", "host:0", "host:65536"])
def test_wrong_address_stops_the_start(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InvalidScannerAddress):
        ClamavScanner.from_address(address)
    monkeypatch.setenv("SAATHI_CLAMAV", address)
    with pytest.raises(env.SettingError, match="unix:/path or host:port"):
        env.scanner("SAATHI_CLAMAV")


# --- The pages ----------------------------------------------------------------------------------


def sent(desk: cast.Desk, data: bytes) -> Any:
    page = desk.client.get("/exchange/imports/new/").content.decode()
    fields: dict[str, Any] = filled.form(page, source="Old list")
    return desk.client.post(
        "/exchange/imports/new/", fields | {"file": SimpleUploadedFile("list.csv", data)}
    )


@pytest.fixture
def desk(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> cast.Desk:
    # The home is shared with the tests that run at the same time; this folder is not.
    monkeypatch.setattr(quarantine, "quarantine_folder", lambda: tmp_path / "quarantine")
    return cast.desk()


def test_clean_upload_is_accepted(desk: cast.Desk, clamd: Clamd, settings: Any) -> None:
    settings.SAATHI_CLAMAV = clamd.address
    assert sent(desk, CLEAN).status_code == 302
    assert clamd.received == [CLEAN]


def test_malware_is_refused_sealed_and_recorded(
    desk: cast.Desk, clamd: Clamd, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(*_args: object) -> None:
        pytest.fail("The file was parsed.")

    settings.SAATHI_CLAMAV = clamd.address
    monkeypatch.setattr("saathi.infra.parser_sandbox.run_parser", parse)
    answer = sent(desk, HOSTILE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "contains malware and was not saved" in text
    assert "submitted file is empty" not in text
    [kept] = quarantine.list_quarantined_files()
    assert (kept.malware, kept.size, kept.by) == ("Eicar-Test", len(HOSTILE), str(desk.officer.id))
    files = {file.name: file.read_bytes() for file in quarantine.quarantine_folder().iterdir()}
    assert not any(
        b"EICAR" in data or b"Gita" in data or b"list.csv" in data for data in files.values()
    )
    assert quarantine.read_quarantined_file(kept.id) == HOSTILE
    assert len(said_in_the_log("malware_found")) == 1


def test_data_officers_of_the_agency_are_notified_of_malware(
    desk: cast.Desk, clamd: Clamd, settings: Any
) -> None:
    settings.SAATHI_CLAMAV = clamd.address
    colleague = agencies.staff("data_officer", desk.officer.office)
    agencies.staff("data_officer", desk.officer.office, is_active=False)
    agencies.staff("administrator", desk.officer.office)
    agencies.staff("data_officer")
    sent(desk, CLEAN)
    with role("maintenance"):
        assert not Notice.objects.filter(kind="malware_found").exists()
    sent(desk, HOSTILE)
    with role("maintenance"):
        notice = Notice.objects.get(kind="malware_found")
    assert (notice.staff_id, notice.given_by) == (colleague.id, desk.officer.id)
    client = signed_in(colleague)
    told = "Malware was found in a file that a colleague sent"
    page = client.get("/").content.decode()
    assert told in page
    opened = client.post(f"/notices/{notice.id}/")
    assert (opened.status_code, opened["Location"]) == (302, reverse("desk:my_day"))
    assert told not in client.get("/").content.decode()


def test_upload_is_refused_while_the_scanner_does_not_answer(
    desk: cast.Desk, settings: Any, tmp_path: Path
) -> None:
    settings.SAATHI_CLAMAV = f"unix:{tmp_path / 'none'}"
    assert "could not be checked for malware" in sent(desk, CLEAN).content.decode()
    assert not quarantine.list_quarantined_files()
    [(problem, _remedy)] = doctor.LOOKS["malware scanner"]()
    assert "does not answer" in problem


def test_doctor_is_content_with_a_scanner_that_answers(settings: Any) -> None:
    running = Clamd(lambda _data: b"ClamAV 1.4.3/27000/Sat\0")
    settings.SAATHI_CLAMAV = running.address
    assert not list(doctor.LOOKS["malware scanner"]())
    running.socket.close()


def test_visitor_without_an_account_uses_no_scanner(
    db: None, client: Any, clamd: Clamd, settings: Any
) -> None:
    settings.SAATHI_CLAMAV = clamd.address
    client.post("/account/login/", {"login": "a", "file": SimpleUploadedFile("a.csv", CLEAN)})
    assert clamd.received == []


def test_quarantine_keeps_the_newest_files(settings: Any, tmp_path: Path, monkeypatch: Any) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(quarantine, "MAX_FILES", 2)
    kept = [quarantine.quarantine_file(b"x", malware="M", by=_ID, agency=_ID) for _ in range(3)]
    assert len(quarantine.list_quarantined_files()) == 2
    quarantine.remove_quarantined_file(kept[-1].id)
    assert kept[-1].id not in {file.id for file in quarantine.list_quarantined_files()}


def test_quarantine_command_writes_no_file_twice(tmp_path: Path) -> None:
    command._write(tmp_path / "sample", b"x")
    with pytest.raises(env.SettingError, match="cannot be written"):
        command._write(tmp_path / "sample", b"y")


# --- The real one -------------------------------------------------------------------------------


@pytest.mark.deploy
@pytest.mark.skipif(shutil.which("clamd") is None, reason="needs clamd (2026-11-28)")
def test_clamd_of_debian_finds_the_test_file(tmp_path: Path) -> None:
    """With a signature of our own: no database of signatures can be fetched here."""
    signatures = tmp_path / "signatures"
    signatures.mkdir()
    (signatures / "local.ndb").write_text(f"Saathi-Eicar:0:*:{EICAR.hex()}\n")
    place = tmp_path / "clamd.sock"
    (tmp_path / "clamd.conf").write_text(
        f"LocalSocket {place}\nDatabaseDirectory {signatures}\nForeground yes\n"
        f"LogFile {tmp_path / 'log'}\nStreamMaxLength 25M\n"
    )
    running = subprocess.Popen(["clamd", "--config-file", str(tmp_path / "clamd.conf")])
    try:
        scanner = ClamavScanner.from_address(f"unix:{place}")
        deadline = time.monotonic() + 60
        while True:
            with suppress(ScannerUnavailable):
                assert scanner.version().startswith("ClamAV ")
                break
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert scanner.find_malware(CLEAN) == ""
        assert scanner.find_malware(HOSTILE).startswith("Saathi-Eicar")
        assert scanner.find_malware(os.urandom(clamav.MAX_BYTES)) == ""
    finally:
        running.kill()
        running.wait()
