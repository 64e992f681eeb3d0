"""The supervisor's screens: waiting requests, one request, the decision."""

import datetime as dt

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.cases.models import Approval, Case, Due
from tests.counting import at_most
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "/approvals/"


def answer(**fields: object) -> dict[str, object]:
    return {"form_key": plans.key(), "answer": "approve"} | fields


def test_approval_list_is_for_supervisors_only(worker: Staff) -> None:
    for bundle in ("case_worker", "counsellor", "data_officer", "rapporteur"):
        assert signed_in(agencies.staff(bundle, worker.office)).get(LIST).status_code == 404


def test_approval_gives_404_to_stranger_and_requester(case: Case, worker: Staff) -> None:
    _plan, approval = plans.asked(case, worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    for person in (worker, agencies.staff("supervisor"), agencies.staff("counsellor")):
        client = signed_in(person)
        assert client.get(address).status_code == 404
        assert client.post(address, answer()).status_code == 404
    with acting(worker):
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"


def test_approval_list_shows_own_offices_by_code(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plans.asked(case, worker)
    other = agencies.staff("case_worker")
    other_case = children.case(other, "Maya")
    plans.asked(other_case, other)
    client = signed_in(supervisor)
    with at_most(15):
        page = client.get(LIST).content.decode()
    assert case.child.code in page
    assert "Sunita" not in page
    assert other_case.child.code not in page
    assert "Nothing waits for you" in client.get(LIST + "?subject=closing").content.decode()


def test_the_day_of_asking_is_that_of_the_office(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker)
    asked_at = dt.datetime(2026, 3, 9, 19, 0, tzinfo=dt.UTC)  # 10 March, 0:45 in Kathmandu
    with role("maintenance"):
        Approval.objects.filter(pk=approval.pk).update(asked_at=asked_at)
    client = signed_in(supervisor)
    assert "10 March 2026" in client.get(LIST).content.decode()
    page = client.get(reverse("desk:show_approval", args=[approval.pk])).content.decode()
    assert "10 March 2026" in page


@pytest.mark.requirement("CAS-009")
def test_approval_list_pages_by_key(
    worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saathi.desk.approvals.queries.PAGE_SIZE", 2)
    cases = [children.case(worker, f"Child {n}") for n in range(3)]
    for case in cases:
        plans.asked(case, worker)
    client = signed_in(supervisor)
    first = client.get(LIST)
    assert cases[2].child.code not in first.content.decode()
    second = client.get(LIST + first.context["page"].next_page).content.decode()
    assert cases[2].child.code in second
    assert cases[0].child.code not in second


def test_workload_table_shows_open_cases_and_overdue_work(
    case: Case, worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = case.office.today()
    with role("maintenance"):
        Due.objects.all().delete()
        for day in (today.replace(year=today.year - 1), today.replace(year=today.year + 1)):
            Due.objects.create(
                file_id=case.file_id,
                case=case,
                worker=worker,
                duty="visit",
                due_on=day,
                recorded_by=worker.pk,
            )
    page = signed_in(supervisor).get(LIST).context["page"]
    assert [[str(cell.text) for cell in row] for row in page.workloads.rows] == [
        [worker.name, worker.office.name, "1", "1"]
    ]
    assert not page.overload_note


def test_workload_table_is_limited_to_most_overdue_workers(
    case: Case, worker: Staff, supervisor: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    children.case(colleague, "Maya")
    with role("maintenance"):
        Due.objects.filter(case=case).delete()
    monkeypatch.setattr("saathi.desk.approvals.queries.MAX_WORKERS", 2)
    page = signed_in(supervisor).get(LIST).context["page"]
    assert (len(page.workloads.rows), page.workloads.note) == (2, "")
    monkeypatch.setattr("saathi.desk.approvals.queries.MAX_WORKERS", 1)
    page = signed_in(supervisor).get(LIST).context["page"]
    assert [str(row[0].text) for row in page.workloads.rows] == [colleague.name]
    assert page.workloads.note == "The 1 with the most late work, of 2."


def test_workload_over_limit_is_shown_in_words(worker: Staff, supervisor: Staff) -> None:
    from saathi.agencies.models import Configuration

    with role("maintenance"):
        Configuration.objects.create(
            kind="procedure",
            country="NPL",
            name="standard",
            version=1,
            body={"cases_per_worker": 1},
            valid_from="2020-01-01",
        )
    children.case(worker)
    page = signed_in(supervisor).get(LIST).context["page"]
    assert not page.overload_note
    assert [str(cell.text) for cell in page.workloads.rows[0]][2] == "1"
    children.case(worker, "Maya")
    client = signed_in(supervisor)
    page = client.get(LIST).context["page"]
    assert (
        page.overload_note == "1 worker has more open cases than the procedure allows: at most 1."
    )
    assert [str(cell.text) for cell in page.workloads.rows[0]][2] == "2, too many"
    assert page.overload_note in client.get(LIST).content.decode()


def test_plan_approval_shows_plan_and_counts_once(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    with at_most(15):
        page = client.get(address).content.decode()
    assert plans.WORDS in page
    assert "Back in class four" in page
    form = answer()
    for _ in range(2):  # a double tap
        assert client.post(address, form).status_code == 302
    with acting(supervisor):
        assert Plan.objects.get(pk=plan.pk).state == "approved"


def test_refused_approval_lists_reasons_and_changes_nothing(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker, child_words="", contribution="")
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    page = client.post(address, answer())
    assert page.status_code == 409
    assert "Record what the child contributed" in page.content.decode()
    with acting(supervisor):
        assert Approval.objects.get(pk=approval.pk).decision == "waiting"
        assert Plan.objects.get(pk=plan.pk).state == "approval_asked"


def test_returned_request_needs_a_question(case: Case, worker: Staff, supervisor: Staff) -> None:
    plan, approval = plans.asked(case, worker)
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    silent = client.post(address, answer(answer="send_back"))
    assert "Write your question first." in silent.content.decode()
    question = "Why not the school in her village?"
    assert client.post(address, answer(answer="send_back", question=question)).status_code == 302
    page = signed_in(worker).get(reverse("care_plans:show_plan", args=[case.file_id, plan.pk]))
    assert question in page.content.decode()


def test_a_request_that_was_decided_meanwhile_says_so(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker)
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    assert client.post(address, answer()).status_code == 302
    for second in (answer(), answer(answer="send_back", question="Why not the school?")):
        page = client.post(address, second)
        assert page.status_code == 409
        text = page.content.decode()
        assert "A decision was made before yours. Nothing was changed." in text
        assert "cannot be approved yet" not in text


def test_approval_of_older_plan_is_refused(case: Case, worker: Staff, supervisor: Staff) -> None:
    plan, approval = plans.asked(case, worker)
    plans.goal(plan, worker, text="One more goal")
    page = signed_in(supervisor).post(reverse("desk:show_approval", args=[approval.pk]), answer())
    assert page.status_code == 409
    assert "changed after the approval was asked for" in page.content.decode()
