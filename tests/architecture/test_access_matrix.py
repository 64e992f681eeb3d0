"""The access matrix: who finds what at each address, for a real case. A new address needs its row."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from saathi.agencies.models import File, Grant, Hidden, Staff
from saathi.agencies.sections import TEAM as TEAM_SECTIONS
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.cases.models import Assessment, Case
from saathi.protection.intake.contacts import actions as contacts
from saathi.protection.intake.models import Enquiry
from saathi.protection.intake.vocabulary import ReferralKind, ReferralState, Seeker
from saathi.protection.missing.actions import following, publishing
from saathi.protection.orders import actions as orders
from saathi.protection.orders.limits import shipped
from saathi.protection.orders.vocabulary import AuthorityKind, Happening, OrderKind, Safeguard
from saathi.protection.screening.actions import screenings, talking
from saathi.protection.screening.questionnaires import shipped as shipped_questionnaires
from saathi.protection.screening.vocabulary import Clue, InterviewEnd, Interviewer, Role
from saathi.protection.trafficking.models import Episode
from tests.architecture.screens import addresses
from tests.desk import cast
from tests.factories import (
    agencies,
    children,
    complaints,
    helps,
    missing,
    people,
    plans,
    rights,
    teams,
)
from tests.intake.contact_forms import contact
from tests.intake.test_screens import report
from tests.roles import acting, role
from tests.signing import signed_in
from tests.supplements import cast as forms

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# How people stand to the child of the case.
WORKER, MOTHER, LEADER = "worker of the team", "house mother of the team", "supervisor"
COLLEAGUE, OTHER = "colleague without a right", "worker of another agency"
RELATIVE, ADMINISTRATOR = "hidden relative in the team", "administrator"
PEOPLE = (WORKER, MOTHER, LEADER, COLLEAGUE, OTHER, RELATIVE, ADMINISTRATOR)

# Rows: at this address these people find a page; all others the page of what does not exist.
TEAM = {WORKER, LEADER}
WITH_MOTHER = {WORKER, LEADER, MOTHER}
FILE: dict[str, set[str]] = {
    "desk:child_file": WITH_MOTHER,
    "desk:who_looked": TEAM,
    "desk:change_team": {LEADER},
    "desk:hidden_from": {LEADER},
    "desk:print_plan": WITH_MOTHER,
    "desk:show_closing": TEAM,
    "desk:ask_closing": TEAM,
    "participation:list_statements": WITH_MOTHER,
    "participation:record_statement": WITH_MOTHER,
    "participation:explain_limits": WITH_MOTHER,
    "participation:show_statement": WITH_MOTHER,
    "care_plans:newest_plan": WITH_MOTHER,
    "care_plans:make_plan": TEAM,
    "care_plans:show_plan": WITH_MOTHER,
    "care_plans:print_plan": WITH_MOTHER,
    "care_plans:edit_plan": TEAM,
    "care_plans:add_goal": TEAM,
    "care_plans:edit_goal": TEAM,
    "care_plans:mark_goal": TEAM,
    "care_plans:add_step": TEAM,
    "care_plans:edit_step": TEAM,
    "care_plans:mark_step": TEAM,
    "trafficking:show_situation": TEAM,
    "trafficking:record_episode": TEAM,
    "cases:list_assessments": TEAM,
    "cases:record_assessment": TEAM,
    "committees:list_follow_ups": WITH_MOTHER,
    "committees:ask_committee": {LEADER},
    "complaints:list_complaints": WITH_MOTHER,
    "complaints:record_complaint": WITH_MOTHER,
    "complaints:follow_complaint": TEAM,
    "cases:list_reviews": WITH_MOTHER,
    "cases:record_review": TEAM,
    "desk:timeline": WITH_MOTHER,
    "handovers:list_handovers": WITH_MOTHER,
    "handovers:offer_case": {LEADER},
    "cases:list_visits": WITH_MOTHER,
    "cases:record_visit": WITH_MOTHER,
    "incidents:record_incident": TEAM,
    "notes:list_notes": WITH_MOTHER,
    "notes:leave_note": WITH_MOTHER,
    "supplements:list_filled": WITH_MOTHER,
    "supplements:fill_form": WITH_MOTHER,
    "supplements:show_filled": WITH_MOTHER,
    "supplements:change_filled": WITH_MOTHER,
    "desk:print_answers": WITH_MOTHER,
    "orders:show_orders": TEAM,
    "orders:record_order": TEAM,
    "orders:change_order": TEAM,
    "orders:record_status": TEAM,
    "orders:record_happening": TEAM,
    "orders:meet_limit": TEAM,
    "orders:record_safeguard": TEAM,
    "orders:follow_alert": TEAM,
    "screening:show_subject": TEAM,
    "screening:record_screening": TEAM,
    "screening:show_screening": TEAM,
    "screening:print_screening": TEAM,
    "screening:change_answers": TEAM,
    "screening:record_as": TEAM,
    "screening:reply": TEAM,
    "screening:record_interview": TEAM,
    "screening:change_interview": TEAM,
    "screening:add_clue": TEAM,
    "screening:change_clue": TEAM,
    "screening:record_migration": TEAM,
    "support:show_support": WITH_MOTHER,
    "support:choose_service": WITH_MOTHER,
    "support:offer_service": WITH_MOTHER,
    "support:offer_other": WITH_MOTHER,
    "support:show_referral": WITH_MOTHER,
    "support:follow_referral": WITH_MOTHER,
    "support:print_referral": WITH_MOTHER,
    "support:give_access": {LEADER},
    "support:end_access": TEAM,
    "support:record_session": WITH_MOTHER,
    "support:change_session": {WORKER},
    "support:enrol": WITH_MOTHER,
    "support:end_place": WITH_MOTHER,
    "support:record_livelihood": WITH_MOTHER,
    "support:follow_livelihood": WITH_MOTHER,
    "services:refer_from_report": TEAM,
    "services:follow_report": TEAM,
    "consent:show_consent": TEAM,
    "consent:record_consent": TEAM,
    "consent:withdraw_consent": TEAM,
    "consent:record_guardian": TEAM,
    "consent:change_guardian": TEAM,
    "consent:record_accompaniment": TEAM,
    "consent:record_information": TEAM,
    "consent:list_decisions": TEAM,
    "consent:record_decision": TEAM,
    "consent:change_decision": TEAM,
    "consent:record_others_view": TEAM,
    "people:edit_child": TEAM,
    "people:add_age": TEAM,
    "people:add_name": TEAM,
    "people:change_name": TEAM,
    "people:edit_origin": TEAM,
    "people:edit_speech": TEAM,
    "identity:show_child": WITH_MOTHER,
    "identity:print_child": WITH_MOTHER,
    "identity:show_earlier": TEAM,
    "identity:add_paper": TEAM,
    "identity:change_paper": TEAM,
    "identity:record_functioning": TEAM,
    "identity:record_grounds": TEAM,
    "identity:change_grounds": TEAM,
    "identity:edit_culture": TEAM,
    "identity:add_movement": TEAM,
    "identity:change_movement": TEAM,
    "around:show_around": WITH_MOTHER,
    "around:add_person": TEAM,
    "around:change_person": TEAM,
    "around:add_alleged": TEAM,
    "around:change_alleged": TEAM,
    "around:add_outcome": TEAM,
    "desk:find_from_report": TEAM,
    "intake:show_report": TEAM,
    "intake:record_outcome": TEAM,
    "intake:hand_over": TEAM,
    "intake:show_contact": TEAM,
    "intake:turn_contact": TEAM,
    "intake:refer": TEAM,
    "intake:follow_referral": TEAM,
    "desk:show_approval": {LEADER},
    "missing:show_missing": TEAM,
    "missing:change_child": TEAM,
    "missing:change_told": TEAM,
    "missing:add_search": TEAM,
    "missing:add_sighting": TEAM,
    "missing:settle_sighting": TEAM,
    "missing:record_found": TEAM,
    "missing:move_report": TEAM,
    "missing:close_report": TEAM,
    "missing:ask_for_notice": TEAM,
    "missing:show_notice": TEAM,
    "desk:compare_missing": TEAM,
}
# Addresses without a child: the bundles come from the permissions that the screen names.
WITHOUT_CHILD = {
    "desk:show_procedure", "handovers:list_offers", "complaints:list_waiting", "committees:list_asked", "operations:list_operations", "operations:add_operation",
    "desk:my_day", "desk:find_child", "desk:list_enquiries", "desk:list_approvals",
    "matches:list_pairs", "incidents:list_incidents",
    "desk:break_glass", "intake:list_reports", "intake:record_report",
    "screening:list_prompts", "screening:show_aid",
    "missing:list_missing", "missing:report_missing",
    "intake:list_contacts", "intake:record_contact", "intake:enter_papers", "policy:law",
    "evidence:numbers", "evidence:download_detected", "evidence:list_indicators", "agencies:agency", "agencies:add_office",
    "agencies:list_staff", "agencies:invite", "agencies:list_changes", "agencies:list_versions",
    "agencies:add_version", "agencies:list_bundles", "desk:list_erasures",
    "services:list_services", "services:print_services", "services:download_services",
    "services:add_service", "services:import_services", "services:list_courses",
    "services:add_course", "services:list_referrals",
    "supplements:list_forms", "supplements:upload_form", "supplements:download_sample",
    "desk:exchange", "desk:new_import",
    "desk:list_exports", "desk:ask_export",
    "releases:list_releases", "releases:add_family",
}  # fmt: skip
# Rows that tests of their own hold, by the file that holds them; these have no GET or need more.
ELSEWHERE = {
    "desk:choose_view": "desk/test_my_day.py",
    "desk:read_notice": "desk/test_my_day.py",
    "desk:show_answer": "desk/test_find.py",
    "desk:open_file": "desk/test_open_file.py",
    "desk:link_report": "desk/test_open_file.py",
    "desk:show_enquiry": "desk/test_enquiries.py",
    "desk:record_view": "missing/test_comparing.py",
    "desk:follow_missing": "missing/test_screens.py",
    "missing:withdraw_notice": "missing/test_screens.py",
    "missing:print_notice": "missing/test_screens.py",
    "desk:say_purpose": "desk/test_child_file.py",
    "desk:withdraw_closing": "cases/test_approvals.py",
    "desk:reopen_case": "cases/test_approvals.py",
    "participation:open_drawing": "participation/test_voice.py",
    "care_plans:ask_for_approval": "care_plans/test_plans.py",
    "care_plans:withdraw_request": "care_plans/test_plans.py",
    "trafficking:change_episode": "trafficking/test_situation.py",
    "trafficking:add_leg": "trafficking/test_situation.py",
    "trafficking:change_leg": "trafficking/test_legs.py",
    "trafficking:remove_leg": "trafficking/test_legs.py",
    "cases:show_assessment": "cases/test_visits.py",
    "notes:end_note": "notes/test_screens.py",
    "committees:show_follow_up": "committees/test_screens.py",
    "committees:end_follow_up": "committees/test_screens.py",
    "operations:show_operation": "operations/test_screens.py",
    "complaints:open_complaint": "complaints/test_screens.py",
    "handovers:show_offer": "handovers/test_between_agencies.py",
    "handovers:withdraw_offer": "handovers/test_between_agencies.py",
    "matches:show_pair": "matches/test_screens.py",
    "matches:part_records": "matches/test_screens.py",
    "incidents:show_incident": "incidents/test_screens.py",
    "incidents:close_incident": "incidents/test_screens.py",
    "evidence:show_indicator": "evidence/indicators/test_screens.py",
    "policy:country": "policy/test_show_law.py",
    "policy:instrument": "policy/test_show_law.py",
    "agencies:change_office": "agencies/test_agency_screens.py",
    "agencies:change_holidays": "agencies/test_agency_screens.py",
    "agencies:show_staff": "agencies/test_agency_screens.py",
    "agencies:show_link": "agencies/test_agency_screens.py",
    "agencies:change_staff": "agencies/test_agency_screens.py",
    "agencies:ask_reset": "agencies/test_agency_screens.py",
    "agencies:list_unsent": "agencies/weak_lines/test_unsent.py",
    "agencies:open_unsent": "agencies/weak_lines/test_unsent.py",
    "agencies:lose_device": "agencies/weak_lines/test_unsent.py",
    "agencies:end_account": "agencies/test_agency_screens.py",
    "agencies:decide_change": "agencies/test_agency_screens.py",
    "agencies:show_version": "agencies/test_agency_screens.py",
    "agencies:join": "agencies/test_agency_screens.py",
    "agencies:enter_code": "agencies/test_invitations.py",
    "agencies:invite_again": "agencies/test_invitations.py",
    "agencies:withdraw": "agencies/test_invitations.py",
    "agencies:reopen_account": "agencies/test_reopening.py",
    "agencies:add_bundle": "agencies/test_bundles.py",
    "agencies:show_bundle": "agencies/test_bundles.py",
    "agencies:change_bundle": "agencies/test_bundles.py",
    "agencies:end_bundle": "agencies/test_bundles.py",
    "agencies:show_bundle_version": "agencies/test_bundles.py",
    "desk:print_summary": "desk/test_printing.py",
    "supplements:edit_draft": "supplements/test_versions.py",
    "supplements:discard_draft": "supplements/test_versions.py",
    "supplements:show_form": "supplements/test_versions.py",
    "supplements:show_form_version": "supplements/test_versions.py",
    "supplements:end_form": "supplements/test_versions.py",
    "supplements:export_answers": "supplements/test_filling.py",
    "services:show_service": "services/test_directory.py",
    "services:change_service": "services/test_directory.py",
    "services:verify_service": "services/test_directory.py",
    "services:withdraw_service": "services/test_directory.py",
    "services:show_course": "services/test_courses.py",
    "services:change_course": "services/test_courses.py",
    "services:hold_session": "services/test_courses.py",
    "services:record_attendance": "services/test_courses.py",
    "desk:show_erasure": "desk/test_erasing.py",
    "desk:ask_erasure": "desk/test_erasing.py",
    "desk:decide_erasure": "desk/test_erasing_decided.py",
    "desk:withdraw_erasure": "desk/test_erasing.py",
    "desk:show_certificate": "desk/test_erasing_done.py",
    "desk:show_import": "exchange/test_importing.py",
    "desk:import_columns": "exchange/test_importing.py",
    "desk:import_words": "exchange/test_importing.py",
    "desk:import_rows": "exchange/test_importing.py",
    "desk:import_errors": "exchange/test_importing.py",
    "desk:decide_import": "exchange/test_importing.py",
    "desk:drop_import": "exchange/test_importing.py",
    "desk:sample_file": "exchange/test_importing.py",
    "desk:show_origin": "exchange/test_importing.py",
    "desk:export_file": "exchange/test_exporting.py",
    "desk:show_export": "exchange/test_exporting.py",
    "desk:reveal_passphrase": "exchange/test_exporting.py",
    "desk:fetch_export": "exchange/test_exporting.py",
    "desk:end_export": "exchange/test_exporting.py",
    "releases:draft_release": "evidence/releases/test_screens.py",
    "releases:show_release": "evidence/releases/test_screens.py",
    "releases:choose": "evidence/releases/test_screens.py",
    "releases:look": "evidence/releases/test_screens.py",
    "releases:look_file": "evidence/releases/test_screens.py",
    "releases:act": "evidence/releases/test_screens.py",
}  # fmt: skip
# What was published is everybody's, signed in or not: these read no record of a child.
PUBLIC = {
    "published:list_editions": "evidence/releases/test_public.py",
    "published:show_region": "evidence/releases/test_public.py",
    "published:show_country": "evidence/releases/test_public.py",
    "published:newest_edition": "evidence/releases/test_public.py",
    "published:show_edition": "evidence/releases/test_public.py",
    "published:show_table": "evidence/releases/test_public.py",
    "published:open_chart": "evidence/releases/test_public.py",
    "published:open_file": "evidence/releases/test_public.py",
}
# Everybody's: signing in, one's own account, what a locked or signed-out person reaches.
OWN = ("account_", "mfa_", "web:away", "set_", "lock", "unlock", "health")


@dataclass
class World:
    """A case with a plan that waits, her words, a report, and each of the people above."""

    staff: dict[str, Staff] = field(default_factory=dict)
    ids: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def world() -> World:
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
    from saathi.protection.care_plans.models import Goal, Step

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
        new = contacts.NewReferral(
            ReferralKind.LIVELIHOOD, ReferralState.AGREED, clock.now(), {"to": "Cooperative"}
        )
        referral = contacts.refer(contact=made, new=new, by=worker)
    mine = {"intake:follow_referral:referral_id": referral.pk}
    return mine | {"contact_id": made.pk, "contact_file": made.file_id}


def looked_for(worker: Staff) -> dict[str, Any]:
    """A missing child with what somebody tells, and a notice that waits."""
    missed = missing.report(worker)
    with acting(worker):
        heard = following.Heard("heard", dt.date(2026, 2, 4))
        sighting = following.record_sighting(report=missed, told=heard, by=worker)
        day = dt.date(2026, 2, 3)
        new = publishing.NewNotice(["name"], Seeker.MOTHER, day, worker.office.today(), "1098")
        notice = publishing.ask_for_notice(report=missed, new=new, by=worker)
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
    made |= helped(case, worker) | around(case, worker)
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
            told=orders.OrderTold(AuthorityKind.COURT, OrderKind.PLACEMENT, case.opened_on),
            by=worker,
        )
        happening = orders.HappeningTold(Happening.REMOVED, "NPL", clock.now())
        limits = orders.count_limits(case=case, told=happening, limits=shipped(), by=worker)
        safeguard = orders.record_safeguard(
            case=case,
            told=orders.SafeguardTold(
                Safeguard.OTHER, case.opened_on, AuthorityKind.COURT, words=told
            ),
            by=worker,
        )
    return {"order_id": order.pk, "limit_id": limits[0].pk, "safeguard_id": safeguard.pk}


def asked(case: Case, worker: Staff) -> dict[str, Any]:
    """A screening, an interview and a clue."""
    questionnaire = shipped_questionnaires()["first_look"]
    with acting(worker):
        screened = screenings.Screened(questionnaire, case.opened_on, Role.WORKER)
        made = screenings.screen(file_id=case.file_id, child=case.child, told=screened, by=worker)
        talk = talking.Interviewed(clock.now(), Interviewer.POLICE, InterviewEnd.STOPPED)
        interview = talking.record_interview(child=case.child, told=talk, by=worker)
        told = talking.ClueTold(Clue.PLACE, case.opened_on, words={"words": "…pur"})
        clue = talking.add_clue(child=case.child, told=told, by=worker)
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
        return {
            "service_id": service.pk,
            "referral_id": helps.referral(case.child, worker, service).pk,
            "session_id": helps.session(case.child, worker).pk,
            "place_id": helps.place(case.child, worker, course).pk,
            "livelihood_id": helps.livelihood(case.child, worker).pk,
        }


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


def address(name: str, world: World) -> str:
    kwargs = {found.name: found.kwargs for found in addresses()}[name]
    # A name that two parts use in two ways stands with its address.
    ids = {one: world.ids.get(f"{name}:{one}", world.ids[one]) for one in kwargs}
    return reverse(name, kwargs=ids)


def test_every_address_has_its_row() -> None:
    known = {*FILE, *WITHOUT_CHILD, *ELSEWHERE, *PUBLIC}
    missing = [a.name for a in addresses() if a.name not in known and not a.name.startswith(OWN)]
    assert missing == []
    assert known - {a.name for a in addresses()} == set()


# Addresses of a file that act or hold one record: outsiders are refused here as well.
OF_A_FILE = (
    "desk:say_purpose", "desk:withdraw_closing", "desk:reopen_case", "participation:open_drawing",
    "care_plans:ask_for_approval", "care_plans:withdraw_request", "trafficking:change_episode",
    "trafficking:add_leg", "cases:show_assessment", "desk:show_answer", "desk:open_file",
    "desk:link_report", "desk:show_erasure",
    "desk:withdraw_erasure", "desk:show_certificate",
)  # fmt: skip
OUTSIDERS = (COLLEAGUE, OTHER, RELATIVE, ADMINISTRATOR)


def by_wing(names: Iterable[str]) -> list[Any]:
    """The addresses of each wing together: a world is made once for all of them."""
    wings: dict[str, list[str]] = {}
    for name in names:
        wings.setdefault(name.split(":", maxsplit=1)[0], []).append(name)
    return [pytest.param(found, id=wing) for wing, found in wings.items()]


@pytest.mark.parametrize("names", by_wing([*FILE, *OF_A_FILE]))
def test_an_outsider_neither_reads_nor_sends_anything_about_a_child(
    names: list[str], world: World
) -> None:
    """The ids are real: what hides them from an outsider is access alone."""
    clients = {who: signed_in(world.staff[who]) for who in OUTSIDERS}
    for name in names:
        path = address(name, world)
        for who, client in clients.items():
            answers = {
                client.get(path).status_code,
                client.post(path, {"version": "1"}).status_code,
            }
            assert answers <= {404, 405}, (name, who, answers)
            assert 404 in answers, (name, who)
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code in {302, 405}, name
            assert answer.headers.get("Location", "/account/login/").startswith("/account/login/")


@pytest.mark.parametrize("names", by_wing(FILE))
def test_who_finds_a_page_about_a_child(names: list[str], world: World) -> None:
    clients = {who: signed_in(world.staff[who]) for who in PEOPLE}
    ways = {200, 302}  # a page, or the way to the one that holds it
    for name in names:
        path = address(name, world)
        found = {who: client.get(path).status_code for who, client in clients.items()}
        assert {who for who, status in found.items() if status in ways} == FILE[name], (name, found)
        assert {found[who] for who in PEOPLE if who not in FILE[name]} <= {404}, (name, found)
        assert Client().get(path).headers["Location"].startswith("/account/login/")


READ_BY_WORKER = [name for name in FILE if WORKER in FILE[name]]


@pytest.mark.parametrize("names", by_wing([*READ_BY_WORKER, "cases:show_assessment"]))
@pytest.mark.requirement("PRI-007")
def test_every_page_about_a_child_leaves_a_look_in_the_log(names: list[str], world: World) -> None:
    files = {world.ids[name] for name in ("file_id", "report_file", "contact_file", "missing_file")}
    client = signed_in(world.staff[WORKER])
    for name in names:
        before = {e.pk for e in cast.entries(by=world.staff[WORKER].id)}
        answer = client.get(address(name, world))
        if answer.status_code == 302:
            continue  # the way to the page that holds it; that page has its own row
        new = [e for e in cast.entries(by=world.staff[WORKER].id) if e.pk not in before]
        # Reading the log about a child is a look of its own kind.
        looks = [e for e in new if e.kind in {"looked", "log_read"}]
        assert {e.file_id for e in looks} & files, name
        # With what it was opened for; a report's own page belongs to no child's file yet.
        aimless = [e for e in new if e.file_id == world.ids["file_id"] and not e.purpose]
        assert not aimless, (name, [e.kind for e in aimless])


ASKS_FIRST = [
    name
    for name in READ_BY_WORKER
    # Those are of a report, not of a child's file.
    if name.split(":")[0] not in {"intake", "services", "missing"}
    and name
    not in {
        "desk:child_file",
        "desk:show_approval",
        "desk:find_from_report",
        "desk:compare_missing",
    }
]


@pytest.fixture
def guest(world: World) -> Staff:
    """Somebody the file is shared with for a day: not her own case."""
    guest = world.staff[COLLEAGUE]
    with role("maintenance"):
        Grant.objects.create(
            file_id=world.ids["file_id"],
            principal=guest.id,
            kind="share",
            reads=int(TEAM_SECTIONS),
            writes=int(TEAM_SECTIONS),
            starts_at=clock.now() - dt.timedelta(minutes=1),
            ends_at=clock.now() + dt.timedelta(days=1),
            given_by=world.staff[WORKER].id,
        )
    return guest


@pytest.mark.parametrize("names", by_wing(ASKS_FIRST))
@pytest.mark.requirement("PRI-006")
def test_outside_ones_own_cases_every_page_asks_what_for(
    names: list[str], world: World, guest: Staff
) -> None:
    """No page opens by its address before she said why; then each look says it."""
    the_file = f"/child/{world.ids['file_id']}/"
    client = signed_in(guest)
    for name in names:
        assert client.get(address(name, world)).headers["Location"] == the_file, name
    assert "What do you open this file for?" in client.get(the_file).content.decode()
    client.post(reverse("desk:say_purpose", args=[world.ids["file_id"]]), {"purpose": "court"})
    for name in names:
        before = {e.pk for e in cast.entries(by=guest.id)}
        answer = client.get(address(name, world))
        assert answer.headers.get("Location") != the_file, name
        if answer.status_code == 200:
            new = [e for e in cast.entries(by=guest.id) if e.pk not in before]
            looks = [e for e in new if e.kind in {"looked", "log_read"}]
            assert {entry.purpose for entry in looks} == {"court"}, name


@pytest.mark.parametrize("name", sorted(WITHOUT_CHILD))
def test_which_bundles_open_a_page_without_a_child(name: str) -> None:
    from saathi.agencies.http import SCREENS
    from saathi.agencies.permissions import BUNDLES

    view = {found.name: found.view for found in addresses()}[name]
    for bundle, holds in BUNDLES.items():
        answer = signed_in(agencies.staff(bundle)).get(reverse(name))
        if answer.status_code == 302 and "reauthenticate" in answer.headers["Location"]:
            continue  # who she is comes first, and tells nothing of the page
        status = answer.status_code
        may = not SCREENS[view] or bool(SCREENS[view] & holds)
        assert (status != 404) == may, (bundle, status)
    assert Client().get(reverse(name)).status_code == 302
