"""What `base.html` needs on every page. Asks the request only, never the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

from saathi.web import navigation
from saathi.web.components import initials

# Languages whose texts a native reader has not yet approved.
DRAFTS: frozenset[str] = frozenset({"ur"})
# The file of web fonts a language loads, when the system has no Noto of its own.
FONTS: dict[str, str] = {"ur": "ur", "ne": "deva", "hi": "deva", "bn": "bn"}
DEFAULT_FONTS = "latn"
LOCK_AFTER_MINUTES = 10


class CurrentUser(Protocol):
    """Who is signed in, as the header says it; the middleware above sets `request.me`."""

    @property
    def name(self) -> str:
        """The name colleagues use."""

    @property
    def office(self) -> str:
        """The office, with its place."""

    @property
    def seal(self) -> str:
        """What the browser seals with when it cannot send; none: it keeps nothing."""


@dataclass(frozen=True)
class CurrentUserInfo:
    """A plain `Person`, for pages and tests that have nothing better."""

    name: str
    office: str
    seal: str = ""


@dataclass(frozen=True)
class LanguageChoice:
    """One entry of the language switch."""

    code: str
    name: str
    is_here: bool
    is_draft: bool


@dataclass(frozen=True)
class PageFrame:
    """Everything around the page's own content."""

    nav: list[navigation.MenuLink]
    me: CurrentUser | None
    languages: list[LanguageChoice]
    fonts: str
    lock_after: int
    address: str
    unreadable: Sequence[str] = ()  # references of records that could not be opened


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame as `frame`: menu from `request.nav`, person from `request.me`, languages, fonts."""
    here = get_language() or settings.LANGUAGE_CODE
    me: CurrentUser | None = getattr(request, "me", None)
    frame = PageFrame(
        nav=navigation.menu_links(getattr(request, "nav", ()), request.path),
        me=me,
        languages=[
            LanguageChoice(
                code, get_language_info(code)["name_local"], code == here, code in DRAFTS
            )
            for code, _name in settings.LANGUAGES
        ],
        fonts=f"web/built/fonts-{FONTS.get(here.split('-')[0], DEFAULT_FONTS)}.css",
        lock_after=getattr(settings, "SAATHI_LOCK_AFTER_MINUTES", LOCK_AFTER_MINUTES),
        address=request.get_full_path(),
        unreadable=getattr(request, "unreadable", ()),
    )
    return {"frame": frame, "my_initials": initials(me.name) if me else ""}
