"""Screens of transfers; the addresses are those of `screens`."""

from saathi.protection.returns.transfers.views import (
    board,
    checklist,
    deciding,
    due_forms,
    groups,
    office_list,
    overview,
    preparing,
    printing,
    received,
    received_list,
    travelling,
)
from saathi.protection.returns.transfers.views.screens import screens

__all__ = [
    "board",
    "checklist",
    "deciding",
    "due_forms",
    "groups",
    "office_list",
    "overview",
    "preparing",
    "printing",
    "received",
    "received_list",
    "screens",
    "travelling",
]
