"""Write actions of all registers; each is logged, and the database keeps the earlier content."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func, TextField, UUIDField, Value

from saathi import audit
from saathi.agencies import access, definer_functions, notices, row_proofs, writing
from saathi.agencies.models import Staff
from saathi.agencies.register_kit import rules
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.agencies.register_kit.locks import entry_link, unchecked_columns, version_model
from saathi.agencies.register_kit.models import RegisterEntry
from saathi.agencies.register_kit.rules import EntryMove
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.infra.reasons import Refused


@dataclass(frozen=True)
class SeenEntry[EntryT: RegisterEntry]:
    """An entry with the version that the person saw."""

    entry: EntryT
    version: int


@dataclass(frozen=True)
class EntryStep:
    """A move of an entry and its reason. `values` are non-content columns that change with it."""

    move: EntryMove
    why: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    logged_as: str = ""


class EntryAlreadyListed(Exception):
    """The agency already has an entry of this key, perhaps added a moment ago."""


class EntriesChanged(Exception):
    """Some entries changed after the person saw them; `entries` are the current versions."""

    def __init__(self, entries: Sequence[RegisterEntry]) -> None:
        super().__init__()
        self.entries = entries


class EntryMoveRefused(Refused):
    """The move is not possible in this state, or it or any change not for this person."""


@contextmanager
def refusing_duplicate_entries(table: RegisterTables[Any]) -> Iterator[None]:
    """Raises `EntryAlreadyListed` if the database refuses a second entry with the same key.

    Use it inside the transaction of an action, which is then rolled back.
    """
    try:
        yield
    except IntegrityError as error:
        if table.unique_constraint in str(error):
            raise EntryAlreadyListed from None
        raise


@transaction.atomic
def add_entry[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], *, values: Mapping[str, Any], is_proposed: bool, actor: Staff
) -> EntryT:
    """Adds an entry of the actor's agency, as a draft or submitted; else `EntryAlreadyListed`."""
    access.require(actor, table.permission)
    entry = _add(table, values, actor, is_proposed=is_proposed)
    notify_second_persons(table, entry, actor)
    return entry


def _add[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], values: Mapping[str, Any], actor: Staff, *, is_proposed: bool
) -> EntryT:
    proposal = _proposal(actor) if is_proposed else {}
    with refusing_duplicate_entries(table):
        entry = table.model(
            agency_id=actor.agency_id,
            recorded_by=actor.id,
            changed_by=actor.id,
            **proposal,
            **values,
        )
        entry.save(force_insert=True)
        log_entry_write(table, entry, "added", actor)
    return entry


@transaction.atomic
def change_entry[EntryT: RegisterEntry](
    table: RegisterTables[EntryT],
    seen: SeenEntry[EntryT],
    *,
    values: Mapping[str, Any],
    actor: Staff,
    action: str = "changed",
) -> EntryT:
    """Changes the content of an entry; `ChangedMeanwhile` if the version seen is outdated.

    A submitted entry then counts as submitted by the actor; a published one stays published and is
    marked until a second person confirms the change. An entry that was published before and is
    changed in another state is no longer visible to others. Raises `EntryAlreadyListed` if another
    entry has the new key.
    """
    is_new = _is_new_content(seen.entry, values)
    entry = _change(table, seen, values, actor, action)
    if is_new:
        notify_second_persons(table, entry, actor)
    return entry


def _change[EntryT: RegisterEntry](
    table: RegisterTables[EntryT],
    seen: SeenEntry[EntryT],
    values: Mapping[str, Any],
    actor: Staff,
    action: str,
) -> EntryT:
    changes = dict(values)
    if _is_new_content(seen.entry, values):
        changes |= {"changed_by": actor.id, "changed_at": clock.now()}
        if seen.entry.state == EntryState.PROPOSED:
            changes |= _proposal(actor)
        if seen.entry.state != EntryState.PUBLISHED:
            changes |= {"published_by": None, "published_at": None}
    with refusing_duplicate_entries(table):
        return _update(table, seen, changes, action=action, actor=actor)


