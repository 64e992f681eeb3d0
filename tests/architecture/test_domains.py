"""Each domain declares all that it contributes, and each declaration leads somewhere."""

import re
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import DateField
from django.urls import converters, resolve, reverse

from saathi.agencies import domains
from saathi.agencies.declared_kinds import notice_kinds
from saathi.agencies.domains import EventSource, NotOnTimeline
from saathi.agencies.row_security import scoped_models
from saathi.protection.casework.cases.vocabulary import Duty
from tests.architecture.matrix_rows import (
    ELSEWHERE,
    FILE,
    OWN,
    PUBLIC,
    STEPS,
    WITHOUT_CHILD,
    rows_by_app,
)
from tests.architecture.screens import SHARED, addresses, app_by_namespace
from tests.architecture.test_house import wings

SAATHI = Path(domains.__file__).resolve().parents[1]
SAMPLES: dict[type, object] = {
    converters.UUIDConverter: UUID(int=1),
    converters.IntConverter: 1,
    converters.SlugConverter: "x",
    converters.StringConverter: "x",
}
NAMES = {address.name: address for address in addresses()}
STATED = [
    (app, part) for app, domain in domains.domains_by_app().items() for part in domain.timeline
]


def test_every_app_with_records_or_urls_declares_its_domain() -> None:
    with_records = {apps.get_app_config(model._meta.app_label).name for model in scoped_models()}
    with_urls = {
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("saathi.") and (Path(config.path) / "urls.py").exists()
    }
    assert with_records | with_urls <= set(domains.domains_by_app())


def test_every_record_type_is_stated_once_by_its_own_domain() -> None:
    """On the timeline with one or more events, or not on the timeline with a reason."""
    apart = Counter(part.model for _app, part in STATED if isinstance(part, NotOnTimeline))
    events = {part.model for _app, part in STATED if isinstance(part, EventSource)}
    assert set(scoped_models()) - set(apart) - events == set()
    assert set(apart) & events == set()
    assert [model for model, times in apart.items() if times > 1] == []
    foreign = [
        part.model
        for app, part in STATED
        if apps.get_app_config(part.model._meta.app_label).name != app
    ]
    assert foreign == []
    assert [p.model for _app, p in STATED if isinstance(p, NotOnTimeline) and not p.reason] == []


@pytest.mark.parametrize(
    "source", [p for _a, p in STATED if isinstance(p, EventSource)], ids=lambda s: s.name
)
def test_an_event_has_a_time_a_text_for_every_code_and_its_own_name(source: EventSource) -> None:
    assert isinstance(source.model._meta.get_field(source.on), DateField)
    assert domains.event_sources()[source.name] is source
    codes = [""] if not source.code else source.model._meta.get_field(source.code).choices
    for code in codes or []:
        assert source.describe(code[0] if code else "")
    assert set(source.texts) <= {code[0] for code in codes or [] if code}
    for column in filter(None, (source.by, source.code, *source.only)):
        assert source.model._meta.get_field(column.partition("__")[0])


def test_every_duty_and_notice_has_a_page() -> None:
    assert set(domains.duty_pages()) == set(Duty.values)
    assert set(domains.notice_pages()) == set(notice_kinds())
    declared = Counter(
        code
        for domain in domains.all_domains()
        for code in [
            *(f"duty {duty}" for duty in domain.duties),
            *(f"notice {kind}" for kind in domain.notices),
        ]
    )
    assert [code for code, times in declared.items() if times > 1] == []


def test_every_declared_page_exists_and_takes_what_it_is_given() -> None:
    of_nothing, of_one = set[str](), set[str]()
    for domain in domains.all_domains():
        of_nothing |= {link.page for link in (*domain.day_actions, *domain.day_links)}
        of_nothing |= {entry.page for entry in domain.menu}
        of_one |= {link.page for link in (*domain.file_links, *domain.file_actions)}
        of_one |= set(domain.duties.values())
        for notice in domain.notices.values():
            (of_one if notice.is_of_record else of_nothing).add(notice.page)
    assert {page: NAMES[page].kwargs for page in of_nothing if NAMES[page].kwargs} == {}
    assert {page: NAMES[page].kwargs for page in of_one if len(NAMES[page].kwargs) != 1} == {}


def test_a_link_on_a_page_of_a_lower_wing_names_two_pages() -> None:
    for domain in domains.all_domains():
        for link in domain.page_links:
            assert link.on in NAMES, link
            assert link.page in NAMES, link


def test_places_of_links_are_distinct() -> None:
    for parts in (
        domains.declared_file_links(),
        domains.declared_file_actions(),
        domains.declared_file_alerts(),
        domains.menu_entries(),
    ):
        places = Counter(part.place for part in parts)  # type: ignore[attr-defined]
        assert [place for place, times in places.items() if times > 1] == []


def test_every_address_resolves_to_its_own_name() -> None:
    """No URL of one domain hides that of another; shared names are second names of the desk's."""
    for name, address in NAMES.items():
        kwargs = {key: SAMPLES[type(kind)] for key, kind in address.kwargs.items()}
        found = resolve(reverse(name, kwargs=kwargs)).view_name
        assert found == (f"desk:{name}" if name in SHARED else name)


# References to a page of a wing above, with reason and date.
UPWARD: dict[tuple[str, str], str] = {}


def test_no_wing_names_a_page_of_a_wing_above() -> None:
    rank = {wing: place for place, wing in enumerate(wings())}
    wing_of = {namespace: app.split(".")[1] for namespace, app in app_by_namespace().items()}
    named = re.compile(rf"[\"'](({'|'.join(wing_of)}):[a-z_{{]+)")
    upward = {
        (str(path.relative_to(SAATHI)), name)
        for path in SAATHI.rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and "built" not in path.parts
        for name, namespace in named.findall(path.read_text(encoding="utf-8"))
        if rank[wing_of[namespace]] < rank[path.relative_to(SAATHI).parts[0].removesuffix(".py")]
    }
    assert upward - set(UPWARD) == set()
    assert set(UPWARD) - upward == set()


def test_a_link_on_a_page_comes_from_a_higher_domain() -> None:
    """A page of the own domain or below is linked directly; and the page shows its links."""
    places = list(domains.domains_by_app())
    app_of = app_by_namespace()
    texts = "".join(p.read_text() for p in SAATHI.rglob("*") if p.suffix in {".py", ".html"})
    for app, domain in domains.domains_by_app().items():
        for link in domain.page_links:
            namespace, colon, _name = link.on.partition(":")  # without one: the pages of an account
            assert not colon or places.index(app_of[namespace]) < places.index(app), link
            assert re.search(rf'links_on[ (]"{link.on}"', texts), link


def test_every_address_has_its_row() -> None:
    known = {*FILE, *WITHOUT_CHILD, *STEPS, *ELSEWHERE, *PUBLIC}
    named = {name for name in NAMES if not name.startswith(OWN)} - SHARED
    assert named - known == set()
    assert known - set(NAMES) == set()


def test_rows_that_other_tests_hold_name_their_file() -> None:
    tests = Path(__file__).resolve().parents[1]
    files = {*STEPS.values(), *ELSEWHERE.values()}
    assert [file for file in files if not any(tests.rglob(file))] == []


def test_each_domain_with_urls_states_its_own_addresses() -> None:
    app_of = app_by_namespace()
    for app, rows in rows_by_app().items():
        held = (*rows.file, *rows.without_child, *rows.steps, *rows.elsewhere, *rows.public)
        for name in held:
            assert app_of[name.partition(":")[0]] == app, name
