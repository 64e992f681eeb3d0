"""A closed case takes later records, is reopened and closed again."""

import pytest

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.desk import actions
from saathi.infra import clock
from saathi.protection.casework.cases.models import Case, Closing, Due, Visit
from saathi.vault import store as vault
from tests.desk.closings import ask, case, closed, place
from tests.factories import plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
__all__ = ["case", "closed"]


@pytest.mark.requirement("AUT-005")
def test_records_can_be_added_after_closure(closed: Case, worker: Staff) -> None:
    with acting(worker):
        visit = Visit(
            file_id=closed.file_id,
            case=closed,
            happened_at=clock.now(),
            kind="home",
            outcome="met_alone",
        )
        writing.add(visit, actor=worker, payload={"note": "She came back with a question."})
        assert Visit.objects.filter(case=closed).count() == 1
        assert Case.objects.get(pk=closed.pk).status == "closed"
        assert not Due.objects.filter(case=closed, done_on=None).exists()


def test_closed_case_reopens_with_logged_reason(closed: Case, worker: Staff) -> None:
    client = signed_in(worker)
    with acting(worker):
        version = Case.objects.get(pk=closed.pk).version
    sent = {"form_key": plans.key(), "version": version, "reason": "new_danger", "why": ""}
    # a reason is required
    assert client.post(place("reopen_case", closed), sent).status_code == 200
    sent = sent | {"why": "Her uncle is back in the village."}
    assert client.post(place("reopen_case", closed), sent).status_code == 302
    with acting(worker):
        reopened = Case.objects.get(pk=closed.pk)
        assert (reopened.status, reopened.closed_on, reopened.closing_reason) == ("open", None, "")
        assert vault.open(Closing.objects.get(case=closed))["reopened"].startswith("Her uncle")
        assert Due.objects.filter(case=closed, done_on=None).exists()
    with role("auditor"):
        entry = AuditEntry.objects.get(kind="wrote", detail__action="reopened")
        assert entry.detail == {"action": "reopened", "from_state": "closed", "to_state": "open"}


@pytest.mark.requirement("CAS-012")
def test_reopened_case_keeps_closure_and_closes_again(
    closed: Case, worker: Staff, supervisor: Staff
) -> None:
    client = signed_in(worker)
    with acting(worker):
        version = Case.objects.get(pk=closed.pk).version
    sent = {"form_key": plans.key(), "version": version, "reason": "again", "why": "Sold again."}
    assert client.post(place("reopen_case", closed), sent).status_code == 302
    page = client.get(place("show_closing", closed)).content.decode()
    for shown in (
        "Earlier closures",
        "She is home.",
        "was exploited or harmed again",
        "Sold again.",
    ):
        assert shown in page
    with acting(worker):
        case = Case.objects.get(pk=closed.pk)
        first = Closing.objects.get(case=case)
        assert (first.reopened_why, first.reopened_on) == ("again", worker.office.today())
        assert Case.objects.filter(file=case.file_id).count() == 1  # the same case, the same file
    second, _approval = ask(case, worker, summary="She lives with her aunt.", reason="informed_request",
                            knows_what_it_means=True)  # fmt: skip
    with acting(supervisor):
        actions.close_case(case=second.case, closing=second, actor=supervisor)
    page = client.get(place("show_closing", closed)).content.decode()
    assert page.index("She lives with her aunt.") < page.index("She is home.")
    with acting(worker):
        assert Case.objects.get(pk=closed.pk).closing_reason == "informed_request"
        assert Closing.objects.filter(case=closed).count() == 2
    timeline = client.get(f"/child/{closed.file_id}/timeline/?kind=hands").content.decode()
    assert "The case was reopened" in timeline


def test_reopened_case_of_former_worker_is_assigned_to_opener(
    closed: Case, worker: Staff, supervisor: Staff
) -> None:
    with role("maintenance"):
        type(worker).objects.filter(pk=worker.pk).update(is_active=False)
        version = Case.objects.get(pk=closed.pk).version
    sent = {"form_key": plans.key(), "version": version, "reason": "came_back", "why": "She asks."}
    assert signed_in(supervisor).post(place("reopen_case", closed), sent).status_code == 302
    with acting(supervisor):
        assert Case.objects.get(pk=closed.pk).worker_id == supervisor.pk
