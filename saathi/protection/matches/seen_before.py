"""What the pages of things possibly seen before show: this child's own file, and nothing of another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Page
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.people.around.vocabulary import FirmKind, Role, Subject
from saathi.protection.matches import queries
from saathi.protection.matches.models import Repeat
from saathi.protection.matches.vocabulary import RepeatAnswer, RepeatKind
from saathi.web.parts import Alert, Cell, Column, Pair, Table


@dataclass(frozen=True)
class RepeatPage:
    """What is said in this file, what may have been seen, and where the file is."""

    alert: Alert
    facts: Sequence[Pair]
    file_url: str


def list_table(found: queries.Seen, staff: Staff) -> Table | None:
    """The list; whoever is named stands on the page behind it alone."""
    columns = [
        Column(_("What may have been seen before")),
        Column(_("Child")),
        Column(_("Since")),
        Column(_("Stands here until")),
    ]
    rows = [
        [
            Cell(RepeatKind(one.seen).label, url=reverse("matches:show_repeat", args=[one.pk])),
            Cell(found.codes.get(one.file_id, "")),
            Cell(_day(one.recorded_at, staff)),
            Cell(_day(one.expires_at, staff)),
        ]
        for one in found.page.object_list
    ]
    return Table(_("Possibly seen before, the latest first"), columns, rows) if rows else None


def pager(page: Page[Repeat], seen: str) -> dict[str, Any]:
    """The links to the pages before and after, which keep the kind that is shown."""

    def link(number: int) -> str:
        return f"?{urlencode({'seen': seen, 'page': number})}"

    return {
        "before": link(page.previous_page_number()) if page.has_previous() else "",
        "after": link(page.next_page_number()) if page.has_next() else "",
        "number": page.number,
        "total": page.paginator.num_pages,
    }


def page(staff: Staff, repeat: Repeat) -> RepeatPage:
    """The page of one; the look at what is said is on record."""
    alleged, words = queries.alleged_of(staff, repeat)
    roles = [str(Role(role).label) for role in alleged.roles if role in Role.values]
    facts = [
        Pair(_("Who is said to have done it"), words.get("name", "")),
        Pair(_("What it is"), Subject(alleged.subject).label),
        Pair(_("Where"), words.get("where", "")),
        Pair(_("What is said"), ", ".join(roles)),
        Pair(_("What may be the same"), RepeatKind(repeat.seen).label),
        Pair(_("Stands here until"), _day(repeat.expires_at, staff)),
    ]
    if alleged.firm_kind:
        facts.insert(2, Pair(_("What firm or house"), FirmKind(alleged.firm_kind).label))
    if repeat.answer:
        facts.append(Pair(_("What was made of it"), RepeatAnswer(repeat.answer).label))
    return RepeatPage(
        alert=Alert(
            _("Possible, and no more"),
            _(
                "What is alike was found by a machine. It is no proof that it is the same, and none of "
                "what is said. Names are shared by many, and a number can change hands."
            ),
            kind="calm",
            icon="eye",
        ),
        facts=facts,
        file_url=reverse("desk:child_file", args=[repeat.file_id]),
    )


def _day(moment: Any, staff: Staff) -> str:
    return date_format(moment.astimezone(ZoneInfo(staff.office.time_zone)), "j F Y")
