"""A request to close a case because the child died: urgent, in Act now, and what to check first."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.sections import Section
from saathi.desk.approvals.deaths import death_cautions, what_to_check
from saathi.infra import clock
from saathi.people.queries import require_file_rights
from saathi.people.vocabulary import DeathSource
from saathi.protection.casework.cases.models import Approval, Case, Closing, Visit
from tests.desk.closings import ask, case, place
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["case"]
DIED = {"reason": "died", "evaluation": "died"}


def address(approval: Approval) -> str:
    return reverse("desk:show_approval", args=[approval.pk])


def decision_page(approval: Approval, person: Staff) -> str:
    return str(read(signed_in(person).get(address(approval)))[0])


def lines_of(person: Staff) -> list[Any]:
    urgent = signed_in(person).get("/").context["page"].waiting.urgent
    return [box for box in urgent if "closure requested, child died" in str(box.title)]


def notices_of(person: Staff) -> list[str]:
    with role("maintenance"):
        return list(Notice.objects.filter(staff=person).values_list("kind", flat=True))


def test_supervisors_learn_of_the_request_at_once(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _closing, approval = ask(case, worker, **DIED, death_source="told")
    assert "closing_death" in notices_of(supervisor)
    assert "approval_asked" not in notices_of(supervisor)
    (line,) = lines_of(supervisor)
    assert (line.kind, line.action.url) == ("danger", address(approval))
    assert not lines_of(worker)


def test_other_requests_are_not_urgent(case: Case, worker: Staff, supervisor: Staff) -> None:
    ask(case, worker)
    assert "closing_death" not in notices_of(supervisor)
    assert not lines_of(supervisor)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("certificate", "Check the death certificate or the hospital’s letter before you approve"),
        ("authority", "contact the police or court"),
        ("own_staff", "contact this colleague"),
        ("told", "The death is not confirmed. Contact the hospital"),
        ("not_recorded", "The death is not confirmed."),
    ],
)
def test_page_says_what_to_check(
    case: Case, worker: Staff, supervisor: Staff, source: str, text: str
) -> None:
    _closing, approval = ask(case, worker, **DIED, death_source=source)
    page = decision_page(approval, supervisor)
    assert page.count(text) == 2  # above, and beside the decision
    assert "Child understands closure" not in page
    assert "The child’s own evaluation" not in page


def test_alert_to_call_the_case_worker_does_not_stand_alone(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=clock.now())
    _closing, approval = ask(case, worker, **DIED, death_source="certificate")
    page = decision_page(approval, supervisor)
    assert page.index("Check the death certificate") < page.index("Call the case worker now")


NO_DATE, NO_PROOF = "date_of_death", "proof_of_death"


@pytest.mark.parametrize(
    ("source", "is_dated", "codes"),
    [
        ("certificate", False, [NO_DATE, NO_PROOF]),
        ("certificate", True, [NO_PROOF]),
        ("authority", False, []),
        ("told", False, []),
    ],
)
def test_what_does_not_fit_the_source_is_a_caution_and_prevents_nothing(
    case: Case, worker: Staff, supervisor: Staff, source: str, is_dated: bool, codes: list[str]
) -> None:
    died_on = case.office.today() - dt.timedelta(days=2) if is_dated else None
    closing, approval = ask(case, worker, **DIED, death_source=source, died_on=died_on)
    with acting(supervisor):
        rights = require_file_rights(supervisor, case.file_id, Section.PLAN)
        assert [each.code for each in death_cautions(rights, closing)] == codes
    page = decision_page(approval, supervisor)
    assert ("but the date of death is not known" in page) is (NO_DATE in codes)
    assert ("no such document in this file" in page) is (NO_PROOF in codes)
    assert "You can approve the request when" not in page


def test_supervisor_decides_and_the_worker_withdraws(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _closing, approval = ask(case, worker)
    theirs = signed_in(supervisor).get(place("show_closing", case))
    assert address(approval) in theirs.content.decode()
    text = read(theirs)[0]
    assert "Decide on the request" in text
    assert "Withdraw request" not in text
    assert "Revise the request" not in text
    own = read(signed_in(worker).get(place("show_closing", case)))[0]
    assert "Decide on the request" not in own
    assert "Withdraw request" in own


def test_a_supervisor_does_not_decide_on_their_own_request(case: Case, supervisor: Staff) -> None:
    ask(case, supervisor)
    own = read(signed_in(supervisor).get(place("show_closing", case)))[0]
    assert "Decide on the request" not in own
    assert "Withdraw request" in own


def test_every_source_has_a_text_of_what_to_check() -> None:
    assert all(what_to_check(Closing(death_source=source)) for source in DeathSource)


@pytest.mark.parametrize(
    ("source", "days", "outcome", "blocks"),
    [
        ("told", -1, "met_alone", True),
        ("own_staff", -1, "met_with_others", True),
        ("told", -2, "met_alone", False),  # the day of the death: it may have been before
        ("told", -1, "not_met", False),
        ("certificate", -1, "met_alone", False),
    ],
)
def test_child_who_was_met_after_the_reported_death_is_not_closed_as_dead(
    case: Case,
    worker: Staff,
    supervisor: Staff,
    source: str,
    days: int,
    outcome: str,
    *,
    blocks: bool,
) -> None:
    today = case.office.today()
    _closing, approval = ask(
        case, worker, **DIED, death_source=source, died_on=today - dt.timedelta(days=2)
    )
    with role("maintenance"):
        Visit.objects.create(
            file_id=case.file_id, case_id=case.pk, kind="home", outcome=outcome,
            recorded_by=case.worker_id, happened_at=clock.now() + dt.timedelta(days=days),
        )  # fmt: skip
    page = decision_page(approval, supervisor)
    assert ("A visit met the child after the reported death. Find out" in page) is blocks
    is_caution = source == "certificate"
    assert ("after the reported death. Check which" in page) is is_caution
    signed_in(supervisor).post(address(approval), {**key(), "answer": "approve"})
    with role("maintenance"):
        decided = Approval.objects.get(pk=approval.pk).decision
    assert (decided == "approved") is not blocks
