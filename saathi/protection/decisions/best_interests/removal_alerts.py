"""Best interests not assessed after an emergency removal: in Act now, with the hours that are left."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.infra import clock
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES
from saathi.protection.casework.urgent_care.wording import describe_hours_left
from saathi.protection.decisions.orders.models import RunningTimeLimit
from saathi.protection.decisions.orders.vocabulary import LimitCode, LimitTrigger
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200


def removals_column(staff: Staff, _files: object) -> Any:
    """The running limits after a removal that this person reads, of children with an open case."""
    is_followed = Exists(Case.objects.filter(file=OuterRef("file"), status__in=OPEN_STATUSES))
    shown = (
        access.visible(staff, RunningTimeLimit, by_row=True)
        .filter(
            is_followed,
            happening=LimitTrigger.REMOVED,
            code=LimitCode.ASSESS,
            met_at=None,
            due_at__isnull=False,
        )
        .annotate(child_code=code_of_file(staff, by_row=True))
    )
    return rows_column(
        shown.order_by("due_at", "pk")[:MOST],
        file_id="file_id",
        child_id="child_id",
        due_at="due_at",
        code="child_code",
    )


def removals_boxes(staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each child, with the link to the assessment."""
    now = clock.now()
    text = _("%(code)s: best interests after the removal to be assessed, %(left)s")
    first: dict[str, dict[str, Any]] = {}
    for row in found:
        first.setdefault(row["file_id"], row)  # the most urgent of a child
    boxes = []
    for file_id, row in first.items():
        due_at = dt.datetime.fromisoformat(row["due_at"])
        code = row["code"] or _("no access")
        boxes.append(
            AlertBox(
                text % {"code": code, "left": describe_hours_left(due_at)},
                "",
                _assess(staff, file_id),
                icon="clock",
                child=AlertChild(UUID(row["child_id"]), UUID(file_id)),
                rank=UrgentRank.RUNNING if due_at > now else UrgentRank.OVERDUE,
                due_at=due_at,
                is_overdue=due_at <= now,
            )
        )
    return boxes


def _assess(staff: Staff, file_id: str) -> ActionLink:
    """The way to the short assessment, for those who make it; for others the list."""
    if Permission.WORK_ON_CASE in staff.permissions:
        page = reverse("best_interests:add_short_assessment", args=[file_id])
        return ActionLink(_("Short assessment"), page)
    return ActionLink(
        _("Best interests"), reverse("best_interests:list_best_interests", args=[file_id])
    )
