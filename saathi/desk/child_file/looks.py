"""Who looked at a file, as a table."""

from collections.abc import Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from saathi.agencies.access import FileRights
from saathi.agencies.models import Office
from saathi.agencies.purposes import OWN_CASE, Purpose
from saathi.audit.vocabulary import Kind
from saathi.desk import wording
from saathi.desk.child_file.queries import Look
from saathi.protection.exchange.vocabulary import IMPORTING, ExportPurpose
from saathi.protection.intake.vocabulary import SearchPurpose
from saathi.web.parts import Cell, Column, Table

# What the codes of an entry's purpose mean. Searches and exports share some; an export means its own.
_OPENED, _SEARCHED, _EXPORTED = (
    {one.value: one.label for one in codes} for codes in (Purpose, SearchPurpose, ExportPurpose)
)
_IMPORTED = {IMPORTING: gettext_lazy("To see whether a child of an import is already known")}
_OF_LOOKS = _EXPORTED | _SEARCHED | _OPENED | _IMPORTED
_OF_EXPORTS = _OF_LOOKS | _EXPORTED


def looks_table(rights: FileRights, looks: list[Look]) -> Table:
    """A line for each time somebody worked on the file, the latest first; many pages are one line."""
    columns = [Column(_("Who")), Column(_("Office")), Column(_("When")), Column(_("Why"))]
    together = groupby(looks, key=lambda look: _occasion(look, rights.staff.office))
    rows = [_line(rights, list(found)) for _when, found in together]
    return Table(_("Who looked in the last 30 days"), columns, rows)


def _occasion(look: Look, office: Office) -> tuple[object, ...]:
    """What is one line: the same person, on the same day of the office, for the same reason."""
    day = look.entry.at.astimezone(ZoneInfo(office.time_zone)).date()
    return look.staff.pk, day, _why(look)


def _line(rights: FileRights, found: Sequence[Look]) -> list[Cell]:
    look = found[0]
    when = wording.moment(look.entry.at, rights.staff.office)
    if len(found) > 1:
        text = ngettext("%(moment)s · %(count)d page", "%(moment)s · %(count)d pages", len(found))
        when = text % {"moment": when, "count": len(found)}
    return [
        Cell(_("You") if look.staff.id == rights.staff.id else look.staff.name),
        Cell(look.staff.office.name),
        Cell(when),
        Cell(_why(look), tag="attend" if look.entry.kind == Kind.GLASS_BROKEN else ""),
    ]


def _why(look: Look) -> str:
    kind, code = look.entry.kind, look.entry.purpose
    if kind == Kind.GLASS_BROKEN:
        return _("Opened it in an emergency")
    if code in {OWN_CASE, ""}:
        return _("Works on the case")
    words = _OF_EXPORTS if kind == Kind.EXPORTED else _OF_LOOKS
    return str(words.get(code, code))
