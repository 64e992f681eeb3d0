"""The items of the main menu. `request.nav` decides which of them a person sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MenuPlace:
    """One item of the main menu."""

    key: str
    label: str | Promise
    icon: str
    url_name: str


MENU_PLACES: tuple[MenuPlace, ...] = (
    MenuPlace("my_day", _("My day"), "sun", "desk:my_day"),
    MenuPlace("find", _("Find a child"), "search", "desk:find_child"),
    MenuPlace("reports", _("Reports"), "inbox", "intake:list_reports"),
    MenuPlace("missing", _("Missing children"), "user", "missing:list_missing"),
    MenuPlace("services", _("Services"), "address-book", "services:list_services"),
    MenuPlace("approvals", _("Approvals"), "clipboard-check", "desk:list_approvals"),
    MenuPlace("matches", _("Possible matches"), "link", "matches:list_pairs"),
    MenuPlace("enquiries", _("Enquiries"), "message-circle", "desk:list_enquiries"),
    MenuPlace("incidents", _("Incidents"), "alert-triangle", "incidents:list_incidents"),
    MenuPlace("erasures", _("Erasures"), "trash", "desk:list_erasures"),
    MenuPlace("exchange", _("Import and export"), "transfer", "desk:exchange"),
    MenuPlace("numbers", _("Numbers"), "chart-bar", "evidence:numbers"),
    MenuPlace("releases", _("Releases"), "book", "releases:list_releases"),
    MenuPlace("law", _("Law"), "scale", "policy:law"),
    MenuPlace("agency", _("Agency"), "building", "agencies:agency"),
    MenuPlace("changes", _("Changes of staff"), "clipboard-check", "agencies:list_changes"),
    MenuPlace("forms", _("Forms"), "clipboard-list", "supplements:list_forms"),
)


@dataclass(frozen=True)
class MenuLink:
    """One menu item as a page shows it."""

    label: str | Promise
    icon: str
    url: str
    is_here: bool


def menu_links(keys: Iterable[str], path: str) -> list[MenuLink]:
    """The items with these keys, in menu order; the longest match of `path` is the current one."""
    shown_keys = set(keys)
    unknown = shown_keys - {place.key for place in MENU_PLACES}
    if unknown:
        raise ValueError(f"No such place in the menu: {', '.join(sorted(unknown))}")
    places = [(place, reverse(place.url_name)) for place in MENU_PLACES if place.key in shown_keys]
    current = max((url for _place, url in places if path.startswith(url)), key=len, default="")
    return [MenuLink(place.label, place.icon, url, is_here=url == current) for place, url in places]
