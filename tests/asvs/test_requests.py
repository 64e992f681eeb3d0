"""What a request may not do: methods, forged forms, fields too many, caches, files and host names."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from saathi.agencies.models import Staff
from tests.clients import StaffClient
from tests.desk import cast
from tests.factories import agencies

pytestmark = pytest.mark.django_db

PASSWORD = "kettle orbit lemon sparrow"
CHANGE = "/account/password/"


@pytest.fixture
def person() -> Staff:
    return agencies.staff("administrator", password=make_password(PASSWORD))


def signs_in(person: Staff, password: str) -> bool:
    told = {"login": person.email, "password": password}
    return Client().post("/account/login/", told).status_code == 302


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DELETE", "PATCH"])
def test_methods_that_no_page_uses_are_refused(method: str) -> None:
    assert Client().generic(method, "/account/login/").status_code == 405
    client = StaffClient()
    client.force_login(agencies.staff())
    assert client.generic(method, "/account/notices/").status_code == 405


@pytest.mark.parametrize("path", ["/account/login/", "/sign-out", "/lock", CHANGE])
def test_a_form_without_its_token_changes_nothing(path: str, person: Staff) -> None:
    client = StaffClient(enforce_csrf_checks=True)
    client.force_login(person)
    assert client.post(path, {"login": person.email, "password": PASSWORD}).status_code == 403
    client.get("/account/login/")
    wrong = {"csrfmiddlewaretoken": "x" * 32}
    assert client.post(path, wrong).status_code == 403
    assert "_auth_user_id" in client.session


def test_a_form_of_another_site_changes_nothing(person: Staff) -> None:
    client = StaffClient(enforce_csrf_checks=True)
    client.force_login(person)
    page = client.get(CHANGE)
    token = page.context["csrf_token"]
    answer = client.post(
        "/sign-out", {"csrfmiddlewaretoken": str(token)}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "_auth_user_id" in client.session


def test_a_link_signs_no_one_out(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    client.get("/sign-out")
    assert "_auth_user_id" in client.session
    answer = client.post("/sign-out")
    assert "_auth_user_id" not in client.session
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_fields_that_a_form_does_not_have_change_nothing(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    new = "harbour violet ladder quince"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    more = {"role_kind": "national", "is_active": "", "office": "1", "email": "x@example.org"}
    client.post(CHANGE, told | more)
    changed = Staff.objects.get(pk=person.pk)
    assert signs_in(person, new)
    assert (changed.role_kind, changed.email) == (person.role_kind, person.email)
    assert changed.is_active


def test_pages_of_who_is_signed_in_are_kept_in_no_cache(person: Staff) -> None:
    around = cast.around()
    client = StaffClient()
    client.force_login(around.worker)
    for path in ("/", around.url, "/account/2fa/"):
        told = client.get(path).headers["Cache-Control"]
        assert "no-store" in told
        assert "private" in told


def test_a_page_that_is_not_there_is_404_and_nothing_else(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    for path in ("/child/style.css", "/account/2fa/x.js", "/account/password/avatar.png"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil",
    ],
)
def test_signing_in_leads_to_no_other_site(address: str, person: Staff) -> None:
    told = {"login": person.email, "password": PASSWORD, "next": address}
    answer = Client().post("/account/login/", told)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]
    language = Client().post("/language/setlang/", {"language": "ur", "next": address})
    assert "evil" not in language.headers.get("Location", "")


def test_cookie_of_a_language_or_form_is_small_and_holds_no_value_of_a_person(
    person: Staff,
) -> None:
    client = StaffClient()
    client.force_login(person)
    client.get(CHANGE)
    for name, morsel in client.cookies.items():
        assert len(name) + len(morsel.value) < 4096
        assert person.name not in morsel.value
        assert str(person.pk) not in morsel.value


def test_session_keys_have_at_least_128_bits_and_are_new_after_signing_in(person: Staff) -> None:
    client = Client()
    client.get("/account/login/")
    before = client.session.session_key
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    assert len(after) >= 26  # of 36 signs: 5.17 bits each


def test_the_request_of_a_huge_form_is_refused(person: Staff) -> None:
    client = StaffClient()
    client.force_login(person)
    answer = client.post(CHANGE, {"oldpassword": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert answer.status_code == 413
    count = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1
    many: dict[str, Any] = {f"field{number}": "x" for number in range(count)}
    assert client.post(CHANGE, many).status_code in {400, 404, 413}
