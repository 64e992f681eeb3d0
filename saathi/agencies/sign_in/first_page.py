"""The page after signing in: the first menu item open to the person."""

from django.urls import NoReverseMatch, reverse

from saathi.agencies import domains
from saathi.agencies.models import Staff

# open to all staff, but not a page to begin with
READING = frozenset({"numbers", "law", "services"})
# where work waits: before pages on which one searches
WAITING = frozenset({"my_day", "reports"})


def first_page(staff: Staff) -> str:
    """The address of the first page; items without a page yet are skipped."""
    menu = domains.open_menu(staff.permissions)
    # stable: otherwise in the order of the menu
    for place in sorted(menu, key=lambda place: (place.key in READING, place.key not in WAITING)):
        try:
            return reverse(place.url_name)
        except NoReverseMatch:
            continue
    return "/"