def notify_second_persons(table: RegisterTables[Any], entry: RegisterEntry, actor: Staff) -> None:
    """Notifies other maintainers of a waiting entry, unless they have an unread notice of the kind."""
    is_corrected = entry.state == EntryState.PUBLISHED and entry.has_unseen_content
    if not is_corrected and entry.state != EntryState.PROPOSED:
        return
    but = rules.last_author(facts_of_entry(entry))
    values = [table.waiting_notice.code, entry.pk, table.permission.value, but]
    definer_functions.make_change("register_tell", values, by=actor.id)


def _is_new_content(entry: RegisterEntry, values: Mapping[str, Any]) -> bool:
    """Whether one of these values is content that a second person has to see."""
    aside = {*entry.unchecked_fields, "review_on"}
    return any(getattr(entry, name) != value for name, value in values.items() if name not in aside)


@transaction.atomic
def move_entry[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], seen: SeenEntry[EntryT], step: EntryStep, *, actor: Staff
) -> EntryT:
    """Moves an entry to another state; raises `EntryMoveRefused` with the reasons.

    Raises `EntryAlreadyListed` if another entry has taken the key of a restored one.
    """
    reasons = rules.reasons_against_move(step.move, facts_of_entry(seen.entry), actor_id=actor.id)
    if reasons:
        raise EntryMoveRefused(reasons)
    authors = {seen.entry.changed_by, seen.entry.proposed_by or seen.entry.changed_by}
    changes = _move_columns(step.move, actor, step.why) | dict(step.values)
    with refusing_duplicate_entries(table):
        entry = _update(table, seen, changes, action=step.logged_as or step.move.value, actor=actor)
    if step.move == EntryMove.RETURN:
        for author in sorted(authors):
            notices.notify_staff(author, kind=table.returned_notice, record=entry.pk, actor=actor)
    notify_second_persons(table, entry, actor)
    return entry


@transaction.atomic
def publish_entries(
    table: RegisterTables[Any], *, seen_versions: Mapping[UUID, int], actor: Staff
) -> None:
    """Publishes submitted entries and confirms corrections as the second person: all or none.

    Raises `EntriesChanged` with those entries whose current version is not the given one, and
    `EntryMoveRefused` if the actor cannot be the second person of one of them.
    """
    own_entries = table.model._default_manager.filter(agency=actor.agency_id, pk__in=seen_versions)
    entries = list(own_entries.order_by("pk"))
    if len(entries) < len(seen_versions):
        raise access.NotAllowed
    if changed := [entry for entry in entries if entry.version != seen_versions[entry.pk]]:
        raise EntriesChanged(changed)
    for entry in entries:
        seen = SeenEntry(entry, seen_versions[entry.pk])
        is_published = entry.state == EntryState.PUBLISHED
        move = EntryMove.CONFIRM if is_published else EntryMove.PUBLISH
        move_entry(table, seen, EntryStep(move), actor=actor)


def facts_of_entry(entry: RegisterEntry) -> rules.EntryFacts:
    """The facts on which the entry's moves depend."""
    return rules.EntryFacts(
        EntryState(entry.state),
        entry.changed_by,
        entry.proposed_by,
        entry.has_unseen_content,
        authors_of_entry(entry),
    )


def authors_of_entry(entry: RegisterEntry) -> frozenset[UUID]:
    """All who added or changed the content since a second person last saw it, from its history."""
    if not entry.has_unseen_content:
        return frozenset()
    authors = type(entry)._default_manager.filter(pk=entry.pk)
    found = authors.values_list(author_column(type(entry)), flat=True).first()
    return frozenset(found or ())


def author_column(model: type[RegisterEntry]) -> Func:
    """The authors of each entry of a register, as a column; one text for each argument."""
    versions = version_model(model)
    link = versions._meta.get_field(entry_link(versions)).column  # type: ignore[union-attr]
    texts = [
        Value(text, TextField()) for text in (model._meta.db_table, versions._meta.db_table, link)
    ]
    unchecked = Value(unchecked_columns(model), ArrayField(TextField()))
    return Func(
        *texts,
        unchecked,
        F("pk"),
        function="register_authors",
        output_field=ArrayField(UUIDField()),
    )


@dataclass(frozen=True)
class EntryImport[EntryT: RegisterEntry]:
    """One row of an import: the content of a new entry, or new content for an existing one."""

    values: Mapping[str, Any]
    key: tuple[str, ...]
    entry: EntryT | None = None


