"""One click signs in, in the demo and nowhere else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

import saathi.config.urls  # noqa: F401 - read before any test says demo
from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from tests.factories import agencies

pytestmark = pytest.mark.django_db
DEMO = "tests.agencies.sign_in.demo_addresses"


def person(role_kind: str = "supervisor", email: str = "") -> Staff:
    email = email or f"{role_kind.replace('_', '-')}@demo.saathi.example"
    return agencies.staff(role_kind, email=email, name="Kamala Tamang")


def test_demo_sign_in_address_exists_only_in_demo(client: Client) -> None:
    someone = person()
    with pytest.raises(NoReverseMatch):
        reverse("demo", urlconf="saathi.config.urls")
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"person": someone.id}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_demo_sign_in_requires_demo_setting(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = DEMO
    someone = person()
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"person": someone.id}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_demo_sign_in_refuses_real_accounts(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    real = person(email="kamala@ministry.gov.np")
    lookalike = person(email="x@demo.saathi.example.org")
    for someone in (real, lookalike):
        assert client.post("/demo/", {"person": someone.id}).status_code == 404
    closed = agencies.staff(email="closed@demo.saathi.example", is_active=False)
    assert client.post("/demo/", {"person": closed.id}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_demo_sign_in_works_with_one_click(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    people = {role_kind: person(role_kind) for role_kind in SHIPPED_ROLES}
    page = client.get("/demo/").content.decode()
    assert page.count('name="person"') == len(SHIPPED_ROLES)
    assert "Approve other workers’ case plans and case closures" in page
    answer = client.post("/demo/", {"person": people["administrator"].id})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(people["administrator"].id)


def test_the_page_to_sign_in_leads_to_the_people_of_the_demo_and_to_none_outside(
    client: Client, settings: Any
) -> None:
    sign_in = "/account/login/"
    assert "Sign in as a demo user" not in client.get(sign_in).content.decode()
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    page = client.get(sign_in).content.decode()
    assert f'<a href="{reverse("demo")}">Sign in as a demo user</a>' in page


def test_person_of_another_country_is_shown_with_it(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF, settings.IS_DEMO = DEMO, True
    here = agencies.office()
    for role_kind in ("case_worker", "supervisor"):
        agencies.staff(role_kind, here, email=f"{role_kind}@demo.saathi.example")
    abroad = agencies.office(agencies.agency(country="IND"))
    agencies.staff("case_worker", abroad, email="receiving-worker@demo.saathi.example")
    page = client.get("/demo/").content.decode()
    assert "Sign in as Case worker (India)" in page
    assert "Sign in as Case worker\n" in page
