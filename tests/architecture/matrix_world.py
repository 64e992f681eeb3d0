"""A real case with everything an address may name, and the people around it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from saathi.agencies.models import File, Grant, Hidden, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.cases.models import Assessment, Case
from saathi.protection.decisions.orders import actions as orders
from saathi.protection.decisions.orders.limits import shipped_time_limits
from saathi.protection.decisions.orders.vocabulary import (
    AuthorityKind,
    LimitTrigger,
    OrderKind,
    Safeguard,
)
from saathi.protection.identification.intake.contacts import actions as contacts
from saathi.protection.identification.intake.models import Enquiry
from saathi.protection.identification.intake.vocabulary import (
    ContactReferralKind,
    ContactReferralState,
    Seeker,
)
from saathi.protection.identification.missing.actions import publishing, searching
from saathi.protection.identification.screening.actions import interviews, screenings
from saathi.protection.identification.screening.questionnaires import (
    shipped_questionnaires,
)
from saathi.protection.identification.screening.vocabulary import (
    FamilyClueKind,
    InterviewEnd,
    Interviewer,
    QuestionnaireRole,
)
from saathi.protection.identification.trafficking.models import Episode
from tests.access import (
    ADMINISTRATOR,
    COLLEAGUE,
    LEADER,
    MOTHER,
    OTHER,
    RELATIVE,
    WORKER,
)
from tests.desk import cast
from tests.factories import (
    agencies,
    borders,
    children,
    complaints,
    helps,
    missing,
    people,
    plans,
    rights,
    teams,
)
from tests.protection.casework.supplements import cast as forms
from tests.protection.identification.intake.contact_forms import contact
from tests.protection.identification.intake.test_screens import report
from tests.roles import acting, role


@dataclass
class World:
    """A case with a plan that waits, her words, a report, and each of the people above."""

    staff: dict[str, Staff] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


def made() -> World:
    """The world of the matrix, in the database of this test."""
    office = agencies.office()
    worker = agencies.staff("case_worker", office)
    case = children.case(worker)
    mother, relative = agencies.staff("house_mother", office), agencies.staff("case_worker", office)
    teams.join(case.file_id, mother, TeamRole.HOUSE_MOTHER)
    teams.join(case.file_id, relative, TeamRole.CASE_WORKER)
    with role("maintenance"):
        Hidden.objects.create(file_id=case.file_id, principal=relative.id, hidden_by=worker.id)
    plan, approval = plans.asked(case, worker)
    staff = {
        WORKER: worker, MOTHER: mother, LEADER: agencies.staff("supervisor", office),
        COLLEAGUE: agencies.staff("case_worker", office), OTHER: agencies.staff("case_worker"),
        RELATIVE: relative, ADMINISTRATOR: agencies.staff("administrator", office),
    }  # fmt: skip
    from saathi.protection.casework.care_plans.models import Goal, Step

    with acting(worker):
        goal = Goal.objects.get(plan=plan)
        step = Step.objects.get(goal=goal)
    told = report(worker)
    return World(
        staff,
        {
            "file_id": case.file_id,
            "plan_id": plan.pk,
            "goal_id": goal.pk,
            "step_id": step.pk,
            "approval_id": approval.pk,
            "statement_id": cast.said(case, worker, "I want to sew.").pk,
            "report_id": told.pk,
            "report_file": told.file_id,
            **called(worker),
            **looked_for(worker),
            "services:follow_report:referral_id": helps.family(told, worker).pk,
            **records(case, worker),
        },
    )


def called(worker: Staff) -> dict[str, Any]:
    """A contact and a referral from it."""
    made = contact(worker)
    with acting(worker):
        new = contacts.ContactReferralInput(
            ContactReferralKind.LIVELIHOOD,
            ContactReferralState.AGREED,
            clock.now(),
            {"to": "Cooperative"},
        )
        referral = contacts.create_contact_referral(contact=made, new=new, actor=worker)
    mine = {"intake:follow_referral:referral_id": referral.pk}
    return mine | {"contact_id": made.pk, "contact_file": made.file_id}


def looked_for(worker: Staff) -> dict[str, Any]:
    """A missing child with what somebody tells, and a notice that waits."""
    missed = missing.report(worker)
    with acting(worker):
        heard = searching.SightingInput("heard", dt.date(2026, 2, 4))
        sighting = searching.record_sighting(report=missed, data=heard, actor=worker)
        day = dt.date(2026, 2, 3)
        new = publishing.PublicNoticeInput(
            ["name"], Seeker.MOTHER, day, worker.office.today(), "1098"
        )
        notice = publishing.ask_for_notice(report=missed, new=new, actor=worker)
    return {
        "missing_id": missed.pk,
        "missing_file": missed.file_id,
        "sighting_id": sighting.pk,
        "notice_id": notice.pk,
    }


def records(case: Case, worker: Staff) -> dict[str, Any]:
    """An episode, an assessment and an enquiry, by the names under which addresses hold them."""
    common = {"file_id": case.file_id, "recorded_by": worker.id}
    with role("maintenance"):
        episode = Episode.objects.create(child=case.child, number=1, **common)
        assessment = Assessment.objects.create(
            case=case, assessed_on=case.opened_on, risk="low", **common
        )
        file = File.objects.create(
            kind="enquiry", agency=worker.agency, office=worker.office, recorded_by=worker.id
        )
        Grant.objects.create(
            file=file, principal=worker.id, kind="team", reads=256, writes=256, given_by=worker.id
        )
        enquiry = Enquiry.objects.create(
            file=file, recorded_by=worker.id, purpose="new_report", facts=["age"], sealed=b"x"
        )
    made = {"episode_id": episode.pk, "assessment_id": assessment.pk, "enquiry_id": enquiry.pk}
    made |= decided(case, worker) | agreed(case, worker) | asked(case, worker)
    made |= helped(case, worker) | around(case, worker) | across(case, worker)
    return made | asked_besides(case, worker)


def asked_besides(case: Case, worker: Staff) -> dict[str, Any]:
    """A form of the agency that was filled in."""
    office = worker.office
    maker, second = agencies.staff("administrator", office), agencies.staff("oversight", office)
    here = forms.Office(worker, maker, second, agencies.staff("data_officer", office), case.child)
    made = forms.filled(here, forms.published(here), safe="yes")
    return {"code": made.form_code, "part": "support", "filled_id": made.pk}


def decided(case: Case, worker: Staff) -> dict[str, Any]:
    """An order, a time limit and a broken safeguard."""
    told = {"what": "Put on a bus", "body": "Committee"}
    with acting(worker):
        order = orders.record_order(
            child=case.child,
            data=orders.OrderInput(AuthorityKind.COURT, OrderKind.PLACEMENT, case.opened_on),
            actor=worker,
        )
        happening = orders.LimitTriggerInput(LimitTrigger.REMOVED, "NPL", clock.now())
        limits = orders.start_time_limits(
            case=case, data=happening, limits=shipped_time_limits(), actor=worker
        )
        safeguard = orders.record_broken_safeguard(
            case=case,
            data=orders.BrokenSafeguardInput(
                Safeguard.OTHER, case.opened_on, AuthorityKind.COURT, texts=told
            ),
            actor=worker,
        )
    return {"order_id": order.pk, "limit_id": limits[0].pk, "safeguard_id": safeguard.pk}


def asked(case: Case, worker: Staff) -> dict[str, Any]:
    """A screening, an interview and a clue."""
    questionnaire = shipped_questionnaires()["first_look"]
    with acting(worker):
        screened = screenings.ScreeningInput(
            questionnaire, case.opened_on, QuestionnaireRole.WORKER
        )
        made = screenings.save_screening(
            file_id=case.file_id, child=case.child, data=screened, actor=worker
        )
        talk = interviews.InterviewInput(clock.now(), Interviewer.POLICE, InterviewEnd.STOPPED)
        interview = interviews.record_interview(child=case.child, data=talk, actor=worker)
        told = interviews.FamilyClueInput(
            FamilyClueKind.PLACE, case.opened_on, texts={"words": "…pur"}
        )
        clue = interviews.add_clue(child=case.child, data=told, actor=worker)
    ids = {"screening_id": made.pk, "interview_id": interview.pk, "clue_id": clue.pk}
    return ids | {"questionnaire": "first_look"}


def agreed(case: Case, worker: Staff) -> dict[str, Any]:
    """A guardian, a consent and a decision."""
    with acting(worker):
        return {
            "guardian_id": rights.guardian(case.child, worker).pk,
            "consent_id": rights.consent(case.child, worker).pk,
            "decision_id": rights.decision(case.child, worker).pk,
            "complaint_id": complaints.complaint(case.child, worker).pk,
        }


def helped(case: Case, worker: Staff) -> dict[str, Any]:
    """A referral of the child and one from a report, a session, a place in a course, a livelihood."""
    supervisor = agencies.staff("supervisor", worker.office)
    service = helps.service(supervisor, run_by=agencies.agency())
    course = helps.course(worker)
    with acting(worker):
        referral = helps.referral(case.child, worker, service)
        return {
            "service_id": service.pk,
            "referral_id": referral.pk,
            "opinion_id": helps.opinion(referral, worker).pk,
            "session_id": helps.session(case.child, worker).pk,
            "place_id": helps.place(case.child, worker, course).pk,
            "livelihood_id": helps.livelihood(case.child, worker).pk,
        }


def across(case: Case, worker: Staff) -> dict[str, Any]:
    """A question to another country, and one from there that waits for an answer."""
    borders.protocol(worker)
    with acting(worker):
        waits = borders.received(case, worker)
        asked = borders.asked(case, worker)
    return {"asked_id": asked.pk, "borders:answer_asked:asked_id": waits.pk}


def around(case: Case, worker: Staff) -> dict[str, Any]:
    """Somebody around the child, an accusation, and what else says who she is."""
    with acting(worker):
        return {
            "place": 0,
            "person_id": people.person(case.child, worker).pk,
            "alleged_id": people.alleged(case.child, worker).pk,
            "paper_id": people.paper(case.child, worker).pk,
            "grounds_id": people.grounds(case.child, worker).pk,
            "movement_id": people.movement(case.child, worker).pk,
        }
