"""A service notifies systemd when it answers, and does nothing without a service manager."""

import socket
from pathlib import Path

import pytest

from saathi.config import readiness


def test_readiness_is_sent_once_to_the_socket_of_the_service_manager(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readiness.notify_systemd()  # no service manager: nothing happens
    place = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(place))
        manager.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(place))
        readiness.notify_systemd()
        assert manager.recv(100) == b"READY=1"
