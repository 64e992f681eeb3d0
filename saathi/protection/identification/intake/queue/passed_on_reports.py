"""Reports that the reader recorded and passed on past their own office: the list, the page, My day."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db import connection
from django.db.models import Func, JSONField, QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration, ListFilter
from saathi.agencies.list_kit.derived import text_column
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.infra import clock
from saathi.infra.join_words import isolate_direction, join_words
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.intake.queue import lists
from saathi.protection.identification.intake.queue.references import report_reference
from saathi.protection.identification.intake.queue.vocabulary import ResponseState
from saathi.protection.identification.intake.queue.wording import (
    moment_text,
    received_text,
    time_left,
)
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import (
    ActionLink,
    AlertBox,
    DisplayTableCell,
    EmptyState,
    LabelledValue,
    join_facts,
)
from saathi.web.telephone import telephone_url


@dataclass(frozen=True, slots=True)
class PassedOnReport:
    """What the person who passed a report on may know of it; see `report_passed_on`."""

    report_id: UUID
    urgency: Urgency
    state: ResponseState
    due_at: dt.datetime  # by when it must be accepted or decided; once closed, when it was closed
    accepted_at: dt.datetime | None
    is_met: bool
    is_safe: bool  # a visit found the child safe, and none since found the child not safe
    office_id: UUID | None  # None: the reader may not learn which office has it
    phone: str
    named_staff: Sequence[UUID]
    named_office_id: UUID | None

    @property
    def state_text(self) -> str:
        """The state, and whether the child was met; once it is closed, only if the child was."""
        facts = [str(self.state.label)]
        if self.is_met:
            facts.append(_("child met"))
        elif self.state != ResponseState.CLOSED:
            facts.append(_("child not met yet"))
        return join_facts(facts)


@dataclass(frozen=True)
class PassedOnPanel:
    """A report that the reader passed on, for its page."""

    reference: str
    pairs: Sequence[LabelledValue]
    alerts: Sequence[AlertBox]


class _WaitingInDanger(Func):
    """Reports of immediate danger that the reader passed on and no one accepted, the earliest due first.

    At most fifty.
    """

    template = (
        "(SELECT coalesce(jsonb_agg(jsonb_build_object('report_id', w.report_id, 'due_at', w.due_at) "
        "ORDER BY w.due_at), '[]') FROM (SELECT p.report_id, p.due_at FROM report_passed_on(NULL) p "
        "WHERE p.urgency = 'now' AND p.state = 'new' AND NOT p.is_safe ORDER BY p.due_at LIMIT 50) w)"
    )
    output_field = JSONField()


def get_passed_on_report(report: Report) -> PassedOnReport | None:
    """What the reader, who passed this report on, may know of it; None for all others. One query."""
    return next(iter(_find(report.pk)), None)


def _find(report_id: UUID | None) -> list[PassedOnReport]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM report_passed_on(%s)", [report_id])
        return [
            PassedOnReport(key, Urgency(urgency), ResponseState(state), *rest)
            for key, urgency, state, *rest in cursor.fetchall()
        ]


def passed_on_list(staff: Staff) -> ListDeclaration[Report]:
    """The list of the reports that the reader passed on, the latest first."""
    passed_on = {each.report_id: each for each in _find(None)}
    reports = access.visible(staff, Report).filter(pk__in=passed_on).defer("sealed")
    tab = lists.TABS[lists.PASSED_ON]
    return ListDeclaration(
        name="reports_passed_on",
        records=reports,
        columns=_columns(staff, passed_on),
        order=tab.order,
        count_text=lists.count_text,
        filters=[_tab_filter()],
        empty=EmptyState(tab.empty),
    )


def _tab_filter() -> ListFilter:
    """The tab, which stays when the list is sorted."""

    def all_of(reports: QuerySet[Any], _value: str) -> QuerySet[Any]:
        return reports

    choices = [(lists.PASSED_ON, lists.PASSED_ON)]
    field = forms.ChoiceField(choices=choices, required=False, widget=forms.HiddenInput)
    return ListFilter(lists.TAB, field, all_of)


def _columns(staff: Staff, passed_on: Mapping[UUID, PassedOnReport]) -> list[ListColumn[Report]]:
    def received(report: Report) -> str:
        return received_text(report, staff.office)

    def state(report: Report) -> str:
        return passed_on[report.pk].state_text

    return [
        ListColumn("report", gettext_lazy("Report"), _link),
        text_column("received", gettext_lazy("Received"), received, sort="received_at"),
        ListColumn("urgency", gettext_lazy("Urgency"), _urgency_cell(passed_on)),
        text_column("state", gettext_lazy("Status"), state),
    ]


def _link(report: Report) -> DisplayTableCell:
    url = reverse("intake:show_report", args=[report.pk])
    return DisplayTableCell(report_reference(report.pk), url)


def _urgency_cell(passed_on: Mapping[UUID, PassedOnReport]) -> Any:
    def cell(report: Report) -> DisplayTableCell:
        is_closed = passed_on[report.pk].state == ResponseState.CLOSED
        return lists.urgency_cell(Urgency(report.urgency), is_closed=is_closed)

    return cell


def passed_on_panel(passed_on: PassedOnReport, reader: Staff) -> PassedOnPanel:
    """What the page of the report shows to the reader who passed it on. At most two queries."""
    keys = [key for key in (passed_on.office_id, passed_on.named_office_id) if key]
    offices = dict(Office.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    names = names_of(passed_on.named_staff)
    office = offices.get(passed_on.office_id, "") if passed_on.office_id else ""
    named = [names[key] for key in passed_on.named_staff if key in names]
    if passed_on.named_office_id in offices:
        named.append(offices[passed_on.named_office_id])
    pairs = [
        LabelledValue(
            _("Status"), capfirst(passed_on.state_text), note=_moments(passed_on, reader)
        ),
        LabelledValue(_("Colleagues or offices named by you"), _answer(named)),
        LabelledValue(
            _("Office that has the report"), office, missing=_("The next level outside your office")
        ),
    ]
    if office:
        pairs.append(_phone_pair(passed_on.phone))
    return PassedOnPanel(
        reference=report_reference(passed_on.report_id),
        pairs=pairs,
        alerts=_alerts(passed_on, office),
    )


def _moments(passed_on: PassedOnReport, reader: Staff) -> str:
    if passed_on.state == ResponseState.NEW:
        accept_by = moment_text(passed_on.due_at, reader.office)
        return _("accept by %(moment)s") % {"moment": accept_by}
    at = passed_on.due_at if passed_on.state == ResponseState.CLOSED else passed_on.accepted_at
    return moment_text(at, reader.office) if at else ""


def _answer(named: Sequence[str]) -> str:
    if not named:
        return _("Yes: the report is hidden from them")
    return _("Yes: the report is hidden from %(names)s") % {
        "names": join_words(isolate_direction(name) for name in named)
    }


def _phone_pair(phone: str) -> LabelledValue:
    return LabelledValue(
        _("Telephone of the person on duty there"),
        f"\N{LEFT-TO-RIGHT ISOLATE}{phone}\N{POP DIRECTIONAL ISOLATE}" if phone else "",
        missing=_("No one is on duty there"),
        url=telephone_url(phone),
    )


def _alerts(passed_on: PassedOnReport, office: str) -> list[AlertBox]:
    """That no one accepted a report of immediate danger in time, and who can be called."""
    is_waiting = passed_on.state == ResponseState.NEW and not passed_on.is_safe
    if passed_on.urgency != Urgency.NOW or not is_waiting or passed_on.due_at >= clock.now():
        return []
    text = _("Call the emergency services or the child helpline of your country now.")
    call = None
    if office and passed_on.phone:
        text = _("Call %(office)s now. If no one answers, follow the emergency steps below.") % {
            "office": isolate_direction(office)
        }
        phone = f"\N{LEFT-TO-RIGHT ISOLATE}{passed_on.phone}\N{POP DIRECTIONAL ISOLATE}"
        url = telephone_url(passed_on.phone)
        call = ActionLink(phone, url, "phone") if url else None
    return [AlertBox(_("No one has accepted this report in time"), text, action=call)]


def passed_on_column(_staff: Staff, _files: object) -> Any:
    """Reports of immediate danger that the reader passed on and that no one has accepted."""
    return _WaitingInDanger()


def passed_on_boxes(_staff: Staff, waiting: Sequence[Mapping[str, Any]]) -> list[AlertBox]:
    """A box for each of them; on a screen that others see it does not say that it was passed on."""
    return [_box(row, clock.now()) for row in waiting]


def _box(row: Mapping[str, Any], now: dt.datetime) -> AlertBox:
    report_id = UUID(row["report_id"])
    title = _("Immediate danger: report %(reference)s is not accepted yet")
    url = reverse("intake:show_report", args=[report_id])
    due_at = dt.datetime.fromisoformat(row["due_at"])
    return AlertBox(
        title % {"reference": report_reference(report_id)},
        time_left(due_at, now),
        ActionLink(_("Open report"), url, "inbox"),
        icon="clock",
        rank=UrgentRank.IN_DANGER,
        since=due_at,
        is_overdue=due_at < now,
    )
