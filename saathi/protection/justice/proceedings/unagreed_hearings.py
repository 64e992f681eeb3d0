"""A hearing in the next days to which a child is taken without agreeing to testify: in Act now.

So is one for the testimony of a child who was not asked, or whose part is not known: a form refuses
"In the room" until the child has decided, and the court still expects the child.
"""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, Func, OuterRef, Q, TextField, When
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.agencies.record_kit.rows import format_day
from saathi.infra.query_columns import rows_column
from saathi.people.queries import code_of_file
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.models import Hearing, Summons
from saathi.protection.justice.proceedings.queries import is_agreed_of_hearing
from saathi.protection.justice.proceedings.testimony_rules import DAYS_AHEAD, UNASKED_DAYS_AHEAD
from saathi.web.alert_parts import UrgentRank
from saathi.web.components import ActionLink, AlertBox, AlertChild

MOST: Final = 200
# As `testimony_rules.reasons_against_plan`: the child may be questioned, or is taken there.
_NEEDS_AGREEMENT: Final = ~Q(purpose__in=codes.LISTENING_PURPOSES) & (
    Q(child_expected__in=[codes.ChildPart.PRESENT, codes.ChildPart.VIDEO])
    | Q(transport_arranged=codes.ArrangementState.CONFIRMED)
)
_IS_UNAGREED: Final = Q(agrees=False) | Q(agrees=None) | ~Q(elsewhere="")
# A hearing for the testimony of the child whose part is open: the court expects the child, who was not asked.
_IS_OPEN: Final = Q(purpose__in=codes.TELLING_PURPOSES) & (
    Q(child_expected=codes.ChildPart.NOT_KNOWN)
    | Q(child_expected=codes.ChildPart.NOT_PRESENT, agrees=None)
)
_IS_UNASKED: Final = Case(
    When(_IS_OPEN & Q(agrees=None), then=True), default=False, output_field=BooleanField()
)


def days_ahead_values(staff: Staff) -> tuple[dt.date, dt.date, dt.date]:
    """The first and the last day of the hearings that the column is about, and of those not asked about."""
    today = staff.office.today()
    return (
        today,
        today + dt.timedelta(days=DAYS_AHEAD),
        today + dt.timedelta(days=UNASKED_DAYS_AHEAD),
    )


def unagreed_hearings_column(
    staff: Staff, _files: object, today: dt.date, last_day: dt.date, asked_by: dt.date
) -> Any:
    """The coming hearings that this person reads for which the child's agreement does not hold.

    No decision is no agreement. A summons does not end the line: the child still has not agreed.
    """
    elsewhere = Func(
        F("proceeding_id"),
        F("file_id"),
        function="proceedings_other_file_says",
        output_field=TextField(),
    )
    summonses = access.visible(staff, Summons, by_row=True).filter(
        proceeding=OuterRef("proceeding")
    )
    shown = (
        access.visible(staff, Hearing, by_row=True)
        .filter(
            state=codes.HearingState.LISTED,
            listed_on__range=(today, last_day),
        )
        .annotate(
            agrees=is_agreed_of_hearing(staff, by_row=True),
            elsewhere=elsewhere,
            child=F("proceeding__child"),
            child_code=code_of_file(staff, by_row=True),
            is_summoned=Exists(summonses),
            is_unasked=_IS_UNASKED,
        )
        .filter(_IS_UNAGREED, _NEEDS_AGREEMENT | _IS_OPEN & Q(listed_on__lte=asked_by))
    )
    return rows_column(
        shown.order_by("listed_on", "pk")[:MOST],
        file_id="file_id",
        proceeding_id="proceeding_id",
        child_id="child",
        on="listed_on",
        is_summoned="is_summoned",
        is_unasked="is_unasked",
        code="child_code",
    )


def unagreed_hearings_boxes(_staff: Staff, found: list[dict[str, Any]]) -> list[AlertBox]:
    """A line in Act now for each of these hearings, with the link to its proceeding."""
    return [
        AlertBox(
            _("%(code)s: %(danger)s")
            % {"code": row["code"] or _("no access"), "danger": _words(row)},
            "",
            ActionLink(
                _("Hearing"),
                reverse("proceedings:show_proceeding", args=[row["file_id"], row["proceeding_id"]]),
            ),
            child=AlertChild(UUID(row["child_id"]), UUID(row["file_id"])),
            rank=UrgentRank.TODAY,
        )
        for row in found
    ]


def _words(row: dict[str, Any]) -> str:
    if row["is_summoned"]:
        text = _(
            "hearing on %(day)s: the child is summoned and has not agreed to testify. Check the "
            "support person and what protects the child"
        )
    elif row["is_unasked"]:
        text = _(
            "hearing on %(day)s: the child is to testify and was not asked. Ask the child, or inform "
            "the court"
        )
    else:
        text = _(
            "hearing on %(day)s: the child is expected and has not agreed to testify. Inform the "
            "court or change the plan"
        )
    return text % {"day": format_day(dt.date.fromisoformat(row["on"]))}
