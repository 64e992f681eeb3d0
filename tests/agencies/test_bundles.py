"""The screens of an agency's own roles: without permission, with permission, and their effect."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saathi.agencies.actions import bundles as actions
from saathi.agencies.models import BundleVersion, Office, Staff
from saathi.agencies.permissions import SHIPPED_ROLES, Permission
from saathi.infra import clock
from tests.agencies.agency_pages import browser, url
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, bundles, children
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
CODE = "probation_officer"


@pytest.fixture
def office() -> Office:
    return agencies.office()


def form(*permissions: str, **changes: str) -> dict[str, Any]:
    today = clock.today_in("Asia/Kathmandu").isoformat()
    typed = {"name": "Probation officer", "valid_from": today, "permissions": permissions}
    return typed | changes | key()


def pages() -> dict[str, str]:
    return {
        "list": url("list_bundles"),
        "add": url("add_bundle", "case_worker"),
        "show": url("show_bundle", CODE),
        "version": url("show_bundle_version", CODE, 1),
        "change": url("change_bundle", CODE),
        "end": url("end_bundle", CODE),
    }


@pytest.mark.parametrize(
    "role_kind", [b for b in SHIPPED_ROLES if b not in {"administrator", "oversight"}]
)
def test_agency_pages_give_404_to_other_roles(office: Office, role_kind: str) -> None:
    bundles.version(office.agency)
    client = browser(agencies.staff(role_kind, office))
    for name, address in pages().items():
        assert client.get(address).status_code == 404, name
        assert client.post(address, form("search", save="yes")).status_code == 404, name
    assert BundleVersion.objects.count() == 1


def test_oversight_reads_bundles_and_cannot_change_them(office: Office) -> None:
    bundles.version(office.agency)
    client = browser(agencies.staff("oversight", office))
    for name, address in pages().items():
        may = name in {"list", "show", "version"}
        assert client.get(address).status_code == (200 if may else 404), name


def test_bundles_of_another_agency_give_404(office: Office) -> None:
    bundles.version(agencies.agency())
    client = browser(agencies.staff("administrator", office))
    for name in ("show", "version", "change", "end"):
        assert client.get(pages()[name]).status_code == 404, name


def test_the_pages_stay_within_fifteen_queries(office: Office) -> None:
    for number in (1, 2, 3):
        bundles.version(office.agency, number=number)
    for _ in range(5):
        agencies.staff("case_worker", office, post=CODE)
    client = browser(agencies.staff("administrator", office))
    for name, address in pages().items():
        with at_most(15):
            assert client.get(address).status_code == 200, name


def test_agency_bundle_adds_no_query_to_pages(office: Office) -> None:
    case = children.case(agencies.staff("case_worker", office))
    bundles.version(office.agency, "head", kind="supervisor")
    head = signed_in(agencies.staff("supervisor", office, post="head"))
    plain = signed_in(agencies.staff("supervisor", office))
    for address in ("/", f"/child/{case.file_id}/", "/approvals/"):
        with CaptureQueriesContext(connection) as as_shipped:
            assert plain.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as own:
            assert head.get(address).status_code == 200, address
        assert len(own) == len(as_shipped), address


def test_sensitive_step_requires_confirmation(office: Office) -> None:
    bundles.version(office.agency)
    client = signed_in(agencies.staff("administrator", office))
    for name in ("add", "change", "end", "version"):
        answer = client.get(pages()[name])
        assert answer.headers["Location"].startswith("/account/reauthenticate/?next="), name


def test_a_role_is_shown_before_it_is_made_and_then_decides(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    worker = agencies.staff("case_worker", office)
    typed = form("search", "see_law")
    words, _tables = read(client.post(pages()["add"], typed))
    assert "Permissions removed" in words
    assert "Open a child’s file and case" in words
    assert not BundleVersion.objects.exists()

    assert client.post(pages()["add"], typed | {"save": "yes"}).status_code == 302
    version = BundleVersion.objects.get()
    assert (version.code, version.outcome, version.needs_second) == (CODE, "agreed", False)
    place = {"role_kind": f"case_worker:{CODE}", "office": str(office.pk), "title": ""}
    assert client.post(url("change_staff", worker.pk), place).status_code == 302

    worker_browser = signed_in(worker)
    assert worker_browser.get("/find/").status_code == 200
    assert (
        worker_browser.get("/reports/").status_code == 404
    )  # a case worker elsewhere records reports
    assert worker_browser.get("/emergency/").status_code == 404
    reloaded = Staff.objects.get(pk=worker.pk)
    assert reloaded.permissions == {Permission.SEARCH, Permission.SEE_LAW}
    slip_in(worker, "SELECT access_break_glass('NP-2222-22', 2, 'danger')", "not among")
    assert "Probation officer" in client.get(url("list_staff")).content.decode()
    assert worker.name in client.get(pages()["show"]).content.decode()
    [entry] = entries(kind="rules_changed")
    assert entry.detail["permission"] == ["search", "see_law"]


@pytest.mark.parametrize("wrong", ["approve", "manage_staff", "read_log", "erase"])
def test_bundle_cannot_exceed_permissions_of_its_kind(office: Office, wrong: str) -> None:
    boss = agencies.staff("administrator", office)
    answer = browser(boss).post(pages()["add"], form("search", wrong, save="yes"))
    assert answer.status_code == 200
    version = actions.BundleVersionInput(
        CODE, "case_worker", "X", {Permission(wrong)}, boss.office.today()
    )
    with acting(boss), pytest.raises(actions.ChangeNotPossible):
        actions.request_version(actor=boss, new=version)
    statement = f"SELECT bundle_ask('x', 'case_worker', 'X', ARRAY['{wrong}'], 'tomorrow', false)"
    slip_in(boss, statement, "not a bundle")
    assert not BundleVersion.objects.exists()


def test_an_administrator_s_role_never_opens_a_child(office: Office) -> None:
    boss = agencies.staff("administrator", office)
    page = browser(boss).get(url("add_bundle", "administrator")).content.decode()
    for permission in ("search", "open_case", "work_on_case", "break_glass", "erase", "hide"):
        assert f'value="{permission}"' not in page
    # Even a row that should not exist gives nothing beyond the kind.
    bundles.version(office.agency, kind="administrator", permissions=set(Permission))
    role_kind = bundles.give(boss, CODE)
    assert Permission.SEARCH not in role_kind.permissions
    assert signed_in(role_kind).get("/find/").status_code == 404


@pytest.mark.parametrize("agree", [True, False])
def test_a_powerful_role_takes_two_persons(office: Office, agree: bool) -> None:
    first, watch = agencies.staff("administrator", office), agencies.staff("oversight", office)
    first_browser, second_browser = browser(first), browser(watch)
    typed = form(*SHIPPED_ROLES["case_worker"], "assign", save="yes")
    assert first_browser.post(pages()["add"], typed).status_code == 302
    waiting = BundleVersion.objects.get()
    assert (waiting.outcome, waiting.needs_second) == ("waits", True)
    with acting(watch):
        assert watch.notices.filter(kind="staff_change", record=waiting.pk).exists()

    place = {"role_kind": f"case_worker:{CODE}", "office": str(office.pk), "title": ""}
    worker = agencies.staff("case_worker", office)
    assert (
        first_browser.post(url("change_staff", worker.pk), place).status_code == 200
    )  # not in force
    version_page = pages()["version"]
    decision = {"decision": "agree" if agree else "refuse"} | key()
    assert first_browser.post(version_page, decision).status_code == 404
    assert "Probation officer" in second_browser.get(url("list_staff_changes")).content.decode()
    assert second_browser.post(version_page, decision).status_code == 302
    waiting.refresh_from_db()
    assert waiting.outcome == ("agreed" if agree else "refused")
    request_entry, decided = entries(kind="rules_changed")
    assert (request_entry.detail["outcome"], decided.detail["outcome"]) == (
        "waits",
        waiting.outcome,
    )
    assert decided.detail["second"] == str(first.pk)

    # Assigning it takes two persons as well.
    first_browser.post(url("change_staff", worker.pk), place)
    reloaded = Staff.objects.get(pk=worker.pk)
    assert reloaded.post == ""
    with role("maintenance"):
        assert worker.changes.filter(outcome="waits").exists() is agree


def test_bundle_version_is_not_decided_by_its_holder(office: Office) -> None:
    first = agencies.staff("administrator", office)
    bundles.version(office.agency, kind="oversight", permissions=SHIPPED_ROLES["oversight"])
    holder = agencies.staff("oversight", office, post=CODE)
    browser(first).post(pages()["change"], form("read_log", save="yes"))
    waiting = BundleVersion.objects.get(version=2)
    assert waiting.outcome == "waits"
    version_page = url("show_bundle_version", CODE, 2)
    assert browser(holder).post(version_page, {"decision": "agree"} | key()).status_code == 404
    slip_in(holder, f"SELECT bundle_decide('{waiting.pk}', true)", "not yours")


def test_a_version_begins_on_its_day_and_a_past_day_is_refused(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    bundles.version(office.agency, permissions={"search"})
    holder = agencies.staff("case_worker", office, post=CODE)
    past = client.post(pages()["change"], form("see_law", save="yes", valid_from="2020-01-01"))
    assert "Choose today or a later day." in past.content.decode()
    day = {"valid_from": "2999-01-01"}
    assert client.post(pages()["change"], form("see_law", save="yes", **day)).status_code == 302
    assert Staff.objects.get(pk=holder.pk).permissions == {Permission.SEARCH}
    with role("maintenance"):
        BundleVersion.objects.filter(version=2).update(valid_from=office.today())
    assert Staff.objects.get(pk=holder.pk).permissions == {Permission.SEE_LAW}


def test_bundle_version_is_restored_as_new_version(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    bundles.version(office.agency, permissions={"search", "see_law"})
    bundles.version(office.agency, permissions={"see_law"}, number=2)
    page = client.get(url("show_bundle_version", CODE, 1)).content.decode()
    assert "Restore this version" in page
    begun = client.get(pages()["change"], {"from": "1"}).context["form"]
    assert sorted(begun.initial["permissions"]) == ["search", "see_law"]
    client.post(pages()["change"], form("search", "see_law", save="yes"))
    versions = BundleVersion.objects.order_by("version")
    assert [sorted(v.permissions) for v in versions] == [
        ["search", "see_law"],
        ["see_law"],
        ["search", "see_law"],
    ]


def test_bundle_in_use_cannot_end(office: Office) -> None:
    client = browser(agencies.staff("administrator", office))
    bundles.version(office.agency, permissions={"search"})
    holder = agencies.staff("case_worker", office, post=CODE)
    assert holder.name in client.get(pages()["end"]).content.decode()
    refused = client.post(pages()["end"], key())
    assert "This is not possible now" in refused.content.decode()
    bundles.give(holder, "")
    assert client.post(pages()["end"], key()).status_code == 302
    assert BundleVersion.objects.get(version=2).is_end
    choices = client.get(url("invite_staff")).content.decode()
    assert f"case_worker:{CODE}" not in choices


def test_concurrent_bundle_requests_make_one_version(office: Office) -> None:
    """The second person's request meets the first one's version in the database, and is refused."""
    boss = agencies.staff("administrator", office)
    bundles.version(office.agency, number=1)
    bundles.version(office.agency, number=2, outcome="waits", permissions={"assign"})
    answer = browser(boss).post(pages()["change"], form("search", save="yes"))
    assert "This is not possible now" in answer.content.decode()
    assert BundleVersion.objects.count() == 2


def test_a_request_of_thirty_days_ago_can_only_be_refused(office: Office) -> None:
    old = bundles.version(office.agency, permissions={"assign"}, outcome="waits")
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_bundleversion SET asked_at = now() - interval '31 days'")
    client = browser(agencies.staff("oversight", office))
    assert "only be refused" in client.get(pages()["version"]).content.decode()
    client.post(pages()["version"], {"decision": "agree"} | key())
    old.refresh_from_db()
    assert old.outcome == "waits"
    assert client.post(pages()["version"], {"decision": "refuse"} | key()).status_code == 302
