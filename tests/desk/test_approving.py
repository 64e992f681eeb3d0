"""The supervisor's screens: waiting requests, one request, the decision."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from saathi.agencies.models import Grant, Staff
from saathi.agencies.sections import Section
from saathi.desk.approvals.pages import QueuePosition
from saathi.infra import clock
from saathi.protection.casework.care_plans.actions import approving
from saathi.protection.casework.care_plans.models import Plan
from saathi.protection.casework.cases.actions.assessing import AssessmentInput, record_assessment
from saathi.protection.casework.cases.models import Approval, Case
from saathi.protection.casework.cases.vocabulary import Facet, NeedState, RiskLevel
from tests.counting import at_most
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "/approvals/"


def answer(**fields: object) -> dict[str, object]:
    return {"form_key": plans.key(), "answer": "approve"} | fields


def test_approval_list_is_for_supervisors_only(worker: Staff) -> None:
    for role_kind in ("case_worker", "counsellor", "data_officer", "rapporteur"):
        assert signed_in(agencies.staff(role_kind, worker.office)).get(LIST).status_code == 404


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
    with at_most(20):
        page = client.get(LIST).content.decode()
    assert case.child.code in page
    assert "Sunita" not in page
    assert other_case.child.code not in page
    assert case.child.code not in client.get(LIST + "?subject=closing").content.decode()


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


def codes(client: Client, query: str = "") -> list[str]:
    """The case IDs of the list in its order."""
    return [row.code for row in client.get(LIST + query).context["list"].records]


def places(client: Client) -> list[str]:
    """The place that the page of each request names, in the order of the list; Next leads through it."""
    requests = client.get(LIST).context["list"].records
    address, found = reverse("desk:show_approval", args=[requests[0].pk]), []
    for _request in requests:
        place = client.get(address).context["page"].place
        found.append(place.text)
        address = place.next_link.url
    return found


@pytest.mark.requirement("CAS-009")
def test_approval_list_sorts_and_filters(worker: Staff, supervisor: Staff) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    asked = {}
    for name, by, risk, days in (
        ("old", worker, "low", 9),
        ("high", colleague, "high", 2),
        ("new", worker, "", 0),
    ):
        case = children.case(by, name)
        _plan, approval = plans.asked(case, by)
        with role("maintenance"):
            Case.objects.filter(pk=case.pk).update(risk=risk)
            at = clock.now() - dt.timedelta(days=days)
            Approval.objects.filter(pk=approval.pk).update(asked_at=at)
        asked[name] = case.child.code
    client = signed_in(supervisor)
    assert codes(client) == [asked["high"], asked["new"], asked["old"]]
    assert places(client) == [f"{n} of 3, highest risk first" for n in (1, 2, 3)]
    assert codes(client, "?order=waiting") == [asked["old"], asked["high"], asked["new"]]
    with role("maintenance"):
        Case.objects.filter(child__code=asked["old"]).update(risk="high")
    assert codes(client) == [asked["old"], asked["high"], asked["new"]]  # both high: waits longer
    with role("maintenance"):
        Case.objects.filter(child__code=asked["old"]).update(risk="low")
    assert codes(client, "?risk=high") == [asked["high"]]
    assert codes(client, "?days=7") == [asked["old"]]
    with role("maintenance"):  # late on the seventh day before today, as the column counts
        zone = ZoneInfo(worker.office.time_zone)
        day = worker.office.today() - dt.timedelta(days=7)
        late = dt.datetime.combine(day, dt.time(23, 59), zone)
        Approval.objects.filter(case__child__code=asked["old"]).update(asked_at=late)
    assert codes(client, "?days=7") == [asked["old"]]
    with role("maintenance"):
        Approval.objects.filter(case__child__code=asked["old"]).update(
            asked_at=late + dt.timedelta(minutes=2)
        )
    assert codes(client, "?days=7") == []
    with role("maintenance"):
        at = clock.now() - dt.timedelta(days=9)
        Approval.objects.filter(case__child__code=asked["old"]).update(asked_at=at)
    assert codes(client, f"?worker={worker.pk}&order=-waiting") == [asked["new"], asked["old"]]
    with at_most(20):
        page = client.get(LIST).content.decode()
    for words in ("High risk", "9 days", colleague.name, "3 items awaiting your approval"):
        assert words in page
    client.cookies["saathi_discreet"] = "1"
    discreet = client.get(LIST).content.decode()
    assert "High risk" not in discreet
    assert asked["high"] in discreet
    assert codes(client) == [asked["old"], asked["high"], asked["new"]]  # says nothing of the risk
    assert places(client) == [f"{n} of 3, oldest first" for n in (1, 2, 3)]


def test_own_request_is_not_among_those_to_approve(case: Case, worker: Staff) -> None:
    leader = agencies.staff("supervisor", worker.office)
    own = children.case(leader, "Own")
    _plan, of_leader = plans.asked(own, leader)
    _plan, first = plans.asked(case, worker)
    client = signed_in(leader)
    assert codes(client) == [case.child.code]
    assert place(client, first) is None, "it is the only one"
    _plan, second = plans.asked(children.case(worker, "Maya"), worker)
    assert place(client, second).text == "2 of 2, highest risk first"
    assert place(client, of_leader) is None


def place(client: Client, approval: Approval) -> QueuePosition | None:
    """What the page of a request says of its place in the queue."""
    page = client.get(reverse("desk:show_approval", args=[approval.pk])).context["page"]
    found: QueuePosition | None = page.place
    return found


def test_approval_shows_assessment_beside_plan_and_next_request(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    with acting(worker):
        record_assessment(
            case=case,
            new=AssessmentInput(
                assessed_on=case.opened_on,
                risk=RiskLevel.HIGH,
                facets={Facet.MEDICAL: NeedState.NO_NEED},
                danger="The uncle came back.",
            ),
            actor=worker,
        )
    _plan, first = plans.asked(case, worker)
    _plan, second = plans.asked(children.case(worker, "Maya"), worker)
    client = signed_in(supervisor)
    with at_most(25):
        answer_page = client.get(reverse("desk:show_approval", args=[first.pk]))
    page, text = answer_page.context["page"], answer_page.content.decode()
    assert page.assessment.risk.text == "High risk"
    assert "The uncle came back." in text
    assert page.assessment.coverage == "1 of 8 required domains"
    assert [str(finding.term) for finding in page.assessment.findings] == ["Health"]
    assert page.place.text == "1 of 2, highest risk first"
    assert page.place.next_link.url == reverse("desk:show_approval", args=[second.pk])


def test_approve_is_not_offered_where_it_would_be_refused(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker, child_words="", contribution="")
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    page = client.get(address).content.decode()
    assert "Cannot be approved yet" in page
    assert "Record what the child contributed" in page
    assert 'value="approve"' not in page
    assert 'value="send_back"' in page
    _plan, ready = plans.asked(children.case(worker, "Maya"), worker)
    page = client.get(reverse("desk:show_approval", args=[ready.pk])).content.decode()
    assert "Cannot be approved yet" not in page
    assert 'value="approve"' in page


def test_approval_lists_changes_against_the_plan_it_replaces(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    client = signed_in(supervisor)
    _old, approval = plans.asked(case, worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    assert client.get(address).context["page"].replaces is None
    assert client.post(address, answer()).status_code == 302
    new = plans.plan(case, worker)
    plans.goal(new, worker, step="Find a uniform")
    plans.goal(new, worker, text="See a doctor", facet="medical")
    with acting(worker):
        approval = approving.ask_for_approval(plan=new, version=new.version, actor=worker)
    page = client.get(reverse("desk:show_approval", args=[approval.pk])).context["page"]
    assert [(change.kind, change.text) for change in page.changes] == [
        ("New goal", "See a doctor"),
        ("Goal changed", "Back in class four"),
    ]
    assert "Find a uniform" in page.changes[1].note
    assert "Talk to the head teacher" in page.changes[1].note


def test_plan_approval_shows_plan_and_counts_once(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    plan, approval = plans.asked(case, worker)
    client = signed_in(supervisor)
    address = reverse("desk:show_approval", args=[approval.pk])
    with at_most(20):
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
    assert "Describe what needs to be changed." in silent.content.decode()
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
    assert "The record was changed after it was submitted for approval" in page.content.decode()


def test_after_a_decision_next_leads_to_the_first_that_waits_and_case_ids_to_the_files(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, decided = plans.asked(case, worker)
    _plan, waiting = plans.asked(children.case(worker, "Maya"), worker)
    client = signed_in(supervisor)
    assert reverse("desk:child_file", args=[case.file_id]) in client.get(LIST).content.decode()
    sent = answer(answer="send_back", question="Which school?")
    address = reverse("desk:show_approval", args=[decided.pk])
    place = client.post(address, sent, follow=True).context["page"].place
    assert place.text == "1 item awaiting your approval"
    assert place.next_link.url == reverse("desk:show_approval", args=[waiting.pk])
    client.post(place.next_link.url, answer(answer="send_back", question="When?"))
    assert client.get(address).context["page"].place is None


def test_page_says_that_there_is_no_assessment_only_to_who_may_read_one(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    _plan, approval = plans.asked(case, worker)
    address = reverse("desk:show_approval", args=[approval.pk])
    assert "No assessment yet." in signed_in(supervisor).get(address).content.decode()
    with role("maintenance"):
        for grant in Grant.objects.filter(file_id=case.file_id):
            grant.reads &= ~int(Section.NEEDS)
            grant.save()
    closed = signed_in(supervisor).get(address).content.decode()
    assert "There is no assessment that you are allowed to read." in closed
    assert "No assessment yet." not in closed
