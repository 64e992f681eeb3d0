"""Makes the words by which children are found anew for all files, while pages are served.

For after an upgrade: words are made when names are written, and a newer version may make others of the
same names. Which generation of words all files have, the database itself says, in the comment of the table.
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
from saathi.people import home_places, names, tokens
from saathi.people.models import Child
from saathi.protection.missing import search_profile
from saathi.protection.missing.models import MissingChild
from saathi.vault import keys
from saathi.vault import store as vault
from saathi.vault.completeness import require_full_visibility

type Model = type[Child | MissingChild]
type Places = Callable[[Mapping[str, Any]], tuple[str, ...]]

# Who is found by words, and where her envelope tells of places.
REGISTERS: Final[Mapping[str, tuple[Model, Places]]] = {
    "child": (Child, home_places.home_places),
    "missing": (MissingChild, search_profile.known_place_names),
}
BATCH: Final = 20  # whoever writes about one of these children waits so long
# Shorter than the second after which the database looks for a deadlock: this work yields, never a page.
WAITS: Final = "SET LOCAL lock_timeout = '500ms'"
BUSY: Final = (errors.LockNotAvailable, errors.DeadlockDetected)
TRIES: Final = 20
PAUSE_SECONDS: Final = 0.5
NOTE: Final = "Words of generation "
PLACE_FILE: Final = "words-remade.json"  # of the home: how far a run got that was broken off


@dataclass(frozen=True)
class ReindexResult:
    """What one run came to."""

    seen: int = 0
    changed: int = 0
    without_key: int = 0


def reindex_tokens(
    home: Path,
    *,
    batch: int = BATCH,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> ReindexResult:
    """Makes the words of every child anew, on record or missing; a run that was broken off is gone on with.

    In the role of maintenance. A child whose words are those of this version is left as she is, so that
    to run it twice does no harm.
    """
    for model, _places in REGISTERS.values():
        require_full_visibility(model._meta.db_table)
    require_full_visibility("people_token", "vault_key")
    left = _left(home)
    everything = sum(_after(model, last).count() for model, _places, last in left.values())
    audit.record(
        audit.AuditKind.WORDS_REMADE, by=None, agency=None, detail={"count": everything}
    )  # before the first name is opened
    seen = changed = closed = 0
    for register, (model, places, begun) in left.items():
        last = begun
        while done := _patiently(model, places, last, batch):
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


def _patiently(
    model: Model, places: Places, last: UUID | None, batch: int
) -> _ReindexProgress | None:
    """The next batch, tried again where somebody else was at work on one of its children."""
    for _try in range(TRIES - 1):
        try:
            return _next(model, places, last, batch)
        except OperationalError as error:
            if not isinstance(error.__cause__, BUSY):
                raise
            time.sleep(PAUSE_SECONDS)
    return _next(model, places, last, batch)


@transaction.atomic
def _next(model: Model, places: Places, last: UUID | None, batch: int) -> _ReindexProgress | None:
    """The next batch; none when all are done. Nobody changes or erases these children meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS)
    found = _after(model, last).select_for_update(of=("self",), no_key=True)
    children: Sequence[Child | MissingChild] = list(found.order_by("id")[:batch])
    if not children:
        return None
    held = keys.lock_existing_keys({child.file_id for child in children})
    opened = vault.open_many([child for child in children if child.file_id in held])
    changed = tokens.refresh_tokens(
        (
            child,
            names.searchable_names(names.names_in_payload(opened[child.pk])),
            places(opened[child.pk]),
        )
        for child in children
        if child.pk in opened
    )
    return _ReindexProgress(children[-1].pk, len(children), changed, len(children) - len(opened))


def _after(model: Model, last: UUID | None) -> Any:
    """The children of a register behind this one, whoever they are of."""
    return model.objects.filter(id__gt=last) if last else model.objects.all()


# --- How far it got -------------------------------------------------------------------------------


def _left(home: Path) -> dict[str, tuple[Model, Places, UUID | None]]:
    """The registers that are still to be done, each with the last child that is."""
    try:
        known = json.loads((home / PLACE_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        known = {}
    is_ours = isinstance(known, dict) and known.get("generation") == tokens.TOKEN_GENERATION
    done = known["registers"] if is_ours else {}
    return {
        name: (model, places, UUID(done[name]) if name in done else None)
        for name, (model, places) in REGISTERS.items()
        if done.get(name, "") is not None
    }


def _note_place(home: Path, register: str, last: UUID | None) -> None:
    """Keeps how far a register is done; None is to its end."""
    path = home / PLACE_FILE
    ended = takewhile(lambda name: name != register, REGISTERS)
    registers = dict.fromkeys(ended) | {register: str(last) if last else None}
    draft = path.with_name(f".{path.name}")
    text = json.dumps({"generation": tokens.TOKEN_GENERATION, "registers": registers})
    draft.write_text(text, encoding="ascii")
    draft.rename(path)


# --- Which words all files have -------------------------------------------------------------------


def current_version_statement() -> str:
    """What notes, as the owner, that all files have the words of this version."""
    return f"COMMENT ON TABLE people_token IS '{NOTE}{tokens.TOKEN_GENERATION}'"


def note_empty_index_as_current() -> None:
    """Notes it where no file has any word yet, as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('people_token')")
        if cursor.fetchone()[0] == 0:
            cursor.execute(current_version_statement())


def is_index_current() -> bool:
    """Whether all files are known to have the words of this version. Reads no record."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('people_token'), 'pg_class')")
        return bool(cursor.fetchone()[0] == f"{NOTE}{tokens.TOKEN_GENERATION}")
