"""What must be acted on first in lists of transfers: a danger, an overdue arrival, an unsafe destination."""

import datetime as dt
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.list_kit.declaration import ListColumn
from saathi.protection.returns.transfers.after_queries import FOLLOWED, danger_reports
from saathi.protection.returns.transfers.arrival_alerts import late_cell, with_arrival
from saathi.protection.returns.transfers.models import (
    Transfer,
    TransferReport,
    TransferRequest,
    TransferSafetyAssessment,
)
from saathi.protection.returns.transfers.unsafe_alerts import unsafe_assessments
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_DEPARTURE,
    BEFORE_HANDOVER,
    SafetySubject,
    SituationAfterTransfer,
    TransferDirection,
    TransferState,
)
from saathi.web.components import DisplayTableCell, Text, join_facts

NEAR_DAYS: Final = 14  # a journey so soon needs an authorisation now [derived]
UNAUTHORISED: Final = tuple(
    state for state in BEFORE_DEPARTURE if state != TransferState.AUTHORISED
)
IS_ALARMING: Final = Q(not_arrived=True) | ~Q(danger="") | ~Q(unsafe="")
IS_PRESSING: Final = Q(asked_on__isnull=False) | Q(near_on__isnull=False)
FIRST_DAY: Final = dt.date.min  # sorts before every other day
SECOND_DAY: Final = FIRST_DAY + dt.timedelta(days=1)  # after alarms, before every other day


def with_alarms(transfers: QuerySet[Transfer]) -> QuerySet[Any]:
    """The same transfers with `not_arrived`, `danger` (a situation) and `unsafe` (a subject), else empty.

    The database answers, for those who read the records behind them.
    """
    reports = danger_reports(TransferReport.objects.filter(transfer=OuterRef("pk")))
    unsafe = unsafe_assessments(TransferSafetyAssessment.objects.filter(transfer=OuterRef("pk")))
    newest = reports.order_by("-seen_on", "-recorded_at").values("situation")[:1]
    subject = unsafe.order_by("-assessed_on", "-recorded_at").values("subject")[:1]
    is_stoppable = Q(state__in=BEFORE_HANDOVER, direction=TransferDirection.OUTGOING)
    alarmed: QuerySet[Any] = with_arrival(transfers).annotate(
        danger=_or_empty(Q(state__in=FOLLOWED), newest),
        unsafe=_or_empty(is_stoppable, subject),
    )
    return alarmed


def with_pressing_dates(transfers: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """The same transfers with `asked_on` (no answer in time) and `near_on` (journey, not authorised)."""
    requests = TransferRequest.objects.filter(transfer=OuterRef("pk"))
    newest = requests.order_by("-sent_on", "-recorded_at").annotate(
        late_on=Case(When(answer_by__lt=today, then=F("sent_on")))
    )
    asked_on = Case(
        When(state=TransferState.REQUESTED, then=Subquery(newest.values("late_on")[:1])),
        output_field=DateField(),
    )
    near = Q(state__in=UNAUTHORISED, planned_on__lte=today + dt.timedelta(days=NEAR_DAYS))
    near_on = Case(When(near, then=F("planned_on")), output_field=DateField())
    dated: QuerySet[Any] = transfers.annotate(asked_on=asked_on, near_on=near_on)
    return dated


def pressing_cell(transfer: Any, stage: Text, today: dt.date) -> DisplayTableCell | None:
    """The cell that says what is late or not authorised, with the stage; None without either."""
    facts: list[Text] = []
    if transfer.near_on is not None:
        days = (transfer.near_on - today).days
        text = _("Planned journey is past, not authorised")
        if days >= 0:
            text = ngettext(
                "Journey in %(count)d day, not authorised",
                "Journey in %(count)d days, not authorised",
                days,
            ) % {"count": days}
        facts.append(text)
    if transfer.asked_on is not None:
        days = (today - transfer.asked_on).days
        text = ngettext("No answer for %(count)d day", "No answer for %(count)d days", days)
        facts.append(text % {"count": days})
    return DisplayTableCell(join_facts([*facts, stage]), tag="attend") if facts else None


def urgent_column(field: str) -> ListColumn[Any]:
    """The order of a list in which alarms come first; not shown, since the stage says so."""
    return ListColumn(
        "urgent", _("Urgency"), lambda _row: DisplayTableCell(""), sort=field, is_order_only=True
    )


def _or_empty(condition: Q, rows: QuerySet[Any, Any]) -> Case:
    result = Coalesce(Subquery(rows), Value(""))
    return Case(When(condition, then=result), default=Value(""), output_field=CharField())


def alarm_cell(transfer: Any, stage: Text) -> DisplayTableCell | None:
    """The cell of a list that says what must be acted on, with the stage; None without an alarm."""
    alarm: Text
    if transfer.danger:
        alarm = SituationAfterTransfer(transfer.danger).label
    elif transfer.not_arrived:
        return late_cell(transfer)
    elif transfer.unsafe:
        alarm = _("Not safe: %(subject)s") % {"subject": SafetySubject(transfer.unsafe).label}
    else:
        return None
    return DisplayTableCell(join_facts([alarm, stage]), tag="danger")
