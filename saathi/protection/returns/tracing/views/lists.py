"""The list of open tracing across files, by days waiting."""

from typing import Any

from django.db.models import Exists, F, Func, OuterRef, QuerySet, Subquery, TextField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from saathi.agencies import access
from saathi.agencies.list_kit.declaration import ListColumn, ListDeclaration
from saathi.agencies.list_kit.derived import choice_filter, field_column, text_column
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_requests import StaffRequest
from saathi.people.queries import code_of_file
from saathi.protection.returns.tracing import rules
from saathi.protection.returns.tracing.models import (
    RelationshipVerification,
    TracingEnquiry,
    TracingRequest,
)
from saathi.protection.returns.tracing.views.screens import PAGE, screens
from saathi.protection.returns.tracing.vocabulary import (
    OPEN_STATES,
    TracingState,
    TracingWish,
    VerificationState,
)
from saathi.web.components import DisplayTableCell, EmptyState


def _requests(staff: Staff) -> QuerySet[TracingRequest]:
    own = {"request": OuterRef("pk")}
    enquiries = access.visible(staff, TracingEnquiry).filter(**own)
    confirmed = access.visible(staff, RelationshipVerification).filter(
        state=VerificationState.CONFIRMED, **own
    )
    return (
        access.visible(staff, TracingRequest)
        .filter(state__in=OPEN_STATES)
        .annotate(
            child_code=code_of_file(staff),
            wish=Func(F("pk"), function="tracing_wish_that_counts", output_field=TextField()),
            last_enquiry=Subquery(enquiries.order_by("-made_on").values("made_on")[:1]),
            has_verification=Exists(confirmed),
        )
    )


def _columns(staff: Staff) -> list[ListColumn[Any]]:
    today = staff.office.today()
    return [
        ListColumn("child", _("Case ID"), _code),
        field_column("relation", _("Person sought")),
        ListColumn(
            "waiting",
            _("Days waiting"),
            lambda row: DisplayTableCell(str(rules.days_waiting(row.opened_on, None, today))),
            sort="opened_on",
            is_number=True,
            is_by_rank=True,
        ),
        text_column(
            "wish",
            _("Child’s wish"),
            lambda row: TracingWish(row.wish).label if row.wish else _("not asked yet"),
        ),
        text_column("enquiry", _("Last enquiry"), lambda row: format_day(row.last_enquiry)),
        text_column(
            "verified", _("Verified"), lambda row: _("Yes") if row.has_verification else _("No")
        ),
        field_column("state", _("Status"), attention={TracingState.FOUND}),
    ]


def _code(row: Any) -> DisplayTableCell:
    return DisplayTableCell(row.child_code or _("no access"), reverse(PAGE, args=[row.file_id]))


@screens.filtered_list(
    "tracing/", Permission.WORK_ON_CASE, _("Family tracing"), _("Family tracing")
)
def list_tracing(request: StaffRequest) -> ListDeclaration[TracingRequest]:
    """Open tracing in the files of the reader, without names: who has waited longest comes first."""
    empty = _("Persons whom children want to find are listed here while they are sought.")
    return ListDeclaration(
        name="tracing",
        records=_requests(request.staff),
        columns=_columns(request.staff),
        order="waiting",
        count_text=lambda number, shown: (
            ngettext("%(count)s person sought", "%(count)s persons sought", number)
            % {"count": shown}
        ),
        filters=[
            choice_filter(TracingRequest, "state", _("Status")),
            choice_filter(TracingRequest, "relation", _("Person sought")),
        ],
        empty=EmptyState(_("No open tracing"), empty, icon="users"),
        page_size=50,
    )
