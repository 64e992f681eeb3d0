"""Asks clamd whether a file contains malware.

A file that could not be checked is not treated as clean.
"""

import socket
import time
from contextlib import closing
from dataclasses import dataclass
from typing import Final

CONNECT_SECONDS: Final = 3.0
SCAN_SECONDS: Final = 20.0  # a later answer comes too late for the page
CHUNK_BYTES: Final = 64 * 1024
# The longest answer that is read; a line of clamd is below 200 bytes.
MAX_ANSWER_BYTES: Final = 4 * 1024
# No more than this is sent: clamd's own StreamMaxLength must be at least this (its default is
# larger).
MAX_BYTES: Final = 25 * 1024 * 1024


class ScannerUnavailable(Exception):
    """The scanner gave no valid answer; nothing is known about the file."""


class InvalidScannerAddress(ValueError):
    """The address is neither `unix:/path` nor `host:port`."""


@dataclass(frozen=True)
class ClamavScanner:
    """The address of clamd."""

    path: str = ""
    host: str = ""
    port: int = 0

    @classmethod
    def from_address(cls, address: str) -> "ClamavScanner":
        """The scanner at `unix:/path` or `host:port`."""
        if address.startswith("unix:/"):
            return cls(path=address.removeprefix("unix:"))
        host, _colon, port = address.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise InvalidScannerAddress
        return cls(host=host.strip("[]"), port=int(port))

    def find_malware(self, data: bytes) -> str:
        """The name of the malware, empty for a clean file; raises `ScannerUnavailable` otherwise."""
        if len(data) > MAX_BYTES:
            raise ScannerUnavailable
        answer = self._ask(b"zINSTREAM\0", data)
        if answer == "stream: OK":
            return ""
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerUnavailable

    def version(self) -> str:
        """The program's version and the age of its signatures, as clamd reports them."""
        answer = self._ask(b"zVERSION\0", None)
        if not answer.startswith("ClamAV "):
            raise ScannerUnavailable
        return answer

    def _ask(self, command: bytes, data: bytes | None) -> str:
        deadline = time.monotonic() + SCAN_SECONDS
        try:
            with closing(self._connected()) as client:
                self._send(client, command, deadline)
                if data is not None:
                    for start in range(0, len(data), CHUNK_BYTES):
                        piece = data[start : start + CHUNK_BYTES]
                        self._send(client, len(piece).to_bytes(4) + piece, deadline)
                    self._send(client, bytes(4), deadline)
                return self._answer(client, deadline)
        except OSError:
            raise ScannerUnavailable from None

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS)
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.settimeout(CONNECT_SECONDS)
        try:
            client.connect(self.path)
        except OSError:
            client.close()
            raise
        return client

    @staticmethod
    def _send(client: socket.socket, piece: bytes, deadline: float) -> None:
        client.settimeout(max(0.01, deadline - time.monotonic()))
        client.sendall(piece)

    @staticmethod
    def _answer(client: socket.socket, deadline: float) -> str:
        answer = b""
        while not answer.endswith(b"\0"):
            client.settimeout(max(0.01, deadline - time.monotonic()))
            piece = client.recv(CHUNK_BYTES)
            if not piece or len(answer) + len(piece) > MAX_ANSWER_BYTES:
                raise ScannerUnavailable
            answer += piece
        return answer[:-1].decode("utf-8", "replace")
