"""Before a case closes, everything that keeps it open is shown with a link, before the request."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from saathi.agencies import writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.desk import actions
from saathi.infra import clock
from saathi.protection.casework.care_plans.actions import approving
from saathi.protection.casework.cases.actions.approvals import ApprovalRefused
from saathi.protection.casework.cases.actions.visiting import VisitInput, record_visit
from saathi.protection.casework.cases.models import Approval, Assessment, Case, Closing, Due
from saathi.protection.casework.cases.vocabulary import (
    ChildSafety,
    NotMetReason,
    VisitKind,
    VisitOutcome,
)
from saathi.protection.casework.conferences import actions as conferences
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.services.models import Referral
from saathi.protection.casework.urgent_care.actions import begin_urgent_care
from saathi.protection.casework.urgent_care.vocabulary import CareReason
from saathi.protection.identification.intake.models import EnquiryMatch
from tests.counting import at_most
from tests.desk.closings import EVALUATION, case, form, place
from tests.factories import agencies, plans, teams
from tests.roles import acting, role
from tests.signing import signed_in

__all__ = ["case"]
pytestmark = pytest.mark.django_db


def far_from_closing(case: Case, worker: Staff) -> None:
    """A case with an overdue visit, a plan that waits for approval, and a child who is not safe."""
    plans.asked(case, worker)
    with acting(worker):
        unwell = Assessment(
            file_id=case.file_id, case=case, assessed_on=case.office.today(),
            risk="medium", facets={"medical": "urgent"},
        )  # fmt: skip
        writing.add(unwell, actor=worker, payload={"facets": {}})
    with role("maintenance"):
        first = Due.objects.filter(case=case).order_by("pk").first()
        assert first is not None
        Due.objects.filter(case=case).exclude(pk=first.pk).delete()
        Due.objects.filter(pk=first.pk).update(
            duty="review", due_on=case.office.today() - dt.timedelta(days=3)
        )


OPEN = {
    "The risk level in the last assessment is not low.": "/needs/new/",
    (
        "An assessment identified an urgent need, and no later assessment of that domain says "
        "otherwise."
    ): "/needs/new/",
    "Review: 3 days overdue": "/reviews/",
    "A case plan is still awaiting approval.": "/plan/",
}


def test_closure_form_lists_blockers_with_links(case: Case, worker: Staff) -> None:
    far_from_closing(case, worker)
    client = signed_in(worker)
    for name in ("show_closing", "request_closing"):
        with at_most(15):
            page = client.get(place(name, case)).content.decode()
        assert "Open matters in this case" in page, name
        lines = {
            html.unescape(line): link
            for line, link in re.findall(
                r"<li>\s*<bdi>(.*?)</bdi>(?:(?!</li>).)*?href=\"(.*?)\"", page, re.DOTALL
            )
        }
        for text, way in OPEN.items():
            assert lines[text].endswith(way), (name, text)
            assert client.get(lines[text], follow=True).status_code == 200
    page = client.get(place("show_closing", case)).content.decode()
    assert "Ask for the child’s view, or record why that is not possible" in page


def test_closure_blockers_include_plan_and_enquiry(case: Case, worker: Staff) -> None:
    plan, approval = plans.asked(case, worker)
    supervisor = agencies.staff("supervisor", worker.office)
    with acting(supervisor):
        approving.approve_plan(approval=approval, plan=plan, actor=supervisor)
    with role("maintenance"):
        EnquiryMatch.objects.create(
            file_id=case.file_id, enquiry=case.pk, asker=worker.pk, asker_agency=worker.agency_id,
            purpose="missing_child", asked_at=clock.now(), recorded_by=worker.pk,
        )  # fmt: skip
    page = signed_in(worker).get(place("show_closing", case)).content.decode()
    assert "The case plan has goals that are still in progress." in page
    assert "An enquiry about this child is awaiting a response." in page


def test_closure_blockers_are_empty_without_open_matters(case: Case, worker: Staff) -> None:
    client = signed_in(worker)
    assert (
        "Open matters in this case"
        not in client.get(place("request_closing", case)).content.decode()
    )


def test_closure_request_with_blockers_can_be_sent_after_warning(
    case: Case, worker: Staff, supervisor: Staff
) -> None:
    far_from_closing(case, worker)
    client, sent = signed_in(worker), form(version=case.version)
    answer = client.post(place("request_closing", case), sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "This request cannot be approved yet" in page
    assert EVALUATION in page
    for text in OPEN:
        assert text in page
    with acting(worker):
        assert not Closing.objects.filter(case=case).exists()
    assert client.post(place("request_closing", case), sent | {"anyway": "on"}).status_code == 302
    with acting(worker):
        closing = Closing.objects.get(case=case)
        approval = Approval.objects.get(subject_id=closing.pk)
    # Those who wait or decide see the same.
    for person, address in (
        (worker, place("show_closing", case)),
        (supervisor, reverse("desk:show_approval", args=[approval.pk])),
    ):
        page = html.unescape(signed_in(person).get(address).content.decode())
        for text in OPEN:
            assert text in page, person.role_kind
    with acting(supervisor), pytest.raises(ApprovalRefused) as refused:
        actions.close_case(case=closing.case, closing=closing, actor=supervisor)
    assert len(refused.value.reasons) == 3  # no final outcome recorded, an overdue review, a plan


def test_closure_blockers_depend_on_chosen_reason(case: Case, worker: Staff) -> None:
    far_from_closing(case, worker)
    sent = form(version=case.version, reason="opened_in_error", evaluation="refused", words="")
    assert signed_in(worker).post(place("request_closing", case), sent).status_code == 302


def test_missing_contact_attempts_block_closure_with_link(case: Case, worker: Staff) -> None:
    sent = form(version=case.version, reason="lost_contact", evaluation="lost", words="")
    page = signed_in(worker).post(place("request_closing", case), sent).content.decode()
    assert "Contact has not been attempted on enough days" in page
    assert "Recorded: 0 of 3 days" in page
    assert "/visits/new/" in page


def test_closure_blockers_have_no_links_without_write_access(case: Case, worker: Staff) -> None:
    far_from_closing(case, worker)
    lawyer = agencies.staff("counsellor", worker.office)
    teams.join(case.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    client = signed_in(lawyer)
    page = client.get(place("show_closing", case)).content.decode()
    start = page.index("Open matters in this case")
    for link in re.findall(r'href="(.*?)"', page[start : page.index("</section>", start)]):
        assert client.get(link, follow=True).status_code == 200, link


def test_closure_lists_open_care_referrals_tasks_and_a_missing_summary(
    case: Case, worker: Staff
) -> None:
    with acting(worker):
        begin_urgent_care(child=case.child, reason=CareReason.SELF_HARM, actor=worker)
        referral = Referral(
            file_id=case.file_id, child=case.child, kind="health", urgency="soon",
            offered_on=case.office.today(), answer_by=case.office.today(),
        )  # fmt: skip
        writing.add(referral, actor=worker, payload={"need": "A doctor"})
        sent = Referral(
            file_id=case.file_id, child=case.child, kind="legal", urgency="soon", sent_how="letter",
            offered_on=case.office.today(), answer_by=case.office.today(), sent_on=case.office.today(),
        )  # fmt: skip
        writing.add(sent, actor=worker, payload={"need": "A lawyer"})
        task = Note(
            file_id=case.file_id, case=case, kind="task", to=worker, until=case.office.today(),
        )  # fmt: skip
        task.text = "Call the school"
        writing.add(task, actor=worker)
        conference = Conference(file_id=case.file_id, case=case, held_on=case.office.today())
        conference.purpose, conference.discussed = "Where to live", "The aunt offered a room."
        conferences.add_conference(conference=conference, actor=worker)
        decision = ConferenceDecision(file_id=case.file_id, conference=conference)
        decision.text, decision.other = "Visit her", "The aunt"
        conferences.add_decision(decision=decision, actor=worker)
    sent = form(version=case.version, summary="", evaluation="too_young", words="")
    page = html.unescape(
        signed_in(worker).post(place("request_closing", case), sent).content.decode()
    )
    for text in (
        "Time-critical care has not ended.",
        "A referral has not been sent yet.",
        "A referral is still awaiting a response.",
        "A task or a next step of a case note is still open.",
        "A decision of a case conference has no outcome yet.",
        "Open the case conferences",
        "Enter the support provided and the child’s current situation.",
        "the child is at least 13 years old",
        "Submit despite open matters",
    ):
        assert text in page
    assert page.index("There are two ways.") < page.index("Time-critical care has not ended.")
    assert page.count("despite open matters") == 2, "said once, and on the button"
    # An error in the form leaves the list where it was.
    wrong = form(version=case.version, words="", anyway="on")
    page = html.unescape(
        signed_in(worker).post(place("request_closing", case), wrong).content.decode()
    )
    assert "Time-critical care has not ended." in page
    assert "Submit despite open matters" in page


def test_closure_needs_a_summary_also_despite_open_matters(case: Case, worker: Staff) -> None:
    far_from_closing(case, worker)
    client = signed_in(worker)
    sent = form(version=case.version, summary=" ", anyway="on")
    page = html.unescape(client.post(place("request_closing", case), sent).content.decode())
    assert "Enter the support provided and the child’s current situation." in page
    sent = form(
        version=case.version,
        reason="safe_no_further_need",
        evaluation="lost",
        words="",
        anyway="on",
    )
    page = html.unescape(client.post(place("request_closing", case), sent).content.decode())
    assert "the evaluation says that contact was lost" in page
    with acting(worker):
        assert not Closing.objects.filter(case=case).exists()


def test_child_not_recorded_as_safe_is_an_open_matter_of_closure(case: Case, worker: Staff) -> None:
    prevented = "Others prevented contact with this child"
    reported = "Immediate danger was reported"
    with role("maintenance"):
        Case.objects.filter(pk=case.pk).update(danger_reported_at=clock.now())
    for outcome, because, safe, is_open in (
        (VisitOutcome.NOT_MET, NotMetReason.PREVENTED_BY_OTHERS, "", True),
        (VisitOutcome.NOT_MET, NotMetReason.NOBODY_THERE, "", True),
        (VisitOutcome.MET_ALONE, NotMetReason.NOT_RECORDED, "not_known", True),
        (VisitOutcome.MET_ALONE, NotMetReason.NOT_RECORDED, "yes", False),
    ):
        with acting(worker):
            answer = ChildSafety(safe)
            visit = VisitInput(clock.now(), VisitKind.HOME, outcome, because, answer)
            record_visit(case=case, new=visit, actor=worker)
        sent = form(version=case.version, reason="lost_contact", evaluation="lost", words="")
        page = signed_in(worker).post(place("request_closing", case), sent).content.decode()
        assert (prevented in page) == (reported in page) == is_open, outcome
