"""Reports of missing children in immediate danger: until when, and their lines in Act now."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import OFFICE_LEADER_KINDS
from saathi.infra import clock
from saathi.infra.query_columns import rows_column
from saathi.people.models import Child
from saathi.people.vocabulary import CONFIRMED_FROM_OUTSIDE
from saathi.protection.identification.intake.queue.wording import moment_text
from saathi.protection.identification.intake.vocabulary import Urgency
from saathi.protection.identification.missing import rules
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.missing.vocabulary import (
    FoundCondition,
    MissingCloseReason,
    MissingReportState,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST_SHOWN: Final = 100
CLOSED_PERIOD: Final = dt.timedelta(days=90)  # closed earlier: on the page of the report alone


def in_danger_condition() -> Q:
    """A condition on reports: immediate danger, and no closing or finding has ended it.

    Earlier closed reports do not say who closed them, and count as ended.
    """
    not_alive = ~Q(found_life=FoundCondition.ALIVE)
    leaders = Staff.objects.filter(role_kind__in=OFFICE_LEADER_KINDS).values("pk")
    confirmed = Q(
        why_closed=MissingCloseReason.DIED, death_source__in=sorted(CONFIRMED_FROM_OUTSIDE)
    )
    is_open = Q(state__in=sorted(rules.SEARCHED_STATES)) | (
        Q(state=MissingReportState.FOUND) & not_alive
    )
    is_closed = (
        Q(state=MissingReportState.CLOSED, closed_by__isnull=False)
        & not_alive
        & ~confirmed
        & ~Q(closed_by__in=leaders)
    )
    return Q(urgency=Urgency.NOW) & (is_open | is_closed)


def is_child_in_danger(report: MissingReport) -> bool:
    """Whether the child of this report may be in danger, also after it was closed."""
    if report.urgency != Urgency.NOW:
        return False
    return MissingReport.objects.filter(in_danger_condition(), pk=report.pk).exists()


def closed_since(staff: Staff) -> tuple[dt.date]:
    """The argument of `missing_children_in_danger`: reports closed earlier are not shown."""
    return (staff.office.date_of(clock.now() - CLOSED_PERIOD),)


def missing_children_in_danger(staff: Staff, _files: object, since: dt.date) -> Any:
    """Those that this person registered or whose office they lead, the earliest first.

    With the child of a linked file that this person may read.
    """
    children = access.visible(staff, Child, by_row=True).filter(file=OuterRef("child_file"))
    shown = reports_in_act_now(staff, since).annotate(
        code=Subquery(children.values("code")[:1]), child_pk=Subquery(children.values("pk")[:1])
    )
    return rows_column(
        shown[:MOST_SHOWN],
        report_id="pk",
        reported_at="reported_at",
        state="state",
        code="code",
        child_id="child_pk",
        file_id="child_file_id",
    )


def reports_in_act_now(staff: Staff, since: dt.date) -> QuerySet[MissingReport]:
    """The reports that Act now lists for this person."""
    led = [principal for principal in staff.acts_as if principal != staff.pk]
    missing_reports = access.visible(staff, MissingReport, by_row=True).filter(
        in_danger_condition(),
        Q(recorded_by=staff.pk) | Q(file__office__in=led),
        Q(closed_on__isnull=True) | Q(closed_on__gte=since),
    )
    return missing_reports.order_by("reported_at", "pk")


def danger_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A box for each of these reports, with the case ID of its child, and nothing that was reported."""
    return [_box(staff, row) for row in found]


_TITLES: Final = {
    MissingReportState.FOUND: lambda: _("Immediate danger: missing child not recorded as alive"),
    MissingReportState.CLOSED: lambda: _(
        "Immediate danger: report of a missing child was closed and is not confirmed"
    ),
}


def _box(staff: Staff, row: dict[str, Any]) -> AlertBox:
    title = _TITLES.get(MissingReportState(row["state"]))
    reported_at = dt.datetime.fromisoformat(row["reported_at"])
    url = reverse("missing:show_missing", args=[UUID(row["report_id"])])
    text = title() if title else _("Immediate danger: missing child, search under way")
    child = None
    if row.get("code"):
        text = _("%(code)s: %(text)s") % {"code": row["code"], "text": text}
        child = AlertChild(UUID(row["child_id"]), UUID(row["file_id"]))
    return AlertBox(
        text,
        _("reported %(moment)s") % {"moment": moment_text(reported_at, staff.office)},
        ActionLink(_("Open report"), url, "user"),
        child=child,
        rank=UrgentRank.IN_DANGER if title else UrgentRank.NOT_LOCATED,
        since=reported_at,
    )
