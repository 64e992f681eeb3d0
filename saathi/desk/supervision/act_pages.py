"""Recent significant acts of the offices a supervisor leads that are not assessed by the four principles."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.record_kit.rows import format_day
from saathi.consent import acts
from saathi.consent.acts import RecordedSignificantAct
from saathi.desk.supervision import queries
from saathi.desk.supervision.queries import SupervisedScope
from saathi.infra.any_of import AnyOf
from saathi.people.queries import codes_of_files
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.web.components import DisplayTable, DisplayTableCell, DisplayTableColumn

DAYS: Final = 90


@dataclass(frozen=True)
class UnassessedPage:
    """One page of the list: the number of all acts in words, and the acts or the offices to choose."""

    count_text: str
    table: DisplayTable | None
    pager: dict[str, str | None]
    shown_files: Sequence[UUID]


def unassessed_page(staff: Staff, office: str, number: int) -> UnassessedPage:
    """The acts of the last 90 days in open or recently closed cases; NotAllowed for other offices.

    Readers who lead many offices choose one first, as on their dashboard.
    """
    scope = queries.get_supervised_scope(staff, office)
    if scope.is_too_many:
        return UnassessedPage("", _offices_table(scope), {}, [])
    since = staff.office.today() - dt.timedelta(days=DAYS)
    files = _files(staff, scope, since)
    unanswered_acts = acts.list_unanswered_acts(
        staff, files, since, start=(number - 1) * acts.PAGE_SIZE
    )
    shown = unanswered_acts[: acts.PAGE_SIZE]
    codes = codes_of_files(staff, {act.file_id for act in shown})
    return UnassessedPage(
        _count_text(acts.count_unanswered_acts(staff, files, since)),
        _table(shown, codes) if shown else None,
        {
            "before": str(number - 1) if number > 1 else None,
            "after": str(number + 1) if len(unanswered_acts) > acts.PAGE_SIZE else None,
        },
        sorted({act.file_id for act in shown}),
    )


def _files(staff: Staff, scope: SupervisedScope, since: dt.date) -> list[UUID]:
    """The files with a case of these offices that is open or was closed since that day; one query."""
    cases = access.visible(staff, Case, by_row=True).filter(
        Q(status__in=OPEN_STATUSES) | Q(closed_on__gte=since),
        AnyOf("office_id", [office.pk for office in scope.shown]),
    )
    return list(cases.order_by().values_list("file_id", flat=True).distinct())


def _count_text(count: int) -> str:
    return ngettext(
        "%(count)d act of the last 90 days is not assessed.",
        "%(count)d acts of the last 90 days are not assessed.",
        count,
    ) % {"count": count}


def _table(shown: Sequence[RecordedSignificantAct], codes: Mapping[UUID, str]) -> DisplayTable:
    names = names_of(act.by for act in shown)
    rows = [
        [
            DisplayTableCell(
                codes.get(act.file_id, ""),
                url=f"{reverse('consent:list_acts', args=[act.file_id])}?missing=1",
            ),
            DisplayTableCell(act.text),
            DisplayTableCell(format_day(act.on)),
            DisplayTableCell(names.get(act.by, "") if act.by else ""),
        ]
        for act in shown
        if act.file_id in codes
    ]
    columns = [_("Case ID"), _("Significant act"), _("Date"), _("Person")]
    caption = _("Acts not yet assessed")
    return DisplayTable(caption, [DisplayTableColumn(column) for column in columns], rows)


def _offices_table(scope: SupervisedScope) -> DisplayTable:
    page = reverse("desk:list_unassessed_acts")
    rows = [
        [DisplayTableCell(office.name, url=f"{page}?{urlencode({'office': office.pk})}")]
        for office in scope.offices
    ]
    return DisplayTable(_("Choose an office"), [DisplayTableColumn(_("Office"))], rows)
