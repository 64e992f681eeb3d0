"""Page data of repeat allegations: only from this child's own file."""

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
from saathi.people.around.vocabulary import AllegedPerpetratorKind, AllegedRole, FirmKind
from saathi.protection.identification.matches import queries
from saathi.protection.identification.matches.models import RepeatAllegation
from saathi.protection.identification.matches.vocabulary import RepeatAnswer, RepeatKind
from saathi.web.components import (
    AlertBox,
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
)
from saathi.web.page_names import CHILD_FILE


@dataclass(frozen=True)
class RepeatPage:
    """The allegation in this file, its kind of repetition, and the link to the file."""

    alert: AlertBox
    facts: Sequence[LabelledValue]
    file_url: str


def repeat_table(queue: queries.RepeatQueuePage, staff: Staff) -> DisplayTable | None:
    """The list, without names, which appear only on each allegation's page."""
    columns = [
        DisplayTableColumn(_("Type of similarity")),
        DisplayTableColumn(_("Child")),
        DisplayTableColumn(_("Since")),
        DisplayTableColumn(_("Listed here until")),
    ]
    rows = [
        [
            DisplayTableCell(
                RepeatKind(repeat.kind).label, url=reverse("matches:show_repeat", args=[repeat.pk])
            ),
            DisplayTableCell(queue.codes.get(repeat.file_id, "")),
            DisplayTableCell(_day(repeat.recorded_at, staff)),
            DisplayTableCell(_day(repeat.expires_at, staff)),
        ]
        for repeat in queue.page.object_list
    ]
    return DisplayTable(_("Repeat allegations, latest first"), columns, rows) if rows else None


def repeat_pager(page: Page[RepeatAllegation], kind: str) -> dict[str, Any]:
    """Links to the previous and next page, which keep the chosen kind."""

    def link(number: int) -> str:
        return f"?{urlencode({'seen': kind, 'page': number})}"

    return {
        "before": link(page.previous_page_number()) if page.has_previous() else "",
        "after": link(page.next_page_number()) if page.has_next() else "",
        "number": page.number,
        "total": page.paginator.num_pages,
    }


def build_repeat_page(staff: Staff, repeat: RepeatAllegation) -> RepeatPage:
    """The page of one repeat allegation; the access to the allegation is logged."""
    alleged, texts = queries.open_alleged(staff, repeat)
    roles = [str(AllegedRole(role).label) for role in alleged.roles if role in AllegedRole.values]
    facts = [
        LabelledValue(_("Alleged perpetrator"), texts.get("name", "")),
        LabelledValue(_("Type"), AllegedPerpetratorKind(alleged.subject).label),
        LabelledValue(_("Place"), texts.get("where", "")),
        LabelledValue(_("Alleged role"), ", ".join(roles)),
        LabelledValue(_("Type of similarity"), RepeatKind(repeat.kind).label),
        LabelledValue(_("Listed here until"), _day(repeat.expires_at, staff)),
    ]
    if alleged.firm_kind:
        facts.insert(
            2, LabelledValue(_("Type of organisation or place"), FirmKind(alleged.firm_kind).label)
        )
    if repeat.answer:
        facts.append(
            LabelledValue(_("Assessment of the similarity"), RepeatAnswer(repeat.answer).label)
        )
    return RepeatPage(
        alert=AlertBox(
            _("Possible only, not confirmed"),
            _(
                "The similarity was found automatically. It does not prove that the "
                "person, place or number is the same, or that the allegation is true. Many "
                "people share a name, and telephone numbers change owners."
            ),
            kind="calm",
            icon="eye",
        ),
        facts=facts,
        file_url=reverse(CHILD_FILE, args=[repeat.file_id]),
    )


def _day(moment: Any, staff: Staff) -> str:
    return date_format(moment.astimezone(ZoneInfo(staff.office.time_zone)), "j F Y")
