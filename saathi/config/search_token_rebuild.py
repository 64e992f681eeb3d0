"""Rebuilds the blind tokens of all children while Saathi is in use.

For use after an upgrade: tokens are made when names are written, and a newer version may make
different tokens from the same names. The database itself records, in the comment of the table,
which generation of tokens all files have.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg import errors

from saathi import audit
from saathi.people import home_places, names, search_tokens
from saathi.people.models import Child
from saathi.protection.identification.missing import search_profile
from saathi.protection.identification.missing.models import MissingChild
from saathi.vault import keys
from saathi.vault import store as vault
from saathi.vault.row_visibility import require_full_visibility

type Model = type[Child | MissingChild]
type Places = Callable[[Mapping[str, Any]], tuple[str, ...]]

# The registers searched by tokens, and where their envelopes contain place names.
REGISTERS: Final[Mapping[str, tuple[Model, Places]]] = {
    "child": (Child, home_places.home_places),
    "missing": (MissingChild, search_profile.known_place_names),
}
BATCH: Final = 20  # while this many children are locked, writes about them wait
# Shorter than the second after which PostgreSQL checks for a deadlock: this job yields, never a
# page.
WAITS: Final = "SET LOCAL lock_timeout = '500ms'"
BUSY: Final = (errors.LockNotAvailable, errors.DeadlockDetected)
TRIES: Final = 20
PAUSE_SECONDS: Final = 0.5
NOTE: Final = "Words of generation "
PLACE_FILE: Final = "words-remade.json"  # in the home: how far an interrupted run got


@dataclass(frozen=True)
class ReindexResult:
    """The counts of one run."""

    seen: int = 0
    changed: int = 0
    without_key: int = 0


def reindex_tokens(
    home: Path,
    *,
    batch: int = BATCH,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> ReindexResult:
    """Rebuilds the tokens of every registered or missing child; continues an interrupted run.

    Runs as the maintenance role. Children that have this version's tokens are not changed, so a
    second run does no harm.
    """
    for model, _places in REGISTERS.values():
        require_full_visibility(model._meta.db_table)
    require_full_visibility("people_token", "vault_key")
    registers_left = _registers_left(home)
    everything = sum(
        _children_after(model, last).count() for model, _places, last in registers_left.values()
    )
    audit.record(
        audit.AuditKind.WORDS_REMADE, by=None, agency=None, detail={"count": everything}
    )  # before the first name is opened
    seen = changed = closed = 0
    for register, (model, places, begun) in registers_left.items():
        last = begun
        while done := _next_with_retries(model, places, last, batch):
            last = done.last
            _note_place(home, register, last)
            seen, changed, closed = seen + done.seen, changed + done.changed, closed + done.closed
            progress(seen, max(seen, everything))
        _note_place(home, register, None)
    (home / PLACE_FILE).unlink(missing_ok=True)
    return ReindexResult(seen, changed, closed)


# --- One batch ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _ReindexProgress:
    last: UUID
    seen: int
    changed: int
    closed: int


def _next_with_retries(
    model: Model, places: Places, last: UUID | None, batch: int
) -> _ReindexProgress | None:
    """Does the next batch; retries while another process has locked one of its children."""
    for _try in range(TRIES - 1):
        try:
            return _next_batch(model, places, last, batch)
        except OperationalError as error:
            if not isinstance(error.__cause__, BUSY):
                raise
            time.sleep(PAUSE_SECONDS)
    return _next_batch(model, places, last, batch)


@transaction.atomic
def _next_batch(
    model: Model, places: Places, last: UUID | None, batch: int
) -> _ReindexProgress | None:
    """Does the next batch, locked against changes and erasures; None if all are done."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
    rows = _children_after(model, last).select_for_update(of=("self",), no_key=True)
    children: Sequence[Child | MissingChild] = list(rows.order_by("id")[:batch])
    if not children:
        return None
    locked_keys = keys.lock_files_with_keys({child.file_id for child in children})
    opened = vault.open_many([child for child in children if child.file_id in locked_keys])
    changed = search_tokens.refresh_tokens(
        (
            child,
            names.searchable_names(names.names_in_payload(opened[child.pk])),
            places(opened[child.pk]),
        )
        for child in children
        if child.pk in opened
    )
    return _ReindexProgress(children[-1].pk, len(children), changed, len(children) - len(opened))


def _children_after(model: Model, last: UUID | None) -> Any:
    """The children of a register after `last`, of all agencies."""
    return model.objects.filter(id__gt=last) if last else model.objects.all()


# --- Progress -------------------------------------------------------------------------------------


def _registers_left(home: Path) -> dict[str, tuple[Model, Places, UUID | None]]:
    """The registers not yet done, each with the last child that was done."""
    try:
        progress_file = json.loads((home / PLACE_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        progress_file = {}
    is_ours = (
        isinstance(progress_file, dict)
        and progress_file.get("generation") == search_tokens.TOKEN_GENERATION
    )
    finished = progress_file["registers"] if is_ours else {}
    return {
        name: (model, places, UUID(finished[name]) if name in finished else None)
        for name, (model, places) in REGISTERS.items()
        if finished.get(name, "") is not None
    }


def _note_place(home: Path, register: str, last: UUID | None) -> None:
    """Records the last child done in a register; None if the register is finished."""
    path = home / PLACE_FILE
    ended = takewhile(lambda name: name != register, REGISTERS)
    registers = dict.fromkeys(ended) | {register: str(last) if last else None}
    draft = path.with_name(f".{path.name}")
    text = json.dumps({"generation": search_tokens.TOKEN_GENERATION, "registers": registers})
    draft.write_text(text, encoding="ascii")
    draft.rename(path)


# --- The generation of tokens that all files have ------------------------------------------------


def current_version_statement() -> str:
    """The SQL statement (run as the owner) recording that all files have this version's tokens."""
    return f"COMMENT ON TABLE people_token IS '{NOTE}{search_tokens.TOKEN_GENERATION}'"


def note_empty_index_as_current() -> None:
    """Records, as the owner, that the index is current if no file has any token yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('people_token')")
        if cursor.fetchone()[0] == 0:
            cursor.execute(current_version_statement())


def is_index_current() -> bool:
    """Whether all files are recorded as having this version's tokens. Opens no record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('people_token'), 'pg_class')")
        return bool(cursor.fetchone()[0] == f"{NOTE}{search_tokens.TOKEN_GENERATION}")
