"""Heads are sent to a real OpenSSH server that the test starts."""

import contextlib
import getpass
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from saathi.audit.destinations import HeadsNotSent, SftpDestination
from tests.audit.heads_sending import Home, free_port, read
from tests.audit.test_sealer import wait_until

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin") or ""


@contextlib.contextmanager
def sshd(place: Path, port: int) -> Iterator[None]:
    """An OpenSSH server that takes the key in `place` and serves files alone."""
    for name in ("host", "user", "stranger"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / name], check=True
        )
    shutil.copy(place / "user.pub", place / "authorized")
    host = (place / "host.pub").read_text().split()[:2]
    (place / "known").write_text(f"[127.0.0.1]:{port} {' '.join(host)}\n")
    (place / "config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {place / 'host'}\nPidFile none\n"
        f"AuthorizedKeysFile {place / 'authorized'}\nStrictModes no\nUsePAM no\n"
        "PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
        "Subsystem sftp internal-sftp\nForceCommand internal-sftp\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd asks for it where root runs it
    process = subprocess.Popen(
        [SSHD, "-D", "-e", "-f", place / "config"], stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: answers(process, port))
        yield
    finally:
        process.terminate()
        process.wait()


def answers(process: subprocess.Popen[bytes], port: int) -> bool:
    assert process.poll() is None, "sshd did not start"
    scan = subprocess.run(
        ["ssh-keyscan", "-p", str(port), "127.0.0.1"], capture_output=True, check=False
    )
    return bool(scan.stdout)


@pytest.fixture
def sftp(tmp_path: Path, folder: Path) -> Iterator[SftpDestination]:
    if not SSHD:
        pytest.skip("No OpenSSH server is installed (openssh-server); 2026-11-28.")
    place = tmp_path / "ssh"
    place.mkdir()
    port = free_port()
    with sshd(place, port):
        yield SftpDestination(
            getpass.getuser(),
            "127.0.0.1",
            port,
            str(folder),
            place / "user",
            place / "known",
        )


def test_heads_are_sent_to_an_sftp_server(home: Home, folder: Path, sftp: SftpDestination) -> None:
    home.sender(sftp).send_pending()
    home.grow("three")
    home.sender(sftp).send_pending()
    assert read(folder) == b"one\ntwo\nthree\n"
    assert all(not piece.name.startswith(".") for piece in folder.iterdir())


def test_heads_are_not_sent_to_refusing_or_unknown_sftp_server(
    home: Home, folder: Path, sftp: SftpDestination
) -> None:
    stranger = sftp.known_hosts.with_name("stranger")
    other_host = sftp.known_hosts.with_name("other-known")
    wrong = stranger.with_suffix(".pub").read_text().split()[:2]
    other_host.write_text(f"[127.0.0.1]:{sftp.port} {' '.join(wrong)}\n")
    for changed in (
        {"key": stranger},
        {"known_hosts": other_host},
        {"port": free_port()},
        {"folder": f"{sftp.folder}/nowhere"},
    ):
        fields = {name: getattr(sftp, name) for name in SftpDestination.__dataclass_fields__}
        with pytest.raises(HeadsNotSent, match=r"127\.0\.0\.1"):
            home.sender(SftpDestination(**{**fields, **changed})).send_pending()
    assert not list(folder.iterdir())
