"""Draws each component with invented people, for screenshots and for visual checks.

No database and no server: `draw("file", "ur")` returns the page as text.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.http import HttpResponse
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, include, path
from django.utils import translation

from saathi.agencies import domains
from saathi.agencies.permissions import Permission
from saathi.agencies.sections import Section
from saathi.web import error_pages
from saathi.web.components import (
    ActionLink,
    AlertBox,
    StatementQuote,
)
from saathi.web.navigation import MenuPlace
from saathi.web.template_context import CurrentUserInfo
from tests.web.gallery_content import FILE, LIST, VisitForm

HERE = Path(__file__).parent


PAGES = ("file", "pieces", "form", "list", "public", "trouble")


def nowhere(request: object) -> HttpResponse:
    return HttpResponse()


def _addresses_of_menu() -> list[URLPattern | URLResolver]:
    """An address for each item of the main menu, below the name of its domain."""
    pages: dict[str, list[URLPattern | URLResolver]] = {}
    for entry in domains.menu_entries():
        domain, name = entry.page.split(":")
        pages.setdefault(domain, []).append(path(f"{name}/", nowhere, name=name))
    return [path(f"{domain}/", include((found, domain))) for domain, found in pages.items()]


urlpatterns = [
    *_addresses_of_menu(),
    path("language/", nowhere, name="set_language"),
    path("away", nowhere, name="leave_quickly"),
]


def context_of(name: str) -> dict[str, Any]:
    if name == "file":
        return FILE
    if name == "form":
        wrong = VisitForm(
            {
                "happened_on_0": "31",
                "happened_on_1": "2",
                "happened_on_2": "2026",
                "seen_alone": "yes",
                "kind": "home",
                "key": "one-use",
            }
        )
        return {"form": wrong, "fresh": VisitForm()}
    if name == "pieces":
        return FILE | {
            "attend": AlertBox(
                "The birth certificate is still missing.",
                "Ask the ward office before 1 April.",
                ActionLink("Write the request", "#"),
                "attend",
                "flag",
            ),
            "calm": AlertBox(
                "You see this file because the case was referred to you.",
                "Your reading ends on 30 April.",
                kind="calm",
                icon="info-circle",
            ),
            "told": StatementQuote(
                "The child spoke about a brother for a long time and cried, and does not want this passed on.",
                "in the counsellor’s words · only the counsellor may read this",
                is_verbatim=False,
            ),
            "urdu": StatementQuote(
                "میں سلائی سیکھنا چاہتی ہوں اور اپنی بہن سے بات کرنا چاہتی ہوں۔",
                "9 March, child’s words in Urdu",
                "ur",
            ),
        }
    if name == "trouble":
        return {
            "trouble": error_pages.CONFLICT,
            "typed": {"Child’s statement": "I like the market.\nI want to go there again."},
            "action": ActionLink("Open the latest version", "#", "refresh"),
        }
    return LIST


def menu(*keys: str) -> list[MenuPlace]:
    """These items of the main menu, in its order."""
    everything = domains.open_menu(frozenset(Permission), ~Section(0))
    return [place for place in everything if place.key in keys]


def draw(name: str, language: str = "en", session: str = "of-the-gallery") -> str:
    """The page `name` of the gallery, as a signed-in worker sees it (for `public`: signed out)."""
    with override_settings(ROOT_URLCONF="tests.web.gallery"), translation.override(language):
        engine = DjangoTemplates(
            {
                "NAME": "gallery",
                "DIRS": [HERE / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "saathi.web.template_context.page",
                        "django.template.context_processors.csrf",
                    ],
                    "string_if_invalid": "",
                },
            },
        )
        request = RequestFactory().get("/desk/my_day/")
        if name != "public":
            request.nav = menu(
                "my_day", "find", "reports", "approvals", "enquiries", "numbers", "law", "agency"
            )
            request.session = SimpleNamespace(session_key=session)
            request.me = CurrentUserInfo("Sarita Rai", "Child Rights Council, Kathmandu")
        return str(engine.get_template(f"gallery/{name}.html").render(context_of(name), request))
