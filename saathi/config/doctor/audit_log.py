"""Checks of the audit log: whether it is sealed, what delays that, whether heads are copied."""

from contextlib import suppress
from pathlib import Path

import psycopg
from django.conf import settings

from saathi.audit import heads_sending, sealer_watch
from saathi.audit.sealer import REBUILT_STATE, heads_path
from saathi.audit.sealer_marker import SealerMarker, SealingRefused
from saathi.audit.sealer_watch import OLD_TRANSACTION_SECONDS
from saathi.config import env, heads_settings, start
from saathi.config.doctor.findings import (
    Check,
    DeploymentNote,
    Problems,
    has_function,
    single_value,
)
from saathi.infra import clock, state_files, thresholds

# Longer than any request, job or import of Saathi keeps a transaction open.
TOO_LONG_SECONDS = 600


def _sealing() -> Problems:
    if not has_function("audit_oldest_unsealed_seconds()"):
        return
    age = float(str(single_value("SELECT audit_oldest_unsealed_seconds()")))
    if age > thresholds.UNSEALED_SECONDS:
        yield (
            f"the oldest unsealed entry was written {age:,.0f} seconds ago",
            (
                "Start the sealer (`saathi seal`, part of `saathi serve`) and read its messages. An entry "
                "that is removed before it is sealed leaves no trace."
            ),
        )
    if int(str(single_value("SHOW max_prepared_transactions"))):
        yield (
            "prepared transactions are allowed: they can lock the log's tables without limit of time",
            "Set max_prepared_transactions to 0; Saathi uses none.",
        )


def _open_transactions() -> Problems:
    """Reports old open transactions; their entries can only be sealed when they end."""
    address = env.text(start.setting("sealer"), "")
    if not address:
        yield DeploymentNote(
            "Not checked: the address of the sealer's role is not set for this command."
        )
        return
    with psycopg.connect(address, autocommit=True) as connection:
        transactions = sealer_watch.list_old_transactions(connection, OLD_TRANSACTION_SECONDS)
    for transaction in transactions:
        if transaction.seconds < TOO_LONG_SECONDS:
            yield DeploymentNote(f"A transaction is open: {transaction}.")
            continue
        yield (
            f"a transaction has been open for too long: {transaction}",
            (
                "Its own audit entries are sealed when it ends; others are not delayed. If "
                "its purpose is unknown, end it: SELECT pg_terminate_backend(PROCESS)."
            ),
        )


def _heads() -> Problems:
    """Reports a missing heads file, and heads that were rewritten from the database."""
    home = Path(settings.HOME)
    with suppress(SealingRefused):  # `saathi audit verify` reports a changed marker
        place = SealerMarker.of_home(home).read_position()
        if place and place.number and not heads_path(home).exists():
            yield (
                f"{heads_path(home)} is missing, and {place.number} batches were sealed",
                "Put it back from a copy, then run `saathi audit verify --heads COPY`.",
            )
    if state := state_files.read_state(home, REBUILT_STATE):
        yield (
            (
                f"{state.values.get('count')} heads were missing and were written again on "
                f"{state.at:%Y-%m-%d %H:%M} UTC: the heads file was removed or cut off"
            ),
            (
                "Find out who did it, and compare with a copy: `saathi audit verify --heads COPY`. Then "
                f"remove {state_files.state_path(home, REBUILT_STATE)}."
            ),
        )


def _copies() -> Problems:
    destination = heads_settings.heads_destination()
    if destination is None:
        text = (
            "The heads of the audit log are kept only on this machine (SAATHI_HEADS_TO is not set)."
        )
        if settings.IS_DEMO:
            yield DeploymentNote(text)
        else:
            yield text, "Send them to another machine: docs/operations.md, “The audit log”."
        return
    progress = heads_sending.read_progress(Path(settings.HOME))
    age = (
        progress.seconds_since_complete(clock.now())
        if progress and progress.destination == destination.address
        else None
    )
    if age is not None and age <= heads_sending.OVERDUE_SECONDS:
        return
    since = "has never been complete" if age is None else f"was complete {age:,.0f} seconds ago"
    why = progress.failure if progress else ""
    yield (
        f"the copy of the heads at {destination.address} {since}. {why}".strip(),
        "Check that the destination can be reached and that the sealer runs.",
    )


LOOKS: dict[str, Check] = {
    "sealing of the audit log": _sealing,
    "open transactions": _open_transactions,
    "heads of the audit log": _heads,
    "copy of the audit log's heads": _copies,
}
