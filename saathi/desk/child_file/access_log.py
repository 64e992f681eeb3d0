"""The access log of a file, as a table."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.access_purposes import OWN_CASE, FileAccessPurpose
from saathi.agencies.file_viewers import FileAccess
from saathi.agencies.models import Office
from saathi.audit.vocabulary import AuditKind
from saathi.desk import wording
from saathi.desk.team.queries import HiddenFrom
from saathi.protection.exchange.vocabulary import IMPORTING, ExportPurpose
from saathi.protection.identification.intake.vocabulary import SearchPurpose
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn

# The purpose codes of an entry. Searches and exports share some codes, with different meanings.
_OPENED, _SEARCHED, _EXPORTED = (
    {code.value: code.label for code in codes}
    for codes in (FileAccessPurpose, SearchPurpose, ExportPurpose)
)
_IMPORTED = {IMPORTING: gettext_lazy("Check whether a child in an import is already registered")}
_OF_LOOKS = _EXPORTED | _SEARCHED | _OPENED | _IMPORTED
_OF_EXPORTS = _OF_LOOKS | _EXPORTED


def access_log_table(rights: FileRights, entries: list[FileAccess]) -> DisplayTable:
    """The table with one row for each occasion someone opened the file, latest first."""
    columns = [
        DisplayTableColumn(_("Person")),
        DisplayTableColumn(_("Office")),
        DisplayTableColumn(_("Date and time")),
        DisplayTableColumn(_("Reason")),
    ]
    together = groupby(entries, key=lambda look: _occasion_key(look, rights.staff.office))
    rows = [_line(rights, list(group)) for _when, group in together]
    return DisplayTable(_("Access log for the last 30 days"), columns, rows)


def hidden_from_table(rights: FileRights, hidden: Sequence[HiddenFrom]) -> DisplayTable:
    """The staff that the file is now hidden from, who hid it and since when, latest first."""
    columns = [
        DisplayTableColumn(_("Hidden from")),
        DisplayTableColumn(_("Hidden by")),
        DisplayTableColumn(_("Date and time")),
    ]
    rows = [
        [
            DisplayTableCell(row.name),
            DisplayTableCell(row.by),
            DisplayTableCell(wording.describe_moment(row.since, rights.staff.office)),
        ]
        for row in sorted(hidden, key=attrgetter("since"), reverse=True)
    ]
    return DisplayTable(_("Staff and agencies that the file is hidden from"), columns, rows)


def _occasion_key(look: FileAccess, office: Office) -> tuple[object, ...]:
    """The key of one row: the same person, on the same day at the office, for the same purpose."""
    day = look.entry.at.astimezone(ZoneInfo(office.time_zone)).date()
    return look.staff.pk, day, _purpose_text(look)


def _line(rights: FileRights, accesses: Sequence[FileAccess]) -> list[DisplayTableCell]:
    first_access = accesses[0]
    moment = wording.describe_moment(first_access.entry.at, rights.staff.office)
    if len(accesses) > 1:
        text = ngettext(
            "%(moment)s · %(count)d page", "%(moment)s · %(count)d pages", len(accesses)
        )
        moment = text % {"moment": moment, "count": len(accesses)}
    return [
        DisplayTableCell(
            _("You") if first_access.staff.id == rights.staff.id else first_access.staff.name
        ),
        DisplayTableCell(first_access.staff.office.name),
        DisplayTableCell(moment),
        DisplayTableCell(
            _purpose_text(first_access),
            tag="attend" if first_access.entry.kind == AuditKind.EMERGENCY_ACCESS else "",
        ),
    ]


def _purpose_text(look: FileAccess) -> str:
    kind, code = look.entry.kind, look.entry.purpose
    if kind == AuditKind.EMERGENCY_ACCESS:
        return _("Opened in an emergency")
    if code in {OWN_CASE, ""}:
        return _("Works on the case")
    words = _OF_EXPORTS if kind == AuditKind.EXPORTED else _OF_LOOKS
    return str(words.get(code, code))
