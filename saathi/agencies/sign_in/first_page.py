"""The page after signing in: the first menu item open to the person."""

from django.urls import NoReverseMatch, reverse

from saathi.agencies.http import MENU_PERMISSIONS
from saathi.agencies.models import Staff
from saathi.web.navigation import MENU_PLACES as MENU

# open to all staff, but not a page to begin with
READING = frozenset({"numbers", "law", "services"})


def first_page(staff: Staff) -> str:
    """The address of the first page; items without a page yet are skipped."""
    own_permissions = staff.permissions
    for place in sorted(MENU, key=lambda place: place.key in READING):  # stable: the menu's order
        if MENU_PERMISSIONS[place.key] & own_permissions:
            try:
                return reverse(place.url_name)
            except NoReverseMatch:
                continue
    return "/"
