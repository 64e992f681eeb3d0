"""Money that someone may take from the child, and whose review is overdue: in Act now."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.justice.compensation.models import MoneyControl
from saathi.protection.justice.compensation.rules import CONTROLLERS_IN_FAMILY
from saathi.protection.justice.compensation.vocabulary import MoneyRisk, MoneySafeguard
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200
_COLUMNS: Final = {
    "file_id": "file_id",
    "child_id": "measure__child_id",
    "review_on": "review_on",
}


def overdue_risk_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """The overdue reviews of money at risk that this person reads. As `rules.is_at_risk`."""
    has_risk = ~Q(risks__contained_by=[MoneyRisk.NONE, MoneyRisk.NOT_KNOWN])
    is_unprotected = Q(controller__in=CONTROLLERS_IN_FAMILY) & Q(
        safeguards__contained_by=[MoneySafeguard.NONE]
    )
    controls = access.visible(staff, MoneyControl, by_row=True)
    overdue = controls.filter(has_risk | is_unprotected, ended_on=None, review_on__lt=today)
    shown = overdue.annotate(child_code=code_of_file(staff, by_row=True)).order_by("review_on")
    return rows_column(shown[:MOST], **_COLUMNS, code="child_code")


def overdue_risk_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these, with the link to the measure."""
    return [
        AlertBox(
            _("%(code)s: review of money at risk was due on %(day)s")
            % {
                "code": row["code"] or _("no access"),
                "day": format_day(dt.date.fromisoformat(row["review_on"])),
            },
            "",
            ActionLink(
                _("Compensation and remedies"),
                reverse("legal_measures:list_measures", args=[row["file_id"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.OVERDUE,
        )
        for row in found
    ]
