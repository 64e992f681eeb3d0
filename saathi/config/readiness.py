"""Tells systemd that a service answers (`Type=notify`), so that dependent services can start."""

import os
import socket


def notify_systemd() -> None:
    """Notifies systemd; does nothing without a service manager."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    place = f"\0{address[1:]}" if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sending:
        sending.sendto(b"READY=1", place)
