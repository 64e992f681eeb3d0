"""The main menu. `request.nav` has a person's items; domains declare them (`agencies.domains`)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise

MAX_IN_ROW: Final = 7  # including "More": what fits in one row at 1280 px in either language


@dataclass(frozen=True)
class MenuPlace:
    """One item of the main menu; seldom used ones are the first to move below More.

    It is current on pages below its own URL, and below `further` URLs such as "/child/".
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    is_rare: bool = False
    further: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuLink:
    """One menu item as shown on a page."""

    label: str | Promise
    icon: str
    url: str
    is_here: bool
    is_rare: bool = False


@dataclass(frozen=True)
class MainMenu:
    """The main menu: the items in its row, and those below More."""

    row: Sequence[MenuLink] = ()
    more: Sequence[MenuLink] = ()

    @property
    def is_more_here(self) -> bool:
        """Whether the current page is below More."""
        return any(link.is_here for link in self.more)


def main_menu(places: Iterable[MenuPlace], path: str) -> MainMenu:
    """The menu for the page at `path`; what does not fit in one row is below More."""
    links = menu_links(places, path)
    if len(links) <= MAX_IN_ROW:
        return MainMenu(links)
    by_use = sorted(range(len(links)), key=lambda number: (links[number].is_rare, number))
    row = set(by_use[: MAX_IN_ROW - 1])
    return MainMenu(
        [link for number, link in enumerate(links) if number in row],
        [link for number, link in enumerate(links) if number not in row],
    )


def menu_links(places: Iterable[MenuPlace], path: str) -> list[MenuLink]:
    """These items in order; the one with the longest match of `path` is current."""
    addresses = [(place, reverse(place.url_name)) for place in places]
    beginnings = {beginning: url for place, url in addresses for beginning in (url, *place.further)}
    results = [each for each in beginnings if _is_below(path, each)]
    current = beginnings[max(results, key=len)] if results else ""
    return [
        MenuLink(place.label, place.icon, url, url == current, place.is_rare)
        for place, url in addresses
    ]


def _is_below(path: str, beginning: str) -> bool:
    """Whether a path is at or below another; for "/" only itself, or all paths would match."""
    return path == beginning if beginning == "/" else path.startswith(beginning)
