"""The queue as a list: tabs with counts, mine, team or all, and its columns."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import text_column
from saathi.agencies.list_kit.months import is_in_month, month_choices
from saathi.agencies.models import Staff
from saathi.infra import clock, district_list
from saathi.infra.join_words import join_words
from saathi.protection.identification.intake.outcome_wording import IN_A_CASE, outcome_label
from saathi.protection.identification.intake.queue import queries
from saathi.protection.identification.intake.queue.models import ReportResponse
from saathi.protection.identification.intake.queue.references import (
    ids_of_reference,
    report_reference,
)
from saathi.protection.identification.intake.queue.report_danger_conditions import last_seen_unsafe
from saathi.protection.identification.intake.queue.vocabulary import ResponseState
from saathi.protection.identification.intake.queue.waiting import closed_in_danger, closed_since
from saathi.protection.identification.intake.queue.wording import (
    describe_escalation,
    moment_text,
    received_text,
    time_left,
)
from saathi.protection.identification.intake.unsafe_wording import as_sentence, describe_unsafe
from saathi.protection.identification.intake.vocabulary import (
    CASE_OUTCOMES,
    Concern,
    ReportOutcome,
    Urgency,
)
from saathi.web.components import ActionLink, DisplayTableCell, EmptyState, TabLink, Text

TAB, SCOPE, RECEIVED = "tab", "scope", "received"
PASSED_ON = "passed_on"  # the tab; it shows no number, whoever looks at the screen


@dataclass(frozen=True)
class QueueTab:
    """One tab of the queue: its order, and its condition, which depends on the present time."""

    label: Text
    condition: Callable[[dt.datetime], Q]
    empty: Text
    order: str = "time"


TABS: Final = {
    "new": QueueTab(
        _("New"),
        lambda _now: Q(state=ResponseState.NEW),
        _("No reports to accept"),
    ),
    "assigned": QueueTab(_("Assigned"), queries.is_outcome_not_due, _("No reports assigned")),
    "due": QueueTab(_("Decision due"), queries.is_outcome_due, _("No decisions due")),
    "closed": QueueTab(
        _("Closed"),
        lambda _now: Q(state=ResponseState.CLOSED),
        _("No reports closed"),
        "-time",
    ),
    "month": QueueTab(
        _("By month"), lambda _now: Q(), _("No reports received in this month"), "-received"
    ),
    # A list of its own, see `queue.passed_on_reports`: no condition finds these reports in the queue.
    PASSED_ON: QueueTab(
        _("Passed on by you"),
        lambda _now: Q(pk__in=[]),
        _("You have not passed on any reports past your office"),
        "-received",
    ),
}
SCOPES: Final = {"mine": _("Mine"), "team": _("Team"), "all": _("All")}
FIRST_TAB = "new"
OWN_REPORTS: Final = _(
    "You see the reports that you recorded and those sent or assigned to you, not all reports of your office."
)
_CASE = "case"  # the outcomes that led to a case, in the filter
OF_A_MONTH = "month"  # whatever their state, for the figures; it shows one month and no number


@dataclass(frozen=True)
class QueueChoice:
    """The tab and the scope of a URL; the first ones if they are not valid."""

    tab: str
    scope: str
    month: str = ""  # of the tab that shows one

    @classmethod
    def from_query(cls, query: QueryDict, staff: Staff) -> "QueueChoice":
        """The choice in a URL. Those who lead an office begin with their team, others with all."""
        tab, scope = query.get(TAB, ""), query.get(SCOPE, "")
        first_scope = "team" if queries.leads_office(staff) else "all"
        months = [value for value, _label in month_choices(staff)]
        month = query.get(RECEIVED, "")
        return cls(
            tab if tab in TABS else FIRST_TAB,
            scope if scope in SCOPES else first_scope,
            month if month in months else months[0],
        )

    def url(self, **changes: str) -> str:
        """The URL of the queue with another tab or scope; keeps the month while on its tab."""
        query = {TAB: self.tab, SCOPE: self.scope} | changes
        if query[TAB] == OF_A_MONTH:
            query[RECEIVED] = self.month
        return "?" + urlencode(query)


def responses_in_scope(staff: Staff, scope: str) -> QuerySet[ReportResponse]:
    """The reports that the reader may see: theirs, their team's, or all."""
    responses = queries.visible_responses(staff)
    if scope == "mine":
        return responses.filter(queries.is_for_reader(staff))
    return responses.filter(queries.is_for_team(staff)) if scope == "team" else responses


