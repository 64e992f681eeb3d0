"""A sign that the child is gone or that the recruiter is back: in Act now until it was checked."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.casework.reintegration.models import RetraffickingSign
from saathi.protection.casework.reintegration.vocabulary import (
    URGENT_SIGNS,
    RetraffickingSignKind,
    SignState,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200


def urgent_signs_column(staff: Staff, _files: object) -> Any:
    """The urgent signs that were not checked, of those that this person reads; the earliest first."""
    signs = access.visible(staff, RetraffickingSign, by_row=True)
    unchecked = signs.filter(state=SignState.OPEN, kind__in=URGENT_SIGNS)
    shown = unchecked.annotate(child_code=code_of_file(staff, by_row=True))
    return rows_column(
        shown.order_by("noticed_on", "pk")[:MOST],
        file_id="file_id",
        child_id="child_id",
        code="child_code",
        kind="kind",
        on="noticed_on",
        at="recorded_at",
    )


def urgent_signs_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these, with the link to the signs of the file."""
    return [_box(row) for row in found]


def _box(row: dict[str, Any]) -> AlertBox:
    text = _("%(code)s: sign of retrafficking on %(day)s, not checked: %(sign)s") % {
        "code": row["code"] or _("no access"),
        "day": format_day(dt.date.fromisoformat(row["on"])),
        "sign": RetraffickingSignKind(row["kind"]).label,
    }
    return AlertBox(
        text,
        "",
        ActionLink(
            _("Signs of retrafficking"), reverse("reintegration:list_signs", args=[row["file_id"]])
        ),
        child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
        rank=UrgentRank.IN_DANGER,
        since=dt.datetime.fromisoformat(row["at"]),
    )
