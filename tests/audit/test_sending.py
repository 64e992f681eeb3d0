"""Heads are sent to a second place: a folder or an HTTPS server, both real."""

import datetime as dt
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from saathi.audit import heads_copies, heads_sending
from saathi.audit.destinations import FolderDestination, HeadsNotSent, HttpsDestination
from saathi.audit.heads_sending import read_progress
from saathi.audit.verification_report import LogFault, VerificationReport
from saathi.infra import clock, state_files
from tests.audit.heads_sending import Home, free_port, read
from tests.audit.logs import PATIENCE
from tests.audit.test_sealer import wait_until


def test_heads_are_copied_to_folder_once(home: Home, folder: Path) -> None:
    sender = home.sender(FolderDestination(folder))
    assert sender.send_pending() == 8
    assert sender.send_pending() == 0
    home.grow("three")
    assert home.sender(FolderDestination(folder)).send_pending() == 6, (
        "a new process goes on where the last was"
    )
    assert read(folder) == b"one\ntwo\nthree\n"
    assert len(list(folder.iterdir())) == 2


def test_partial_heads_line_is_not_sent(home: Home, folder: Path) -> None:
    with home.heads.open("a") as file:
        file.write("thr")
    sender = home.sender(FolderDestination(folder))
    assert sender.send_pending() == 8
    home.grow("ee")
    assert sender.send_pending() == 6
    assert read(folder) == b"one\ntwo\nthree\n"


@pytest.mark.parametrize("more", [0, 1])
def test_a_large_file_goes_in_pieces_at_its_limit(
    home: Home, folder: Path, more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heads_sending, "MAX_PIECE_BYTES", 16)
    home.grow("1234567" + "8" * more, "end")
    home.sender(FolderDestination(folder)).send_pending()
    assert read(folder) == home.heads.read_bytes()
    assert len(list(folder.iterdir())) == 2
    assert all(piece.stat().st_size <= 16 for piece in folder.iterdir())


def test_truncated_or_changed_heads_file_is_not_sent(home: Home, folder: Path) -> None:
    sender = home.sender(FolderDestination(folder))
    sender.send_pending()
    for text in ("one\n", "one\ntow\nthree\n", ""):
        home.heads.write_text(text)
        with pytest.raises(HeadsNotSent, match="not the one that was sent"):
            sender.send_pending()
    assert read(folder) == b"one\ntwo\n", "the copy stays as it was"


def test_pieces_of_another_heads_file_are_named(home: Home, folder: Path) -> None:
    home.sender(FolderDestination(folder)).send_pending()
    heads_sending.progress_path(home.path).unlink()
    home.heads.write_text("one\ntow\n")
    home.sender(FolderDestination(folder)).send_pending()
    report = VerificationReport()
    with heads_copies.open_copy_as_file(folder, report):
        assert [finding.fault for finding in report.findings] == [LogFault.HEADS_DIFFER]


def test_a_missing_piece_is_named(home: Home, folder: Path) -> None:
    for line in ("three", "four"):
        home.sender(FolderDestination(folder)).send_pending()
        home.grow(line)
    home.sender(FolderDestination(folder)).send_pending()
    sorted(folder.iterdir())[1].unlink()
    report = VerificationReport()
    with heads_copies.open_copy_as_file(folder, report):
        assert "lacks 6 bytes" in report.findings[0].text


def test_an_interrupted_sending_overlaps_and_fits(home: Home, folder: Path) -> None:
    home.sender(FolderDestination(folder)).send_pending()
    heads_sending.progress_path(home.path).unlink()  # killed before it was noted
    home.grow("three")
    home.sender(FolderDestination(folder)).send_pending()
    assert read(folder) == b"one\ntwo\nthree\n"


def test_missing_folder_is_retried_and_age_of_copy_reported(home: Home, folder: Path) -> None:
    sender = home.sender(FolderDestination(folder))
    sender.send_pending()
    folder.rename(folder.with_name("away"))
    home.grow("three")
    with pytest.raises(HeadsNotSent, match="cannot be written"):
        sender.send_pending()
    progress = read_progress(home.path)
    assert progress is not None
    assert "cannot be written" in progress.failure
    later = clock.now() + dt.timedelta(minutes=30)
    assert (progress.seconds_since_complete(later) or 0) > heads_sending.OVERDUE_SECONDS
    state = state_files.read_state(home.path, "heads")
    assert state is not None
    assert not state.passed
    folder.with_name("away").rename(folder)
    stop = threading.Event()
    thread = threading.Thread(target=sender.run_until, args=(stop, 0.05))
    thread.start()
    wait_until(lambda: sender.progress.sent == 14)
    stop.set()
    thread.join(PATIENCE)
    assert read(folder) == b"one\ntwo\nthree\n"


