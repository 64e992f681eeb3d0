"""Screens made by the record kit are closed to strangers and keep what is typed out of reports."""

import ast
import uuid
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django.urls import URLPattern, reverse

from saathi.agencies.request_cache import request_cache
from saathi.agencies.staff_requests import SCREEN_PERMISSIONS
from saathi.people.record_screens import RecordQuery, RecordScreens, ScreenNotOfFile
from saathi.people.record_screens.page_content import record_row
from saathi.protection.casework.committees import views as committees
from saathi.protection.casework.committees.models import FollowUp
from saathi.protection.identification.operations import views as operations
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.protection.oversight.complaints import views as complaints
from saathi.protection.oversight.incidents import views as incidents
from tests.desk import cast
from tests.roles import acting
from tests.screens import read
from tests.signing import signed_in

ROOT = Path(__file__).resolve().parents[2]
ALL_SCREENS = [
    (screens, address)
    for screens in (committees.screens, operations.screens, complaints.screens, incidents.screens)
    for address in screens.urlpatterns
]


def name_of(value: object) -> str:
    return str(value.name if isinstance(value, URLPattern) else getattr(value, "app_name", ""))


@pytest.mark.parametrize(("screens", "address"), ALL_SCREENS, ids=name_of)
def test_each_screen_is_for_named_permissions_and_signed_in_staff(
    screens: RecordScreens, address: URLPattern
) -> None:
    view = address.callback
    assert SCREEN_PERMISSIONS[f"{view.__module__}.{view.__name__}"]
    assert address.name == view.__name__
    request = RequestFactory().post("/", {"what": "typed"})
    request.user = AnonymousUser()
    answer = view(request, **dict.fromkeys(address.pattern.converters, uuid.uuid4()))
    assert answer.status_code in {302, 405}
    if answer.status_code == 302:
        assert answer["Location"].startswith(resolve_url("account_login"))
        assert request.sensitive_post_parameters == "__ALL__"


def test_list_of_a_child_is_of_one_section() -> None:
    with pytest.raises(ValueError, match="unpack"):
        RecordScreens("x").child_list("x/", (), RecordQuery(FollowUp), RecordQuery(FirstDecision))


@pytest.mark.django_db
def test_link_to_a_form_is_shown_to_those_who_may_fill_it_in() -> None:
    around = cast.around()
    link = reverse("committees:request_follow_up", args=[around.file_id])
    page = f"{around.url}committee/"
    assert link in signed_in(around.supervisor).get(page).content.decode()
    assert link not in signed_in(around.worker).get(page).content.decode()
    assert "No observations yet" in read(signed_in(around.worker).get(page))[0]


@pytest.mark.django_db
def test_link_to_a_list_is_shown_to_those_who_may_read_it() -> None:
    """Asked in a request, where rights are cached, and outside of one."""
    around, screens = cast.around(), committees.screens
    address = reverse("committees:list_follow_ups", args=[around.file_id])
    for is_cached in (True, False):
        for person, shown in ((around.worker, [address]), (around.outsider, [])):
            request = RequestFactory().get("/")
            request.staff, request.may = person, person.permissions
            with acting(person), request_cache() if is_cached else nullcontext():
                links = screens.links(request, around.file_id, "list_follow_ups", "Committee")
            assert [link.url for link in links] == shown


@pytest.mark.parametrize(
    ("screens", "name"),
    [
        (operations.screens, "add_operation"),  # form
        (operations.screens, "show_operation"),  # page
        (operations.screens, "list_operations"),  # listing
        (incidents.screens, "list_incidents"),  # table
        (complaints.screens, "list_waiting"),  # ordinary
        (complaints.screens, "intake:list_reports"),
        (complaints.screens, "nothing"),
    ],
)
def test_link_to_a_screen_outside_of_the_file_is_an_error_that_names_it(
    screens: RecordScreens, name: str
) -> None:
    """For any person: no right has been queried yet."""
    with pytest.raises(ScreenNotOfFile, match=name):
        screens.links(RequestFactory().get("/"), uuid.uuid4(), name, "Open")
    with pytest.raises(ScreenNotOfFile, match=name):
        screens.steps(RequestFactory().get("/"), FollowUp(file_id=uuid.uuid4()), name, "Open")


def test_links_and_steps_name_screens_of_a_file() -> None:
    """Before the page with the link is opened."""
    named = []
    for path in (ROOT / "saathi").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        calls = ast.walk(ast.parse(text)) if "kit.RecordScreens(" in text else []
        for call in calls:
            match call:
                case ast.Call(
                    func=ast.Attribute(ast.Name("screens"), "links" | "steps"),
                    args=[_, _, ast.Constant(name), *_],
                ):
                    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    assert import_module(module).screens.file_screen(name), name
                    named.append(name)
    assert {"request_follow_up", "respond_to_observation", "record_complaint"} <= set(named)


def test_row_has_the_state_in_words_and_the_page_it_opens() -> None:
    operation = Operation(id=uuid.UUID(int=1), kind="border", led_by="police")
    row = record_row(
        operation, "led_by", title="North", state="kind", opens="operations:show_operation"
    )
    assert str(row.state) == "Interception at a border or station"
    assert [str(pair.text) for pair in row.pairs] == ["Police"]
    assert row.actions[0].url == f"/operations/{operation.pk}/"
    other = record_row(operation, "", title="North", state="kind", state_text="Over")
    assert other.state == "Over"
