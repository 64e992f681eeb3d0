"""Who looked at a file, as a table."""

from django.utils.translation import gettext as _

from saathi.agencies.access import FileRights
from saathi.agencies.purposes import OWN_CASE, Purpose
from saathi.audit.vocabulary import Kind
from saathi.desk import wording
from saathi.desk.child_file.queries import Look
from saathi.web.parts import Cell, Column, Table


def looks_table(rights: FileRights, looks: list[Look]) -> Table:
    """One line for each look, the latest first."""
    columns = [Column(_("Who")), Column(_("Office")), Column(_("When")), Column(_("Why"))]
    rows = [
        [
            Cell(_("You") if look.staff.id == rights.staff.id else look.staff.name),
            Cell(look.staff.office.name),
            Cell(wording.moment(look.entry.at, rights.staff.office)),
            Cell(_why(look), tag="attend" if look.entry.kind == Kind.GLASS_BROKEN else ""),
        ]
        for look in looks
    ]
    return Table(_("Who looked in the last 30 days"), columns, rows)


def _why(look: Look) -> str:
    if look.entry.kind == Kind.GLASS_BROKEN:
        return _("Opened it in an emergency")
    if look.entry.purpose in Purpose.values:
        return str(Purpose(look.entry.purpose).label)
    if look.entry.purpose in {OWN_CASE, ""}:
        return _("Works on the case")
    return look.entry.purpose
