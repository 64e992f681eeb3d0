"""A claim of a family member with warning signs: in Act now until it is decided what to do about it."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.returns.tracing.models import FamilyClaim, RelationshipVerification
from saathi.protection.returns.tracing.vocabulary import UNDECIDED_CLAIMS, SignsAssessed
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200


def claims_column(staff: Staff, _files: object) -> Any:
    """The undecided claims with warning signs that this person reads, without a verification that began.

    A claim that the claimant withdrew is one of them: it is refused with reasons, or verified.
    """
    begun = access.visible(staff, RelationshipVerification, by_row=True).filter(
        claim=OuterRef("pk")
    )
    shown = (
        access.visible(staff, FamilyClaim, by_row=True)
        .filter(~Exists(begun), state__in=UNDECIDED_CLAIMS, assessed=SignsAssessed.SEEN)
        .annotate(child_code=code_of_file(staff, by_row=True))
    )
    return rows_column(
        shown.order_by("-recorded_at", "pk")[:MOST],
        file_id="file_id",
        child_id="child_id",
        on="claimed_on",
        at="recorded_at",
        code="child_code",
    )


def claims_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these claims, with the link to the claims of the child."""
    text = _(
        "%(code)s: claim of a family member of %(day)s with warning signs. Begin the verification, or "
        "refuse the claim with reasons"
    )
    return [
        AlertBox(
            text
            % {
                "code": row["code"] or _("no access"),
                "day": format_day(dt.date.fromisoformat(row["on"])),
            },
            "",
            ActionLink(_("Family tracing"), reverse("tracing:show_tracing", args=[row["file_id"]])),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.TODAY,
            since=dt.datetime.fromisoformat(row["at"]),
        )
        for row in found
    ]
