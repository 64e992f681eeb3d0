"""Whether the reader may end the search for a child who is back, on the page of placements."""

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.protection.care.placements import back_rules, queries
from saathi.protection.care.placements.models import Placement


def may_end_search(request: StaffRequest, placement: Placement) -> bool:
    """Whether a search goes on that the return recorded here ends, and the reader may record that."""
    if Permission.RECORD_REPORT not in request.may:
        return False
    report = queries.open_search(placement.file_id, request.staff)
    if report is None:
        return False
    since = request.staff.office.date_of(report.reported_at)
    return back_rules.may_end_search(placement.back_on, searched_since=since)
