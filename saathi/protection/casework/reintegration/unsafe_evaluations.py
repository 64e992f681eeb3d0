"""A child who lives where it is not safe by the final evaluation: in Act now until a contact."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.reintegration.family_vocabulary import (
    FamilySafetyAssessment,
    FinalCareOutcome,
)
from saathi.protection.casework.reintegration.models import FinalEvaluation
from saathi.protection.casework.reintegration.unsafe_contacts import not_reached_since
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200


def unsafe_evaluations(
    evaluations: QuerySet[FinalEvaluation, Any],
) -> QuerySet[FinalEvaluation, Any]:
    """Those by which the child lives with a family that is not safe, until a later contact of ours.

    A contact is a visit of the case, or a contact after the return that is no message.
    """
    return evaluations.filter(
        not_reached_since("recorded_at", "evaluated_on"),
        care_outcome=FinalCareOutcome.FAMILY,
        family_assessment=FamilySafetyAssessment.NOT_SAFE,
        reintegration__isnull=False,
    )


def unsafe_evaluations_column(staff: Staff, _files: object) -> Any:
    """These evaluations, of those that this person reads; the earliest first."""
    shown = unsafe_evaluations(access.visible(staff, FinalEvaluation, by_row=True)).annotate(
        child_code=code_of_file(staff, by_row=True), child=F("reintegration__child")
    )
    return rows_column(
        shown.order_by("evaluated_on", "pk")[:MOST],
        file_id="file_id",
        child_id="child",
        code="child_code",
        on="evaluated_on",
        at="recorded_at",
    )


def unsafe_evaluations_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children, with the link to record a contact."""
    return [_box(row) for row in {row["file_id"]: row for row in found}.values()]


def _box(row: dict[str, Any]) -> AlertBox:
    text = _("%(code)s: lives with a family that was not safe at the evaluation on %(day)s")
    return AlertBox(
        text
        % {
            "code": row["code"] or _("no access"),
            "day": format_day(dt.date.fromisoformat(row["on"])),
        },
        "",
        ActionLink(
            _("Contact the child and record it"),
            reverse("reintegration:list_reintegration", args=[row["file_id"]]),
        ),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.IN_DANGER,
        since=dt.datetime.fromisoformat(row["at"]),
    )
