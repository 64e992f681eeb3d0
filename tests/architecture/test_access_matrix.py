"""The access matrix: who finds what at each address, for a real case. A new address needs its row."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.test import Client
from django.urls import reverse

from saathi.agencies.models import Grant, Staff
from saathi.agencies.sections import TEAM_MEMBER_SECTIONS as TEAM_SECTIONS
from saathi.infra import clock
from saathi.web import error_pages
from tests.access import (
    ADMINISTRATOR,
    COLLEAGUE,
    OTHER,
    PEOPLE,
    RELATIVE,
    WORKER,
    AccessWorld,
)
from tests.architecture.matrix_rows import FILE, WITHOUT_CHILD
from tests.architecture.screens import addresses
from tests.desk import cast
from tests.factories import (
    agencies,
)
from tests.roles import role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals without their page: only the status is asked for here; the page has its own tests."""

    def bare(
        _request: HttpRequest, _template: str, _context: object, *, status: int
    ) -> HttpResponse:
        return HttpResponse(status=status)

    monkeypatch.setattr(error_pages, "render", bare)


def address(name: str, world: AccessWorld) -> str:
    kwargs = {found.name: found.kwargs for found in addresses()}[name]
    # A name that two parts use in two ways has its address before it.
    ids = {kwarg: world.ids.get(f"{name}:{kwarg}", world.ids[kwarg]) for kwarg in kwargs}
    return reverse(name, kwargs=ids)


# Addresses of a file that act or hold one record: outsiders are refused here as well.
OF_A_FILE = (
    "desk:set_access_purpose", "desk:withdraw_closing", "desk:reopen_case", "participation:show_drawing",
    "care_plans:request_approval", "care_plans:withdraw_approval_request", "trafficking:change_episode",
    "trafficking:add_leg", "cases:show_assessment", "desk:show_search_result", "desk:open_file_from_search",
    "desk:link_report", "desk:link_report_by_code", "desk:show_erasure",
    "desk:withdraw_erasure", "desk:show_erasure_certificate",
)  # fmt: skip
OUTSIDERS = (COLLEAGUE, OTHER, RELATIVE, ADMINISTRATOR)


def by_wing(names: Iterable[str]) -> list[Any]:
    """The addresses of each wing together: a world is made once for all of them."""
    wings: dict[str, list[str]] = {}
    for name in names:
        wings.setdefault(name.split(":", maxsplit=1)[0], []).append(name)
    return [pytest.param(found, id=wing) for wing, found in wings.items()]


@pytest.mark.parametrize("names", by_wing([*FILE, *OF_A_FILE]))
def test_an_outsider_neither_reads_nor_sends_anything_about_a_child(
    names: list[str], world: AccessWorld
) -> None:
    """The ids are real: what hides them from an outsider is access alone.

    A row that lets no outsider find a page says that reading gives 404: the next test holds it.
    """
    clients = {who: signed_in(world.staff[who]) for who in OUTSIDERS}
    for name in names:
        path = address(name, world)
        assert not FILE.get(name, set()) & set(OUTSIDERS), name
        for who, client in clients.items():
            answers = {client.post(path, {"version": "1"}).status_code}
            answers |= {404} if name in FILE else {client.get(path).status_code}
            assert answers <= {404, 405}, (name, who, answers)
            assert 404 in answers, (name, who)
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in {302, 405}, name
            assert answer.headers.get("Location", "/account/login/").startswith("/account/login/")


FOUND = {200, 302}  # a page, or the way to the one that holds it
READ_BY_WORKER = [name for name in FILE if WORKER in FILE[name]]


@pytest.mark.parametrize("names", by_wing(FILE))
def test_who_finds_a_page_about_a_child(names: list[str], world: AccessWorld) -> None:
    """That the worker of the team finds it, the next test shows with what it leaves in the log."""
    clients = {who: signed_in(world.staff[who]) for who in PEOPLE}
    for name in names:
        path = address(name, world)
        asked = [who for who in PEOPLE if who != WORKER or name not in READ_BY_WORKER]
        found = {who: clients[who].get(path).status_code for who in asked}
        finding = {who for who, status in found.items() if status in FOUND}
        assert finding == FILE[name] & found.keys(), (name, found)
        assert {found[who] for who in asked if who not in FILE[name]} <= {404}, (name, found)
        assert Client().get(path).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("names", by_wing([*READ_BY_WORKER, "cases:show_assessment"]))
