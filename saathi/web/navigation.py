"""The main menu. `request.nav` has a person's items; domains declare them (`agencies.domains`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class MenuPlace:
    """One item of the main menu."""

    key: str
    label: str | Promise
    icon: str
    url_name: str


@dataclass(frozen=True)
class MenuLink:
    """One menu item as a page shows it."""

    label: str | Promise
    icon: str
    url: str
    is_here: bool


def menu_links(places: Iterable[MenuPlace], path: str) -> list[MenuLink]:
    """These items in their order; the longest match of `path` is the current one."""
    addresses = [(place, reverse(place.url_name)) for place in places]
    current = max((url for _place, url in addresses if path.startswith(url)), key=len, default="")
    return [
        MenuLink(place.label, place.icon, url, is_here=url == current) for place, url in addresses
    ]
