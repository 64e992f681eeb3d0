"""The agency's screens: without permission, with permission, and the effects."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.agencies import invitation_tokens
from saathi.agencies.models import Configuration, Office, Principal, Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from tests.agencies.agency_pages import PASSWORD, StaffChange_of, browser, invite, url
from tests.clients import StaffClient
from tests.factories import agencies

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return agencies.office()


def addresses(someone: Staff, office: Office) -> dict[str, str]:
    return {
        **{
            n: url(n)
            for n in (
                "show_agency",
                "add_office",
                "list_staff",
                "invite_staff",
                "list_configuration_versions",
                "add_configuration_version",
            )
        },
        **{n: url(n, office.pk) for n in ("change_office", "change_holidays")},
        **{
            n: url(n, someone.pk)
            for n in ("show_staff", "change_staff", "end_account", "show_invitation_paper")
        },
    }


@pytest.mark.parametrize(
    "role_kind", [b for b in SHIPPED_ROLES if b not in {"administrator", "oversight"}]
)
def test_agency_pages_give_404_to_other_roles(office: Office, role_kind: str) -> None:
    client = browser(agencies.staff(role_kind, office))
    someone = agencies.staff(at=office)
    for name, address in addresses(someone, office).items():
        assert client.get(address).status_code == 404, name
    assert client.post(url("request_sign_in_reset", someone.pk)).status_code == 404
    assert client.get(url("list_staff_changes")).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["list_staff ?asked=%00", "list_staff ?asked=Gi%00ta", "list_staff ?after=%00",
     "add_configuration_version ?kind=%00&name=%00", "add_configuration_version ?name=a%00"],
)  # fmt: skip
def test_null_character_in_an_address_is_no_error(office: Office, address: str) -> None:
    name, query = address.split()
    client = browser(agencies.staff("administrator", office))
    assert client.get(url(name) + query).status_code == 200


def test_null_character_is_left_out_of_a_search(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    found = agencies.staff(at=office, name="Gita Karki")
    agencies.staff(at=office, name="Maya Rai")
    page = client.get(url("list_staff") + "?asked=Gi%00ta").content.decode()
    assert found.name in page
    assert "Maya Rai" not in page


def test_oversight_can_only_confirm_staff_changes(office: Office) -> None:
    client = browser(agencies.staff("oversight", office))
    for name, address in addresses(agencies.staff(at=office), office).items():
        assert client.get(address).status_code == (
            200 if name == "show_invitation_paper" else 404
        ), name
    assert client.get(url("list_staff_changes")).status_code == 200


def test_the_administrator_sees_every_page_within_fifteen_queries(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    someone = agencies.staff(at=office)
    for _ in range(6):
        agencies.staff(at=agencies.office(parent=office))
    for name, address in {
        **addresses(someone, office),
        "list_changes": url("list_staff_changes"),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, name
        assert len(queries) <= 17, (name, len(queries))  # with BEGIN and context


def test_staff_of_another_agency_give_404(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    other = agencies.office()
    stranger = agencies.staff(at=other)
    for name in ("show_staff", "change_staff", "end_account", "show_invitation_paper"):
        assert client.get(url(name, stranger.pk)).status_code == 404, name
    for name in ("change_office", "change_holidays"):
        assert client.get(url(name, other.pk)).status_code == 404, name
    assert stranger.name not in client.get(url("list_staff")).content.decode()


def test_sensitive_step_requires_confirmation(office: Office) -> None:
    client, someone = StaffClient(), agencies.staff(at=office)
    client.force_login(agencies.staff("administrator", office, password=make_password("x" * 20)))
    for name in ("change_staff", "end_account"):
        answer = client.get(url(name, someone.pk))
        assert answer.headers["Location"].startswith("/account/reauthenticate/?next="), name
    assert client.post(url("end_account", someone.pk)).status_code == 302
    someone.refresh_from_db()
    assert someone.is_active


def link_of(client: Client) -> str:
    """The link on the page that shows it once."""
    invited = Staff.objects.get(email="asha@example.org")
    code = client.get(url("show_invitation_paper", invited.pk)).context["code"]
    assert client.get(url("show_invitation_paper", invited.pk)).context["code"] == ""
    return url("accept_invitation", invitation_tokens.normalise_code(code)) if code else ""


def test_an_invitation_is_accepted_once(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    assert invite(client, office).status_code == 302
    link, guest = link_of(client), Client()
    invited = Staff.objects.get(email="asha@example.org")
    assert (invited.is_active, list(Principal.objects.filter(staff=invited))) == (False, [])

    assert guest.get(link).status_code == 200
    assert guest.post(link, {"password": "short", "again": "short"}).status_code == 200
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert guest.post(link, typed).headers["Location"] == "/account/login/?welcome=1"
    invited.refresh_from_db()
    assert (invited.is_active, invited.language) == (True, "ur")
    assert [p.principal for p in Principal.objects.filter(staff=invited)] == [invited.pk]
    assert guest.post(link, typed).status_code == 404
    assert guest.get(link).status_code == 404
    assert guest.get(url("accept_invitation", "x" * 43)).status_code == 404

    guest.post("/account/login/", {"login": invited.email, "password": PASSWORD})
    assert guest.get(url("show_agency")).headers["Location"] == "/account/2fa/"


def test_an_address_is_invited_once(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    invite(client, office)
    again = invite(client, office, email="ASHA@example.org")
    assert "already" in again.content.decode()
    assert Staff.objects.filter(email__iexact="asha@example.org").count() == 1


def test_powerful_role_invitation_opens_after_confirmation(office: Office) -> None:
    ward = agencies.office(parent=office, level="ward")
    first, second = (agencies.staff("administrator", office) for _ in range(2))
    browser_of_first, browser_of_second, guest = browser(first), browser(second), Client()
    invite(browser_of_first, office, "supervisor")
    link = link_of(browser_of_first)
    typed = {"password": PASSWORD, "again": PASSWORD}
    assert "Waiting for approval" in guest.post(link, typed).content.decode()

    change = StaffChange_of("asha@example.org")
    assert (
        browser_of_first.post(url("decide_staff_change", change), {"decision": "agree"}).status_code
        == 404
    )
    assert (
        browser_of_second.post(
            url("decide_staff_change", change), {"decision": "agree"}
        ).status_code
        == 302
    )
    assert guest.post(link, typed).status_code == 302
    invited = Staff.objects.get(email="asha@example.org")
    led = set(Principal.objects.filter(staff=invited).values_list("principal", flat=True))
    assert led == {invited.pk, office.pk, ward.pk}


def change(client: Client, someone: Staff, role_kind: str, office: Office) -> Any:
    typed = {"role_kind": role_kind, "office": str(office.pk), "title": "cpo"}
    return client.post(url("change_staff", someone.pk), typed)


def test_a_change_between_plain_roles_takes_effect_at_once(office: Office) -> None:
    someone = agencies.staff("case_worker", office)
    assert (
        change(
            browser(agencies.staff("administrator", office)), someone, "counsellor", office
        ).status_code
        == 302
    )
    someone.refresh_from_db()
    assert (someone.role_kind, someone.title) == ("counsellor", "cpo")


@pytest.mark.parametrize("agree", [True, False])
def test_a_change_into_a_powerful_role_takes_two_persons(office: Office, agree: bool) -> None:
    someone = agencies.staff("case_worker", office, email="asha@example.org")
    admin_browser = browser(agencies.staff("administrator", office))
    assert change(admin_browser, someone, "supervisor", office).status_code == 302
    someone.refresh_from_db()
    assert someone.role_kind == "case_worker"
    assert "waits" in change(admin_browser, someone, "counsellor", office).content.decode()

    watch = browser(agencies.staff("oversight", office))
    decision = "agree" if agree else "refuse"
    waiting = StaffChange_of("asha@example.org")
    assert (
        watch.post(url("decide_staff_change", waiting), {"decision": decision}).status_code == 302
    )
    someone.refresh_from_db()
    assert someone.role_kind == ("supervisor" if agree else "case_worker")
    assert Principal.objects.filter(staff=someone, principal=office.pk).exists() is agree


def test_a_reset_takes_two_persons_and_gives_a_link_to_the_second(office: Office) -> None:
    someone = agencies.staff(at=office, email="asha@example.org", password=make_password(PASSWORD))
    worker_browser = browser(someone)
    admin_browser, second_browser = (
        browser(agencies.staff("administrator", office)) for _ in range(2)
    )
    assert admin_browser.post(url("request_sign_in_reset", someone.pk)).status_code == 302
    assert worker_browser.get("/account/2fa/").status_code == 200
    second_browser.post(
        url("decide_staff_change", StaffChange_of("asha@example.org")), {"decision": "agree"}
    )
    assert worker_browser.get("/account/2fa/").status_code == 302
    assert admin_browser.get(url("show_invitation_paper", someone.pk)).context["code"] == ""
    new = "eleven goats on a blue roof"
    link = link_of(second_browser)
    assert Client().post(link, {"password": new, "again": new}).status_code == 302
    someone.refresh_from_db()
    assert someone.check_password(new)


def test_ended_account_loses_sessions_and_offices(office: Office) -> None:
    someone = agencies.staff("supervisor", office)
    worker_browser, admin_browser = (
        browser(someone),
        browser(agencies.staff("administrator", office)),
    )
    assert worker_browser.get("/account/2fa/").status_code == 200
    assert admin_browser.post(url("end_account", someone.pk)).status_code == 302
    assert worker_browser.get("/account/2fa/").status_code == 302
    assert not Principal.objects.filter(staff=someone).exists()
    someone.refresh_from_db()
    assert (someone.is_active, someone.has_usable_password()) == (False, False)


def test_new_office_is_led_by_leaders_above(office: Office) -> None:
    leader = agencies.staff("supervisor", office)
    client = browser(agencies.staff("administrator", office))
    typed = {
        "name": "Ward 7",
        "below": str(office.pk),
        "level": "ward",
        "time_zone": "Asia/Kathmandu",
        "weekend": ["5"],
    }
    assert client.post(url("add_office"), typed).status_code == 302
    ward = Office.objects.get(name="Ward 7")
    assert ward.weekend == [5]
    assert Principal.objects.filter(staff=leader, principal=ward.pk).exists()
    assert "this name" in client.post(url("add_office"), typed).content.decode()


def test_an_office_is_changed_and_closed_only_when_empty(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    typed = {"name": "New name", "time_zone": "Asia/Kathmandu", "weekend": ["4", "5"]}
    assert client.post(url("change_office", office.pk), typed).status_code == 302
    office.refresh_from_db()
    assert (office.name, office.weekend) == ("New name", [4, 5])
    refused = client.post(url("change_office", office.pk), typed | {"close": "yes"})
    assert "This office still has staff" in refused.content.decode()
    empty = agencies.office(parent=office)
    client.post(url("change_office", empty.pk), typed | {"name": "Empty", "close": "yes"})
    empty.refresh_from_db()
    assert not empty.is_active


def test_holidays_can_be_added_and_removed(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    address = url("change_holidays", office.pk)
    assert client.post(address, {"on": "2026-10-20", "name": "Dashain"}).status_code == 302
    (day,) = office.holidays.all()
    assert client.post(address, {"remove": str(day.pk)}).status_code == 302
    assert not office.holidays.exists()


def test_a_version_is_shown_before_it_is_saved(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    typed = {
        "kind": "procedure",
        "name": "standard",
        "valid_from": "2026-12-01",
        "body": "plan_days = 14",
    }
    assert (
        "+ plan_days = 14" in client.post(url("add_configuration_version"), typed).content.decode()
    )
    assert not Configuration.objects.filter(name="standard").exists()
    assert client.post(url("add_configuration_version"), typed | {"save": "yes"}).status_code == 302
    wrong = client.post(
        url("add_configuration_version"), typed | {"save": "yes", "body": "plan_days = 1000"}
    )
    assert "from 1 to 90" in wrong.content.decode()
    second = client.post(
        url("add_configuration_version"), typed | {"save": "yes", "name": "targets"}
    )
    assert "Each country has one procedure. Enter the name “standard”" in second.content.decode()
    typed["body"] = "plan_days = 21"
    client.post(url("add_configuration_version"), typed | {"save": "yes"})
    versions = Configuration.objects.filter(name="standard").order_by("version")
    assert [(v.version, v.body) for v in versions] == [
        (1, {"plan_days": 14}),
        (2, {"plan_days": 21}),
    ]
    page = client.get(url("show_configuration_version", versions[1].pk)).content.decode()
    assert "− plan_days = 14" in page
    assert "+ plan_days = 21" in page


def test_staff_are_searched_and_paged_without_a_name_in_the_address(office: Office) -> None:
    client = browser(agencies.staff("administrator", office, name="Zoya"))
    for n in range(60):
        agencies.staff(at=office, name=f"Person {n:02}")
    first = client.get(url("list_staff"))
    assert first.content.decode().count('scope="row"') == 50
    after = first.context["page"]["after"]
    second = client.get(url("list_staff"), {"after": after})
    assert second.content.decode().count('scope="row"') == 11
    assert "Person" not in str(after)
    back = client.get(url("list_staff"), {"before": second.context["page"]["before"]})
    assert back.content.decode().count('scope="row"') == 50
    assert (
        client.get(url("list_staff"), {"asked": "zoy"}).content.decode().count('scope="row"') == 1
    )


def test_an_agency_learns_that_it_lacks_a_data_officer(office: Office) -> None:
    boss = browser(agencies.staff("administrator", office))
    says = "No user answers enquiries about children"
    assert says in boss.get(url("show_agency")).content.decode()

    agencies.staff("data_officer")
    assert says in boss.get(url("show_agency")).content.decode(), "that one works elsewhere"

    agencies.staff("data_officer", office)
    assert says not in boss.get(url("show_agency")).content.decode()