def queue_tabs(staff: Staff, choice: QueueChoice) -> list[TabLink]:
    """The tabs with their counts, exact to a thousand. One query for each."""
    now = clock.now()
    responses = responses_in_scope(staff, choice.scope)
    return [
        TabLink(
            _tab_text(name, tab, responses.filter(tab.condition(now))),
            choice.url(tab=name),
            name == choice.tab,
        )
        for name, tab in TABS.items()
    ]


def _tab_text(name: str, tab: QueueTab, responses: QuerySet[ReportResponse]) -> str:
    if name in {OF_A_MONTH, PASSED_ON}:
        return str(tab.label)
    return f"{tab.label} ({_count(responses)})"


def _count(responses: QuerySet[ReportResponse]) -> str:
    number = queries.count_to_limit(responses)
    return f"{queries.MAX_COUNT:,}+" if number > queries.MAX_COUNT else str(number)


def scope_tabs(choice: QueueChoice) -> list[TabLink]:
    """Mine, team and all; none for the reader's own."""
    if choice.tab == PASSED_ON:
        return []
    return [
        TabLink(label, choice.url(scope=name), name == choice.scope)
        for name, label in SCOPES.items()
    ]


def report_queue(staff: Staff, choice: QueueChoice) -> ListDeclaration[ReportResponse]:
    """The list of one tab."""
    now, tab = clock.now(), TABS[choice.tab]
    assignee = Staff.objects.filter(pk=OuterRef("assigned_to")).values("name")[:1]
    responses = responses_in_scope(staff, choice.scope).filter(tab.condition(now))
    if choice.tab == OF_A_MONTH:
        month = is_in_month("report__received_at", choice.month, staff.office)
        responses = responses.filter(month).annotate(received=F("report__received_at"))
    record = ActionLink(_("Record a report"), reverse("intake:record_report"), "plus")
    return ListDeclaration(
        name="report_queue",
        records=responses.annotate(assignee=Subquery(assignee), **last_seen_unsafe("report")),
        columns=_columns(staff, now, choice.tab),
        order=tab.order,
        count_text=count_text,
        filters=_filters(staff, choice),
        search=_search,
        search_label=_("Report reference"),
        empty=EmptyState(tab.empty, "" if queries.leads_office(staff) else OWN_REPORTS, record),
    )


def count_text(number: int, shown: str) -> str:
    """How many reports a list shows."""
    words = ngettext("%(count)s report", "%(count)s reports", number)
    return words % {"count": shown}


def _search(responses: QuerySet[ReportResponse], text: str) -> QuerySet[ReportResponse]:
    ids = ids_of_reference(text)
    return responses.filter(report__id__range=ids) if ids else responses.none()


def _filters(staff: Staff, choice: QueueChoice) -> list[ListFilter]:
    """The tab and scope, kept when sorting and filtering; urgency, office, month, outcome."""

    def all_of(responses: QuerySet[Any], _value: str) -> QuerySet[Any]:
        return responses

    def hidden(codes: dict[str, Any]) -> forms.ChoiceField:
        choices = [(code, code) for code in codes]
        return forms.ChoiceField(choices=choices, required=False, widget=forms.HiddenInput)

    urgency = forms.ChoiceField(
        choices=[("", _("All")), *Urgency.choices], required=False, label=_("Urgency")
    )
    filters = [
        ListFilter(TAB, hidden(TABS), all_of),
        ListFilter(SCOPE, hidden(SCOPES), all_of),
        ListFilter("urgency", urgency, lambda rows, code: rows.filter(report__urgency=code)),
    ]
    if offices := queries.list_team_offices(staff):
        choices = [("", _("All")), *((str(each.pk), each.name) for each in offices)]
        office = forms.ChoiceField(choices=choices, required=False, label=_("Office"))
        filters.append(ListFilter("office", office, lambda rows, key: rows.filter(office=key)))
    if choice.tab == OF_A_MONTH:
        received = forms.ChoiceField(
            choices=[("", _("This month")), *month_choices(staff)],
            required=False,
            label=_("Received in"),
        )
        filters.append(ListFilter(RECEIVED, received, all_of))
    if choice.tab == "closed":
        filters += [_outcome_filter(), _safety_filter(staff)]
    return filters


