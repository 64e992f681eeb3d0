"""Where somebody arrives after signing in: the first place of the menu that is open to her."""

from django.urls import NoReverseMatch, reverse

from saathi.agencies.http import MENU_PERMISSIONS
from saathi.agencies.models import Staff
from saathi.web.navigation import MENU_PLACES as MENU

READING = frozenset({"numbers", "law", "services"})  # everybody may; nobody comes for these first


def first_page(staff: Staff) -> str:
    """The address of her first page; what is not built yet is passed over."""
    mine = staff.permissions
    for place in sorted(MENU, key=lambda place: place.key in READING):  # stable: the menu's order
        if MENU_PERMISSIONS[place.key] & mine:
            try:
                return reverse(place.url_name)
            except NoReverseMatch:
                continue
    return "/"