# --- HTTPS --------------------------------------------------------------------------------------------


@dataclass
class Received:
    """What a server received, and its next answer."""

    files: dict[str, bytes] = field(default_factory=dict)
    tokens: list[str | None] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


def handler(received: Received) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.tokens.append(self.headers["Authorization"])
            code = received.answers.pop(0) if received.answers else 201
            if code == 201 and self.path in received.files and self.headers["If-None-Match"] == "*":
                code = 412
            if code == 201:
                received.files[self.path] = body
            self.send_response(code)
            if code == 302:
                self.send_header("Location", "https://elsewhere.example.org/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own signing, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(pem)
    return folder / "server.pem", folder / "server.key"


@pytest.fixture
def https(tmp_path: Path) -> Iterator[tuple[Received, str, Path]]:
    """A server with TLS, its address, and the certificate to trust."""
    authorities, key = certificate(tmp_path)
    received = Received()
    server = http.server.ThreadingHTTPServer(("localhost", 0), handler(received))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authorities, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield received, f"https://localhost:{server.server_port}/heads", authorities
    server.shutdown()
    server.server_close()
    thread.join()


def collected(received: Received, folder: Path) -> bytes:
    for path, body in received.files.items():
        (folder / path.rpartition("/")[2]).write_bytes(body)
    return read(folder)


def test_heads_are_put_to_an_https_server_with_a_token(
    home: Home, folder: Path, https: tuple[Received, str, Path]
) -> None:
    received, url, authorities = https
    destination = HttpsDestination(url, authorities, "s3cret")
    home.sender(destination).send_pending()
    home.grow("three")
    home.sender(destination).send_pending()
    assert collected(received, folder) == b"one\ntwo\nthree\n"
    assert set(received.tokens) == {"Bearer s3cret"}
    assert "s3cret" not in repr(destination)
    assert "s3cret" not in heads_sending.progress_path(home.path).read_text()


def test_a_piece_that_the_server_has_already_counts_as_sent(
    home: Home, https: tuple[Received, str, Path]
) -> None:
    received, url, authorities = https
    home.sender(HttpsDestination(url, authorities)).send_pending()
    heads_sending.progress_path(home.path).unlink()  # killed before it was noted
    assert home.sender(HttpsDestination(url, authorities)).send_pending() == 8
    assert len(received.files) == 1


@pytest.mark.parametrize("code", [302, 401, 403, 500])
def test_a_server_that_refuses_is_named_and_tried_again(
    home: Home, https: tuple[Received, str, Path], code: int
) -> None:
    received, url, authorities = https
    received.answers.append(code)
    sender = home.sender(HttpsDestination(url, authorities, "s3cret"))
    with pytest.raises(HeadsNotSent, match=f"answered {code}") as caught:
        sender.send_pending()
    assert "s3cret" not in str(caught.value)
    assert sender.send_pending() == 8


def test_heads_are_not_sent_to_server_with_untrusted_certificate(
    home: Home, https: tuple[Received, str, Path]
) -> None:
    received, url, authorities = https
    with pytest.raises(HeadsNotSent, match="could not be reached"):
        home.sender(
            HttpsDestination(url)
        ).send_pending()  # the system does not know its certificate
    with pytest.raises(HeadsNotSent, match="could not be reached"):
        home.sender(
            HttpsDestination(url.replace("localhost", "127.0.0.1"), authorities)
        ).send_pending()
    assert not received.files


def test_unreachable_heads_server_is_named(home: Home, tmp_path: Path) -> None:
    authorities, _ = certificate(tmp_path)
    with pytest.raises(HeadsNotSent, match="could not be reached"):
        home.sender(
            HttpsDestination(f"https://localhost:{free_port()}/heads", authorities)
        ).send_pending()


def test_progress_contains_no_secret_and_is_identified_by_its_destination(
    home: Home, folder: Path
) -> None:
    home.sender(FolderDestination(folder)).send_pending()
    progress = json.loads(heads_sending.progress_path(home.path).read_text())
    assert progress["destination"] == str(folder)
    other = folder.with_name("other")
    other.mkdir()
    assert home.sender(FolderDestination(other)).send_pending() == 8, "another place gets all of it"
