"""The page after signing in: the first menu item open to the person."""

from django.urls import NoReverseMatch, reverse

from saathi.agencies import domains
from saathi.agencies.models import Staff
from saathi.agencies.permissions import TEAM_READS, Permission
from saathi.agencies.sections import Section

# open to all staff, but not a page to start on
READING = frozenset({"numbers", "law", "services", "agreements", "free_places"})
# pages where work waits come before pages for searching
WAITING = frozenset({"my_day", "reports"})
# permissions of those whose work waits on My day; for others it only concerns registers, and is no
# page to start on
HAS_WORK = frozenset(
    {
        Permission.WORK_ON_CASE,
        Permission.ANSWER_ENQUIRY,
        Permission.RECORD_REPORT,
        Permission.INSPECT,  # inspections that wait or are due, and serious incidents
    }
)


def first_page(staff: Staff) -> str:
    """The address of the first page; items without a page yet are skipped."""
    may = staff.permissions
    menu = domains.open_menu(may, TEAM_READS.get(staff.role_kind, Section(0)))
    # Staff who record reports and do no case work start with the queue of reports.
    first = (
        "" if Permission.WORK_ON_CASE in may or Permission.RECORD_REPORT not in may else "reports"
    )
    later = READING if HAS_WORK & may else READING | {"my_day"}
    # a stable sort: otherwise in menu order
    order = sorted(
        menu,
        key=lambda place: (place.key != first, place.key in later, place.key not in WAITING),
    )
    for place in order:
        try:
            return reverse(place.url_name)
        except NoReverseMatch:
            continue
    return "/"
