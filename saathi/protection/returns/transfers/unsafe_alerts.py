"""A transfer that was assessed as not safe: another solution is due at once, in Act now of our side."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, F, Func, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.returns.transfers.models import Transfer, TransferSafetyAssessment
from saathi.protection.returns.transfers.vocabulary import (
    BEFORE_HANDOVER,
    SafetyResult,
    SafetySubject,
    TransferDirection,
)
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200
# In these the transfer can still be stopped; once it is, another solution was chosen.


def unsafe_assessments(
    assessments: QuerySet[TransferSafetyAssessment],
) -> QuerySet[TransferSafetyAssessment]:
    """Those of these assessments that are not safe and that no later one replaced.

    The database answers (`functions/unsafe.sql`), for those who read the legal records of the file.
    """
    goes_on = Func(F("pk"), function="transfers_unsafe_goes_on", output_field=BooleanField())
    unsafe = assessments.filter(result=SafetyResult.NOT_SAFE)
    return unsafe.alias(goes_on=goes_on).filter(goes_on=True)


def unsafe_column(staff: Staff, _files: object) -> Any:
    """The transfers of files that this person reads that were assessed as not safe, and go on."""
    transfers = access.visible(staff, Transfer, by_row=True).exclude(receiver=staff.id)
    own = TransferSafetyAssessment.objects.filter(transfer=OuterRef("pk"))
    newest = unsafe_assessments(own).order_by("-assessed_on", "-recorded_at")
    shown = transfers.filter(
        state__in=BEFORE_HANDOVER, direction=TransferDirection.OUTGOING
    ).annotate(
        unsafe_subject=Subquery(newest.values("subject")[:1]),
        unsafe_on=Subquery(newest.values("assessed_on")[:1]),
        unsafe_at=Subquery(newest.values("recorded_at")[:1]),
        child_code=code_of_file(staff, by_row=True),
    )
    return rows_column(
        shown.filter(unsafe_at__isnull=False).order_by("-unsafe_at")[:MOST],
        pk="pk",
        file_id="file_id",
        child_id="child_id",
        subject="unsafe_subject",
        on="unsafe_on",
        at="unsafe_at",
        code="child_code",
    )


def unsafe_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these children: another solution is due now."""
    title = _("%(code)s: transfer abroad not safe (%(subject)s, %(day)s). Choose another solution")
    return [
        AlertBox(
            title
            % {
                "code": row["code"] or _("no access"),
                "subject": _lower(SafetySubject(row["subject"]).label),
                "day": format_day(dt.date.fromisoformat(row["on"])),
            },
            "",
            ActionLink(
                _("The transfer"),
                reverse("transfers:show_transfer", args=[row["file_id"], row["pk"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.TODAY,
            since=dt.datetime.fromisoformat(row["at"]),
        )
        for row in found
    ]


def _lower(label: object) -> str:
    text = str(label)
    return text[:1].lower() + text[1:]