@transaction.atomic
def import_entries[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], *, rows: Sequence[EntryImport[EntryT]], actor: Staff
) -> tuple[int, int]:
    """The numbers of entries added and changed. Saves all or none; new ones are submitted.

    Raises `EntryAlreadyListed` or `ChangedMeanwhile` if another person was faster. The entries are
    written in the order of their keys, so that two imports at the same time cannot deadlock.
    """
    access.require(actor, table.permission)

    added = changed = 0
    last: EntryT | None = None
    for row in sorted(rows, key=lambda row: row.key):
        if row.entry is None:
            last = _add(table, row.values, actor, is_proposed=True)
            added += 1
        elif any(getattr(row.entry, name) != value for name, value in row.values.items()):
            seen = SeenEntry(row.entry, row.entry.version)
            last = _change(table, seen, row.values, actor, "changed")
            changed += 1
    if last is not None:
        notify_second_persons(table, last, actor)
    return added, changed


def _proposal(actor: Staff) -> dict[str, Any]:
    return {
        "state": EntryState.PROPOSED.value,
        "proposed_by": actor.id,
        "proposed_at": clock.now(),
        "why_returned": "",
    }


def _move_columns(move: EntryMove, actor: Staff, why: str) -> dict[str, Any]:
    """The columns that a move writes."""
    now, today = clock.now(), actor.office.today()
    columns: dict[EntryMove, dict[str, Any]] = {
        EntryMove.PROPOSE: _proposal(actor),
        EntryMove.RETURN: {"why_returned": why},
        EntryMove.PUBLISH: {"published_by": actor.id, "published_at": now},
        EntryMove.CONFIRM: {"confirmed_by": actor.id, "confirmed_at": now},
        EntryMove.ARCHIVE: {"withdrawn_on": today, "why_withdrawn": why},
        EntryMove.RESTORE: _proposal(actor)
        | {"published_by": None, "withdrawn_on": None, "why_withdrawn": ""},
    }
    state = rules.MOVES[move][1].value
    return columns[move] | ({} if move == EntryMove.CONFIRM else {"state": state})


def _update[EntryT: RegisterEntry](
    table: RegisterTables[EntryT],
    seen: SeenEntry[EntryT],
    changes: Mapping[str, Any],
    *,
    action: str,
    actor: Staff,
) -> EntryT:
    """Writes columns of an entry of the actor's agency and logs it; a trigger keeps old values."""
    entry, version = seen.entry, seen.version
    require_maintainer(table, entry, actor)

    row_proofs.prove_rows([(entry, changes)], by=actor.id)
    current = table.model._default_manager.filter(pk=entry.pk, version=version)
    if not current.update(**changes, version=models.F("version") + 1):
        raise writing.ChangedMeanwhile(entry)
    entry.refresh_from_db()

    log_entry_write(table, entry, action, actor)
    return entry


def entry_content(entry: RegisterEntry) -> dict[str, str]:
    """The content of an entry and its state by column, as the database writes it into the history."""
    return {
        field.attname: history_text(field.value_from_object(entry))
        for field in entry.history_fields()
    }


def history_text(value: object) -> str:
    """A value as PostgreSQL's `jsonb_each_text` returns it; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def propose_changed[EntryT: RegisterEntry](
    table: RegisterTables[EntryT], changed: EntryT, *, actor: Staff
) -> EntryT:
    """Submits an entry that this person just changed, as the second button of its form does."""
    seen = SeenEntry(changed, changed.version)
    return move_entry(table, seen, EntryStep(EntryMove.PROPOSE), actor=actor)


def require_maintainer(table: RegisterTables[Any], entry: RegisterEntry, actor: Staff) -> None:
    """Raises `NotAllowed` (404) unless the actor is a maintainer of the entry's own agency.

    `EntryMoveRefused` with the register's own reasons against this person.
    """
    access.require(actor, table.permission)
    if entry.agency_id != actor.agency_id:
        raise access.NotAllowed
    if reasons := table.reasons_against_writing(entry, actor):
        raise EntryMoveRefused(reasons)


def log_entry_write(
    table: RegisterTables[Any], entry: RegisterEntry, action: str, actor: Staff
) -> None:
    """Logs that the actor wrote an entry or its translation."""
    audit.record(
        audit.AuditKind.WROTE,
        by=actor.id,
        agency=actor.agency_id,
        objects=[entry.pk],
        detail={"action": action, "model": table.name, "version": entry.version},
    )
