"""Queries of the notes page: notes, tasks and flags, latest first, decrypted for the reader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from saathi.agencies import access, bundles, record_history, records
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.cases.covers import current_seats
from saathi.protection.casework.cases.models import Case, Seat
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.notes.vocabulary import NoteAudience, NoteKind, NoteState
from saathi.vault import store as vault

PAGE_SIZE = 30
MAX_ADDENDA = 200  # on one page
MAX_PRINTED = 500
# The entries that the page can be filtered by, keyed by the value in its URL.
FILTERS: dict[str, dict[str, str]] = {
    NoteKind.NOTE: {"kind": NoteKind.NOTE, "audience": NoteAudience.TEAM},
    NoteKind.TASK: {"kind": NoteKind.TASK},
    NoteKind.FLAG: {"kind": NoteKind.FLAG},
    NoteAudience.SUPERVISION: {"audience": NoteAudience.SUPERVISION},
}


@dataclass(frozen=True)
class OpenedNotes:
    """A page of opened notes, latest first, with addenda; `earlier`: key of the next page."""

    notes: Sequence[Note]
    addenda: dict[UUID, list[Note]]
    names: dict[UUID, str]
    earlier: str

    @property
    def shown_ids(self) -> list[UUID]:
        """The ids of all entries shown, for the access log."""
        added = [note.pk for notes in self.addenda.values() for note in notes]
        return [*(note.pk for note in self.notes), *added]


def list_notes(
    staff: Staff, child: Child, *, kind: str = "", before: UUID | None = None
) -> OpenedNotes:
    """The notes of a child, of one kind or all, by the day of the contact; thirty at a time."""
    notes = _dated(access.visible(staff, Note).filter(file_id=child.file_id, adds_to=None), staff)
    notes = notes.filter(**FILTERS.get(kind, {}))
    start = notes.filter(pk=before).first() if before else None
    if start is not None:
        same = Q(shown_on=start.shown_on)
        at = Q(recorded_at=start.recorded_at)
        notes = notes.filter(
            Q(shown_on__lt=start.shown_on)
            | same & Q(recorded_at__lt=start.recorded_at)
            | same & at & Q(pk__lt=start.pk)
        )
    ordered = notes.select_related("to").order_by("-shown_on", "-recorded_at", "-pk")
    rows: list[Note] = list(ordered[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return _opened(staff, shown, str(shown[-1].pk) if len(rows) > PAGE_SIZE else "")


def _dated(notes: QuerySet[Note], staff: Staff) -> QuerySet[Any]:
    """The notes with the day under which they are listed: of the contact, or of recording.

    A time falls on the day that it was at the reader's office, as the page shows it.
    """
    recorded_on = TruncDate("recorded_at", tzinfo=ZoneInfo(staff.office.time_zone))
    return notes.annotate(shown_on=Coalesce(F("happened_on"), recorded_on))


def _opened(staff: Staff, shown: list[Note], earlier: str) -> OpenedNotes:
    addenda: dict[UUID, list[Note]] = defaultdict(list)
    if shown:
        added = access.visible(staff, Note).filter(adds_to__in=[note.pk for note in shown])
        for note in added.order_by("recorded_at", "pk")[:MAX_ADDENDA]:
            assert note.adds_to is not None
            addenda[note.adds_to].append(note)
    everything = [*shown, *(note for notes in addenda.values() for note in notes)]
    records.open_texts_of_each(everything)
    names = names_of({note.recorded_by for note in everything})
    return OpenedNotes(shown, dict(addenda), names, earlier)


def list_notes_to_print(staff: Staff, file_id: UUID, since: dt.date, until: dt.date) -> OpenedNotes:
    """The case notes of a file in a period, oldest first, with addenda; not supervision."""
    notes = _dated(access.visible(staff, Note).filter(file_id=file_id, adds_to=None), staff)
    notes = notes.filter(
        **FILTERS[NoteKind.NOTE], shown_on__gte=since, shown_on__lte=until
    ).select_related("to")
    return _opened(staff, list(notes.order_by("shown_on", "recorded_at", "pk")[:MAX_PRINTED]), "")


class EarlierNote(NamedTuple):
    """An earlier version of a note, and until when it was shown."""

    valid_until: dt.datetime
    texts: dict[str, Any]


def list_earlier_versions(staff: Staff, note: Note) -> list[EarlierNote]:
    """The earlier versions of a note, the latest first."""
    values = record_history.old_values(staff, note)
    return [EarlierNote(value.replaced_at, vault.open_old_value(value)) for value in values]


def assignable_team_members(
    case: Case, staff: Staff, reads: Section = Section.VISITS
) -> QuerySet[Staff]:
    """Staff who can be given a task: team members who read these sections, and supervisors."""
    readers = [role for role, may in TEAM_READS.items() if may & reads == reads]
    team = Seat.objects.filter(case=case, role__in=readers)
    seats = current_seats(team, staff.office.today())
    leaders = bundles.staff_with_permissions(
        staff.agency_id, Permission.WORK_ON_CASE, Permission.ASSIGN
    ).filter(principals__principal=case.office_id)
    return (
        Staff.objects.filter(
            Q(pk__in=seats.values("staff"))
            | Q(pk=case.worker_id)
            | Q(pk__in=leaders.order_by().values("pk")),
            is_active=True,
        )
        .select_related("office")
        .order_by("name")
    )


def active_flags(notes: QuerySet[Note], today: dt.date) -> QuerySet[Note]:
    """The flags among these that are active on a day; the last day is included."""
    return notes.filter(
        Q(until=None) | Q(until__gte=today), kind=NoteKind.FLAG, state=NoteState.ACTIVE
    )
