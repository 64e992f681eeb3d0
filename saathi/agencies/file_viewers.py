"""Who opened a file, according to the access log, for pages of those who may see the file."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.agencies.record_kit.rows import format_moment
from saathi.agencies.wording import section_names
from saathi.audit.queries import AuditEntryRow, list_accesses_to_file
from saathi.infra.join_words import join_words
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn, Text

OVERSIGHT = "oversight"  # what oversight bodies view is not shown to anyone


@dataclass(frozen=True, slots=True)
class FileAccess:
    """One access to a file: who, from which office, when, why."""

    entry: AuditEntryRow
    staff: Staff


def list_file_accesses(
    file_id: UUID, since: dt.datetime, until: dt.datetime | None = None
) -> list[FileAccess]:
    """The accesses in this period, latest first, without those of oversight bodies. Two queries.

    The log is readable by those who can read the case; these entries name no page of another file.
    """
    accesses_to_file = list_accesses_to_file(file_id, since)
    entries = [entry for entry in accesses_to_file if until is None or entry.at <= until]
    staff = Staff.objects.exclude(role_kind=OVERSIGHT).select_related("office")
    people = staff.in_bulk({entry.by for entry in entries if entry.by})
    return [FileAccess(entry, people[entry.by]) for entry in entries if entry.by in people]


def viewers_table(
    caption: Text, accesses: Iterable[FileAccess], office: Office
) -> DisplayTable | None:
    """A row for each person with the parts they opened and when; None if no one opened the file."""
    by_person: dict[Staff, list[AuditEntryRow]] = defaultdict(list)
    for access in accesses:
        by_person[access.staff].append(access.entry)
    labels = [_("Person"), _("Office"), _("Parts of the file"), _("Date and time")]
    rows = [
        [viewer.name, viewer.office.name, _parts(entries), _period(entries, office)]
        for viewer, entries in by_person.items()
    ]
    columns = [DisplayTableColumn(label) for label in labels]
    cells = [[DisplayTableCell(text) for text in row] for row in rows]
    return DisplayTable(caption, columns, cells) if rows else None


def _parts(entries: Sequence[AuditEntryRow]) -> str:
    return join_words(section_names((entry.detail or {}).get("section") for entry in entries))


def _period(entries: Sequence[AuditEntryRow], office: Office) -> str:
    """The time of one page view, or the number of page views with the first and the last time."""
    last, first = (format_moment(entries[place].at, office) for place in (0, -1))
    if len(entries) == 1:
        return last
    text = ngettext(
        "%(count)d page, %(first)s to %(last)s",
        "%(count)d pages, %(first)s to %(last)s",
        len(entries),
    )
    return text % {"count": len(entries), "first": first, "last": last}
