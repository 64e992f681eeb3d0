"""Erasing a child's record: a second person decides."""

import datetime as dt

import pytest
from django.db import transaction

from saathi.agencies import access
from saathi.agencies.erasure import actions
from saathi.agencies.models import BundleVersion, ErasureRequest, File, Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from saathi.infra import clock
from saathi.vault.models import Erasure, WrappedKey
from tests.agencies.agency_pages import browser
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.desk.erasures import ask, decide, jobs, page, state, work
from tests.factories import agencies, bundles
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- Deciding -------------------------------------------------------------------------------------


def test_erasure_is_not_decided_by_its_requester(around: ChildFileCast, officer: Staff) -> None:
    erasure_request = ask(around, officer)
    assert decide(around, officer).headers["Location"] == page("show_erasure", around)
    with acting(officer), pytest.raises(access.NotAllowed), transaction.atomic():
        actions.decide_request(actor=officer, request=erasure_request, refusal=None)
    slip_in(officer, f"SELECT erasure_decide('{erasure_request.pk}', true, '')", "not yours")
    assert (state(erasure_request), jobs()) == ("waits", [])


def test_refused_erasure_has_reason_and_erases_nothing(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    assert "Choose a reason for the refusal" in decide(around, second, "refuse").content.decode()
    assert decide(around, second, "refuse", "her_view").status_code == 302
    assert (state(erasure_request), jobs(), work()) == ("refused", [], [])
    words, _tables = read(browser(officer).get(page("show_erasure", around)))
    assert "The child must be asked or informed first" in words
    assert "Request erasure" in words
    [entry] = entries(kind="erasure_decided")
    assert (entry.by, entry.detail["outcome"]) == (second.id, "refused")
    assert entry.detail["reason"] == "her_view"
    assert NAME in read(signed_in(around.worker).get(around.url))[0]
    assert "was decided" in read(signed_in(officer).get("/"))[0]


def test_concurrent_erasure_decisions_count_once(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    """Both have the page open; the second one is redirected to its state."""
    third = agencies.staff("data_officer", around.worker.office)
    erasure_request = ask(around, officer)
    with acting(third):
        stale = ErasureRequest.objects.get(pk=erasure_request.pk)
    assert decide(around, second, "refuse", "needed").status_code == 302
    with acting(third), pytest.raises(actions.ChangeNotPossible), transaction.atomic():
        actions.decide_request(actor=third, request=stale, refusal=None)
    assert decide(around, third).headers["Location"] == page("show_erasure", around)
    assert (state(erasure_request), jobs()) == ("refused", [])


def test_erasure_requested_by_former_staff_can_only_be_refused(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    with role("maintenance"):
        Staff.objects.filter(pk=officer.pk).update(is_active=False)
    words, _tables = read(browser(second).get(page("decide_erasure", around)))
    assert "This request can only be refused" in words
    assert decide(around, second).status_code == 200
    slip_in(
        second, f"SELECT erasure_decide('{erasure_request.pk}', true, '')", "without the permission"
    )
    assert (state(erasure_request), jobs()) == ("waits", [])
    assert decide(around, second, "refuse", "lapsed").status_code == 302


def test_lapsed_erasure_request_can_only_be_refused(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    with role("maintenance"):
        ErasureRequest.objects.update(recorded_at=clock.now() - dt.timedelta(days=31))
    assert (
        "can only be refused"
        in browser(second).get(page("decide_erasure", around)).content.decode()
    )
    assert decide(around, second).status_code == 200
    slip_in(second, f"SELECT erasure_decide('{erasure_request.pk}', true, '')", "too long ago")
    assert state(erasure_request) == "waits"


def moved(around: ChildFileCast) -> Staff:
    """The file was transferred to another agency."""
    other = agencies.staff("data_officer")
    with role("maintenance"):
        File.objects.filter(pk=around.file_id).update(
            agency=other.agency_id, office=other.office_id
        )
    return other


def test_transferred_file_is_not_erased_by_former_agency(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    other = moved(around)
    assert browser(second).get(page("decide_erasure", around)).status_code == 404
    slip_in(second, f"SELECT erasure_decide('{erasure_request.pk}', true, '')", "no such file")
    slip_in(
        other, f"SELECT erasure_decide('{erasure_request.pk}', true, '')", "no such file|not yours"
    )
    assert state(erasure_request) == "waits"


def test_file_transferred_before_erasure_job_is_kept(
    around: ChildFileCast, officer: Staff, second: Staff
) -> None:
    erasure_request = ask(around, officer)
    decide(around, second)
    moved(around)
    assert work() == ["lapsed"]
    assert state(erasure_request) == "lapsed"
    with role("maintenance"):
        assert WrappedKey.objects.filter(file_id=around.file_id).exists()
        assert not Erasure.objects.exists()
    assert not entries(kind="erased")


def test_supervisor_with_erase_permission_can_decide_erasure(
    around: ChildFileCast, officer: Staff
) -> None:
    """A small agency has one data officer."""
    bundles.version(
        around.worker.agency, "head_of_office", kind="supervisor",
        permissions={*SHIPPED_ROLES["supervisor"], "erase"},
    )  # fmt: skip
    head = agencies.staff("supervisor", around.worker.office, post="head_of_office")
    erasure_request = ask(around, officer)
    assert decide(around, head).status_code == 302
    assert state(erasure_request) == "agreed"
    with role("maintenance"):
        BundleVersion.objects.update(permissions=sorted(SHIPPED_ROLES["supervisor"]))
    assert (
        browser(Staff.objects.get(pk=head.pk)).get(page("request_erasure", around)).status_code
        == 404
    )
