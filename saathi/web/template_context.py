"""The context that `base.html` needs on every page. Uses only the request, never the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, get_language_info

from saathi.web import discreet_view, navigation
from saathi.web.components import initials

# Languages whose texts a native reader has not yet approved.
DRAFTS: frozenset[str] = frozenset({"ur"})
# The web font file of a language, for systems without their own Noto font.
FONTS: dict[str, str] = {"ur": "ur", "ne": "deva", "hi": "deva", "bn": "bn"}
DEFAULT_FONTS = "latn"
LOCK_AFTER_MINUTES = 10


class CurrentUser(Protocol):
    """The signed-in person in the header; the middleware of another app sets `request.me`."""

    @property
    def name(self) -> str:
        """The name colleagues use."""

    @property
    def office(self) -> str:
        """The office, with its location."""

    @property
    def seal(self) -> str:
        """The browser's key for sealing unsent forms; if empty, the browser stores nothing."""


@dataclass(frozen=True)
class CurrentUserInfo:
    """A plain `CurrentUser`, for pages and tests without staff."""

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

    menu: navigation.MainMenu
    me: CurrentUser | None
    languages: list[LanguageChoice]
    fonts: str
    lock_after: int
    session: str  # tells a browser's tabs whether they share a session; opens nothing
    address: str
    path: str
    hides_names: bool  # until the reader asks for them
    uncovered: str  # the URL of this page with names
    unreadable: Sequence[str] = ()  # references of records that could not be opened


def font_sheet(language: str) -> str:
    """The style sheet with the fonts of a language, as a static file."""
    return f"web/built/fonts-{FONTS.get(language.split('-', maxsplit=1)[0], DEFAULT_FONTS)}.css"


def _session_mark(request: HttpRequest) -> str:
    """A mark of the session, empty without one. From the cookie alone, without a query."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if not key:
        return ""
    return salted_hmac("saathi.web.template_context", key, algorithm="sha256").hexdigest()[:16]


def page(request: HttpRequest) -> dict[str, Any]:
    """The frame as `frame`: menu from `request.nav`, person from `request.me`, languages, fonts.

    Of a locked session (`request.is_locked`), neither menu nor person: someone else holds the device.
    """
    is_locked = getattr(request, "is_locked", False)
    language = get_language() or settings.LANGUAGE_CODE
    me: CurrentUser | None = None if is_locked else getattr(request, "me", None)
    frame = PageFrame(
        menu=navigation.main_menu(() if is_locked else getattr(request, "nav", ()), request.path),
        me=me,
        languages=[
            LanguageChoice(
                code, get_language_info(code)["name_local"], code == language, code in DRAFTS
            )
            for code, _name in settings.LANGUAGES
        ],
        fonts=font_sheet(language),
        lock_after=getattr(settings, "SAATHI_LOCK_AFTER_MINUTES", LOCK_AFTER_MINUTES),
        session=_session_mark(request),
        address=request.get_full_path(),
        path=request.path,
        hides_names=discreet_view.must_cover_texts(request),
        uncovered=discreet_view.uncovered_address(request),
        unreadable=getattr(request, "unreadable", ()),
    )
    return {"frame": frame, "my_initials": initials(me.name) if me else ""}
