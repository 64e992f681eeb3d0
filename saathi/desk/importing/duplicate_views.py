"""The view of possible duplicates among the children of a completed import."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saathi.agencies import access, access_log
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest, staff_screen
from saathi.desk import wording as days
from saathi.protection.exchange import queries
from saathi.protection.exchange.models import Import
from saathi.protection.exchange.vocabulary import ImportState
from saathi.protection.identification.matches import pages as match_pages
from saathi.protection.identification.matches import queries as match_queries
from saathi.web.components import EmptyState


@require_safe
@staff_screen(Permission.IMPORT)
def list_import_duplicates(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """The pairs with an imported child that wait for a decision, most urgent first."""
    record = access.get(request.staff, Import, import_id)
    if record.state != ImportState.DONE:
        return redirect(reverse("desk:show_import", args=[record.pk]))
    queue = match_queries.list_waiting_pairs(
        request.staff,
        after=match_queries.MatchQueueKey.parse(request.GET.get("after", "")),
        among=queries.find_imported_files(request.staff, record),
    )
    access_log.log_list_view(request.staff, [pair.pk for pair in queue.pairs], model="matches.pair")
    last_run = match_queries.last_comparison()
    may_decide = Permission.REVIEW_MATCHES in request.may
    context = {
        "record": record,
        "table": match_pages.match_queue_table(queue, request.staff, may_decide=may_decide)
        if queue.pairs
        else None,
        "empty": _empty_state(record, last_run),
        "after": queue.after,
        "last_run": days.describe_moment(last_run.ended_at, request.staff.office)
        if last_run
        else "",
    }
    return render(request, "desk/list_import_duplicates.html", context)


def count_import_duplicates(staff: Staff, record: Import) -> int | None:
    """The number of pairs with an imported child that wait for this person's decision.

    None if there are none yet because the imported children were not compared.
    """
    count = match_queries.count_waiting_pairs(staff, queries.find_imported_files(staff, record))
    return count if count or was_compared(record, match_queries.last_comparison()) else None


def was_compared(record: Import, last_run: match_queries.LastComparison | None) -> bool:
    """Whether a comparison of the register began after the import."""
    return (
        last_run is not None
        and record.finished_at is not None
        and last_run.began_at > record.finished_at
    )


def _empty_state(record: Import, last_run: match_queries.LastComparison | None) -> EmptyState:
    """Why no pair is listed: none waits, or the imported children were not compared yet."""
    if was_compared(record, last_run):
        text = _(
            "No pair with an imported child waits for your decision. The comparison runs every night "
            "and adds new pairs here."
        )
        return EmptyState(_("No possible duplicates to review"), text, icon="link")
    text = _(
        "The comparison runs at night. Possible duplicates among the imported children are listed "
        "here after the next one."
    )
    return EmptyState(_("The imported children have not been compared yet"), text, icon="clock")
