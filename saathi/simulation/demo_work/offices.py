"""The administrator's and committees' work: access requests, country rules, follow-ups."""

import datetime as dt

from saathi.agencies.actions import configuration, joining
from saathi.agencies.actions import staff as accounts
from saathi.agencies.actions.joining import InviteeInput
from saathi.agencies.actions.staff import StaffPosition
from saathi.agencies.configuration_rules import PROCEDURE_NAME
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.committees import actions as committees
from saathi.protection.casework.committees.models import CommitteeObservation, FollowUp
from saathi.protection.casework.committees.vocabulary import (
    ChildCondition,
    ChildSighting,
    FollowUpFocus,
)
from saathi.simulation.demo_work import demo_staff

# The periods of common practice, as a country would set them; the demo's tasks do not change.
PROCEDURE = {
    "visit_days_high": 7,
    "plan_days": 30,
    "referral_days": 14,
    "cases_per_worker": 25,
    "contact_attempts": 3,
    "risk_high_means": "The child may be harmed within days: a visit each week, a safety plan, a call to "
    "the supervisor on the same day.",
    "risk_medium_means": "Harm is possible if nothing changes: the plan is reviewed with the child.",
    "risk_low_means": "The child is safe now; help continues as planned.",
}
PROTOCOL = {
    "with": "IND",
    "partner": "Focal point for children in Bihar (invented)",
    "may_ask": "who, family, address, safety",
    "may_go": "age, gender, languages, names, clues, home",
    "answer_days": "30",
}
PROTOCOL_NAME = "bihar"
LOOK_IN = "Please do not ask about the time before the child came home. Call me about any worry."


def add_country_rules() -> None:
    """Adds the country's published procedure, and a protocol with its neighbour."""
    administrator = demo_staff.demo_person("administrator")
    with demo_staff.acting_as(administrator):
        today = administrator.office.today()
        configuration.add_version(
            actor=administrator,
            kind=ConfigurationKind.PROCEDURE,
            name=PROCEDURE_NAME,
            body=PROCEDURE,
            valid_from=today,
        )
        agreed_on = today - dt.timedelta(days=3 * 365)
        configuration.add_version(
            actor=administrator,
            kind=ConfigurationKind.PROTOCOL,
            name=PROTOCOL_NAME,
            body=PROTOCOL | {"agreed_on": agreed_on.isoformat()},
            valid_from=agreed_on,
        )


def add_access_requests() -> None:
    """Adds access requests for a case lead and a data officer: both need a second person."""
    administrator = demo_staff.demo_person("administrator")
    colleague = demo_staff.staff_member_at("NP-DHA", "case_worker")
    with demo_staff.acting_as(administrator):
        accounts.request_role_change(
            actor=administrator,
            staff=colleague,
            position=StaffPosition(colleague.office, "supervisor", "Deputy head of casework"),
        )
        joining.invite_staff(
            actor=administrator,
            invitee=InviteeInput("Sarmila Yadav (invented)", "sarmila@staff.saathi.example"),
            position=StaffPosition(colleague.office, "data_officer"),
        )


def add_sign_in_reset_from_above() -> None:
    """Adds a lost-telephone request: the province's administrator asks, the demo's decides."""
    asking, locked_out = (
        demo_staff.colleague_above("administrator"),
        demo_staff.demo_person("counsellor"),
    )
    with demo_staff.acting_as(asking):
        accounts.request_sign_in_reset(actor=asking, staff=locked_out)


def add_follow_ups() -> None:
    """Adds follow-ups requested from people near the child, one of them with an observation."""
    supervisor, worker = demo_staff.demo_person("supervisor"), demo_staff.demo_person("case_worker")
    officer, other = (
        demo_staff.demo_person("intake_officer"),
        demo_staff.staff_member_at("NP-KTM", "supervisor"),
    )
    with demo_staff.acting_as(supervisor):
        cases = reversed(demo_staff.open_cases(supervisor, worker=worker))
        [own] = demo_staff.first_or_fail(
            demo_staff.cases_of_quotable_children(cases, supervisor)[1:2], 1
        )
        asked = _ask(own, officer, "Didi’s younger one", supervisor)
    with demo_staff.acting_as(other):
        cases = reversed(demo_staff.open_cases(other))
        for_worker, for_supervisor = demo_staff.first_or_fail(
            demo_staff.cases_of_quotable_children(cases, other), 2
        )
        _ask(for_worker, worker, "The child at the tailor’s", other)
        _ask(for_supervisor, supervisor, "The tall one of ward 4", other)
    with demo_staff.acting_as(officer):
        seen = CommitteeObservation(
            file_id=asked.file_id,
            follow_up=asked,
            seen_on=officer.office.today(),
            seen=ChildSighting.MET,
            how=ChildCondition.WELL,
        )
        seen.what = (
            "Goes to school with two others each morning. A teacher asked about the scholarship."
        )
        seen.child_words = "Tell them that I am in class six now."
        committees.record_observation(observation=seen, actor=officer)


def _ask(case: Case, member: Staff, called: str, actor: Staff) -> FollowUp:
    follow_up = FollowUp(
        file_id=case.file_id,
        case=case,
        asked_of=member,
        look_at=[FollowUpFocus.WELL, FollowUpFocus.SCHOOL],
        until=actor.office.today() + dt.timedelta(days=30),
    )
    follow_up.called, follow_up.keep_in_mind = called, LOOK_IN
    follow_up.where = "Near the primary school by the weekly market in Janakpur (invented)"
    return committees.request_follow_up(follow_up=follow_up, actor=actor)
