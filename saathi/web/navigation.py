"""The places of the main menu. Which of them a person sees is decided above (`request.nav`)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry of the main menu."""

    key: str
    label: str | Promise
    icon: str
    url_name: str


PLACES: tuple[Place, ...] = (
    Place("my_day", _("My day"), "sun", "desk:my_day"),
    Place("find", _("Find a child"), "search", "desk:find_child"),
    Place("reports", _("Reports"), "inbox", "intake:list_reports"),
    Place("missing", _("Missing children"), "user", "missing:list_missing"),
    Place("services", _("Services"), "address-book", "services:list_services"),
    Place("approvals", _("Approvals"), "clipboard-check", "desk:list_approvals"),
    Place("matches", _("Possible matches"), "link", "matches:list_pairs"),
    Place("enquiries", _("Enquiries"), "message-circle", "desk:list_enquiries"),
    Place("incidents", _("Incidents"), "alert-triangle", "incidents:list_incidents"),
    Place("erasures", _("Erasures"), "trash", "desk:list_erasures"),
    Place("exchange", _("Import and export"), "transfer", "desk:exchange"),
    Place("numbers", _("Numbers"), "chart-bar", "evidence:numbers"),
    Place("releases", _("Releases"), "book", "releases:list_releases"),
    Place("law", _("Law"), "scale", "policy:law"),
    Place("agency", _("Agency"), "building", "agencies:agency"),
    Place("changes", _("Changes of staff"), "clipboard-check", "agencies:list_changes"),
    Place("forms", _("Forms"), "clipboard-list", "supplements:list_forms"),
)


@dataclass(frozen=True)
class Link:
    """One entry as a page shows it."""

    label: str | Promise
    icon: str
    url: str
    is_here: bool


def links(keys: Iterable[str], path: str) -> list[Link]:
    """The entries with these keys, in the menu's own order; the longest match of `path` is here."""
    wanted = set(keys)
    unknown = wanted - {place.key for place in PLACES}
    if unknown:
        raise ValueError(f"No such place in the menu: {', '.join(sorted(unknown))}")
    found = [(place, reverse(place.url_name)) for place in PLACES if place.key in wanted]
    here = max((url for _place, url in found if path.startswith(url)), key=len, default="")
    return [Link(place.label, place.icon, url, is_here=url == here) for place, url in found]