def _outcome_filter() -> ListFilter:
    """The filter by outcome; cases are together, as not everyone may know of earlier cases."""
    others = [(o.value, o.label) for o in ReportOutcome if o not in CASE_OUTCOMES]
    choices = [("", _("All")), (_CASE, IN_A_CASE), *others]
    field = forms.ChoiceField(choices=choices, required=False, label=_("Outcome"))

    def having(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
        return rows.filter(report__outcome__in=CASE_OUTCOMES if code == _CASE else [code])

    return ListFilter("outcome", field, having)


def _safety_filter(staff: Staff) -> ListFilter:
    """The filter by closed reports of immediate danger, as in My day."""
    choices = [("", _("All")), ("not_safe", _("Immediate danger, child not recorded as safe"))]
    field = forms.ChoiceField(choices=choices, required=False, label=_("The child"))

    def having(rows: QuerySet[Any], _code: str) -> QuerySet[Any]:
        (since,) = closed_since(staff)
        return rows.filter(pk__in=closed_in_danger(staff, since).order_by().values("pk"))

    return ListFilter("child", field, having)


def _columns(staff: Staff, now: dt.datetime, tab: str) -> list[ListColumn[ReportResponse]]:
    is_closed = tab == "closed"
    columns = [
        ListColumn("report", _("Report"), _link),
        ListColumn("time", _time_label(tab), lambda row: _time_cell(row, staff, now), "due_at"),
        ListColumn("urgency", _("Urgency"), lambda row: _urgency_cell(row, staff), "urgency_rank"),
        text_column("concerns", _("Protection concerns"), _concerns),
        text_column("district", _("District"), _district),
    ]
    if is_closed:
        columns.append(
            text_column(
                "outcome",
                _("Outcome"),
                lambda row: outcome_label(row.report, reads_child=False),
            )
        )
    if tab == OF_A_MONTH:
        columns.insert(
            1,
            text_column(
                "received",
                _("Received"),
                lambda row: received_text(row.report, staff.office),
                sort="received",
            ),
        )
    if tab == "new":  # no one has accepted these, and only these are escalated
        columns.append(ListColumn("level", _("Escalation"), _level_cell, "level"))
    else:
        columns.append(
            text_column(
                "assignee", _("Assigned to"), lambda row: row.assignee or _("Not assigned yet")
            )
        )
    return columns


def _time_label(tab: str) -> Text:
    """What the time means; the tab by month has reports of all states together."""
    labels = {"new": _("Time to accept"), "closed": _("Closed on"), OF_A_MONTH: _("Due or closed")}
    return labels.get(tab, _("Time to decide"))


def _link(response: ReportResponse) -> DisplayTableCell:
    url = reverse("intake:show_report", args=[response.report_id])
    return DisplayTableCell(report_reference(response.report_id), url)


def _time_cell(response: ReportResponse, staff: Staff, now: dt.datetime) -> DisplayTableCell:
    if response.state == ResponseState.CLOSED:
        return DisplayTableCell(moment_text(response.due_at, staff.office))
    text = time_left(response.due_at, now)
    return DisplayTableCell(text, tag="danger" if response.due_at < now else "")


def _urgency_cell(response: Any, staff: Staff) -> DisplayTableCell:
    """The urgency; of an open report of immediate danger also that a visit found the child not safe."""
    unsafe_at, is_untimed = response.unsafe_at, bool(response.is_unsafe_untimed)
    seen = unsafe_at and describe_unsafe(unsafe_at, staff.office, is_time_unknown=is_untimed)
    return urgency_cell(
        Urgency(response.report.urgency),
        is_closed=response.state == ResponseState.CLOSED,
        mark=as_sentence(seen) if seen else "",
    )


def urgency_cell(urgency: Urgency, *, is_closed: bool, mark: str = "") -> DisplayTableCell:
    """The urgency; marked while the report is open, with `mark` beside immediate danger."""
    if is_closed:
        return DisplayTableCell(urgency.label)
    if urgency == Urgency.NOW:
        return DisplayTableCell(urgency.label, tag="danger", mark=mark)
    return DisplayTableCell(urgency.label, tag="attend" if urgency == Urgency.TODAY else "")


def _concerns(response: ReportResponse) -> str:
    known = [code for code in response.report.concerns if code in Concern.values]
    return join_words(str(Concern(code).label) for code in known) or gettext("Not recorded")


def _district(response: ReportResponse) -> str:
    district = response.report.district
    return district_list.district_name(district) if district else gettext("Not recorded")


def _level_cell(response: ReportResponse) -> DisplayTableCell:
    if response.level == 0:
        return DisplayTableCell(_("No one notified"), tag="danger")
    if response.level == 1:
        return DisplayTableCell(_("Not escalated"))
    return DisplayTableCell(capfirst(describe_escalation(response.level)), tag="attend")
