"""Destinations for copies of the heads: a folder, an SFTP server or an HTTPS address.

A destination receives pieces of the heads file, each under its own name. It never needs to change
or remove one, and may refuse to.
"""

import os
import ssl
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

TIMEOUT_SECONDS = 60  # for one piece; a later response counts as a failure


class HeadsNotSent(Exception):
    """A piece could not be sent; the text gives the reason and contains no secret."""


class HeadsDestination(Protocol):
    """A place that stores pieces of the heads file."""

    @property
    def address(self) -> str:
        """The configured address, without secrets."""

    def store_piece(self, name: str, data: bytes) -> None:
        """Stores the piece under this name; raises `HeadsNotSent` on failure.

        Storing the same piece twice is no error.
        """


@dataclass(frozen=True)
class FolderDestination:
    """A folder, best on a disk of another machine."""

    path: Path

    @property
    def address(self) -> str:
        """The path."""
        return str(self.path)

    def store_piece(self, name: str, data: bytes) -> None:
        """Writes the whole piece durably."""
        target, draft = self.path / name, self.path / f".{name}.part"
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise HeadsNotSent(f"{self.path} cannot be written ({error.strerror}).") from error


@dataclass(frozen=True)
class SftpDestination:
    """A folder on an SFTP server, reached with a key file through this machine's OpenSSH client."""

    user: str
    host: str
    port: int
    folder: str
    key: Path
    known_hosts: Path
    program: Sequence[str] = ("sftp",)

    @property
    def address(self) -> str:
        """The configured address."""
        return f"sftp://{self.user}@{self.host}:{self.port}{self.folder}"

    def store_piece(self, name: str, data: bytes) -> None:
        """Sends the piece under a temporary name and renames it when it is complete."""
        with tempfile.TemporaryDirectory() as place:
            local = Path(place) / name
            local.write_bytes(data)
            draft, target = f"{self.folder}/.{name}.part", f"{self.folder}/{name}"
            batch = f'put "{local}" "{draft}"\nrename "{draft}" "{target}"\n'
            try:
                process = subprocess.run(
                    self._command(),
                    input=batch,
                    text=True,
                    capture_output=True,
                    timeout=TIMEOUT_SECONDS,
                    check=False,
                )
            except (OSError, subprocess.TimeoutExpired) as error:
                raise HeadsNotSent(
                    f"{self.host} could not be reached: {type(error).__name__}."
                ) from error
        if process.returncode:
            messages = process.stderr.strip().splitlines() or ["sftp gave no reason"]
            raise HeadsNotSent(f"{self.host} did not take the heads: {messages[-1][:200]}")

    def _command(self) -> list[str]:
        options = {
            "BatchMode": "yes",
            "ConnectTimeout": "20",
            "IdentitiesOnly": "yes",
            "PasswordAuthentication": "no",
            "StrictHostKeyChecking": "yes",
            "UserKnownHostsFile": f'"{self.known_hosts}"',
            "GlobalKnownHostsFile": "/dev/null",
        }
        arguments = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        key, port = ("-i", str(self.key)), ("-P", str(self.port))
        return [*self.program, "-b", "-", *arguments, *key, *port, f"{self.user}@{self.host}"]


@dataclass(frozen=True)
class HttpsDestination:
    """A web address under which pieces are put, as object stores and WebDAV servers allow."""

    url: str
    authorities: Path | None = None  # a file of certificates; default: those of the system
    token: str = field(default="", repr=False)

    @property
    def address(self) -> str:
        """The address."""
        return self.url

    def store_piece(self, name: str, data: bytes) -> None:
        """Sends the piece by PUT and asks the server not to overwrite an existing file."""
        headers = {"Content-Type": "application/jsonl", "If-None-Match": "*"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(  # noqa: S310 - the setting allows https alone
            f"{self.url}/{name}", data=data, headers=headers, method="PUT"
        )
        try:
            context = ssl.create_default_context(cafile=self.authorities)
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS, context=context):  # noqa: S310
                pass
        except urllib.error.HTTPError as error:
            error.close()
            # The name includes the piece's hash: an existing file of this name is the same piece.
            if error.code != HTTPStatus.PRECONDITION_FAILED:
                raise HeadsNotSent(f"{self.url} answered {error.code}.") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise HeadsNotSent(f"{self.url} could not be reached: {str(reason)[:200]}") from error