@pytest.mark.requirement("PRI-007")
def test_every_page_about_a_child_leaves_a_look_in_the_log(
    names: list[str], world: AccessWorld
) -> None:
    files = {world.ids[name] for name in ("file_id", "report_file", "contact_file", "missing_file")}
    client = signed_in(world.staff[WORKER])
    for name in names:
        before = {e.pk for e in cast.entries(by=world.staff[WORKER].id)}
        answer = client.get(address(name, world))
        assert answer.status_code in FOUND, name
        if answer.status_code == 302:
            continue  # the way to the page that holds it; that page has its own row
        new = [e for e in cast.entries(by=world.staff[WORKER].id) if e.pk not in before]
        # Reading the log about a child is a look of its own kind.
        looks = [e for e in new if e.kind in {"looked", "log_read"}]
        assert {e.file_id for e in looks} & files, name
        # With what it was opened for; a report's own page belongs to no child's file yet.
        aimless = [e for e in new if e.file_id == world.ids["file_id"] and not e.purpose]
        assert not aimless, (name, [e.kind for e in aimless])


ASKS_FIRST = [
    name
    for name in READ_BY_WORKER
    # Those are of a report, not of a child's file.
    if name.split(":")[0] not in {"intake", "services", "missing"}
    and name
    not in {
        "desk:child_file",
        "desk:show_approval",
        "desk:find_from_report",
        "desk:open_case_from_report",
        "desk:compare_missing_child",
    }
]


@pytest.fixture
def guest(world: AccessWorld) -> Staff:
    """A colleague who shares the file for a day: not their own case."""
    guest = world.staff[COLLEAGUE]
    with role("maintenance"):
        Grant.objects.create(
            file_id=world.ids["file_id"],
            principal=guest.id,
            kind="share",
            reads=int(TEAM_SECTIONS),
            writes=int(TEAM_SECTIONS),
            starts_at=clock.now() - dt.timedelta(hours=1),
            ends_at=clock.now() + dt.timedelta(days=1),
            given_by=world.staff[WORKER].id,
        )
    return guest


@pytest.mark.parametrize("names", by_wing(ASKS_FIRST))
@pytest.mark.requirement("PRI-006")
def test_outside_ones_own_cases_every_page_asks_what_for(
    names: list[str], world: AccessWorld, guest: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page opens by its address before the reader gives a purpose; then each log entry has it.

    What is logged is logged before the page is written, which other tests here read.
    """
    the_file = f"/child/{world.ids['file_id']}/"
    client = signed_in(guest)
    for name in names:
        assert client.get(address(name, world)).headers["Location"] == the_file, name
    assert "Purpose of opening this file" in client.get(the_file).content.decode()
    client.post(
        reverse("desk:set_access_purpose", args=[world.ids["file_id"]]), {"purpose": "court"}
    )
    monkeypatch.setattr(loader, "render_to_string", lambda *_args, **_options: "")
    for name in names:
        before = {e.pk for e in cast.entries(by=guest.id)}
        answer = client.get(address(name, world))
        assert answer.headers.get("Location") != the_file, name
        if answer.status_code == 200:
            new = [e for e in cast.entries(by=guest.id) if e.pk not in before]
            looks = [e for e in new if e.kind in {"looked", "log_read"}]
            assert {entry.purpose for entry in looks} == {"court"}, name


@pytest.mark.parametrize("names", by_wing(sorted(WITHOUT_CHILD)))
def test_which_bundles_open_a_page_without_a_child(names: list[str]) -> None:
    from saathi.agencies.permissions import SHIPPED_ROLES
    from saathi.agencies.staff_requests import SCREEN_PERMISSIONS

    views = {found.name: found.view for found in addresses()}
    clients = {role_kind: signed_in(agencies.staff(role_kind)) for role_kind in SHIPPED_ROLES}
    for name in names:
        needed = SCREEN_PERMISSIONS[views[name]]
        for role_kind, holds in SHIPPED_ROLES.items():
            answer = clients[role_kind].get(reverse(name))
            if answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]:
                continue  # the reader proves their identity first; that page shows nothing of this
            may = not needed or bool(needed & holds)
            assert (answer.status_code != 404) == may, (name, role_kind, answer.status_code)
        assert Client().get(reverse(name)).status_code == 302
