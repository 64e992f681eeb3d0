"""The child's team: a case conference with tasks for each member, and referrals of two of them."""

import datetime as dt
from typing import Final

from saathi.agencies.models import Staff
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.conferences import actions as conferences
from saathi.protection.casework.conferences.models import Conference, ConferenceDecision
from saathi.protection.casework.conferences.vocabulary import ChildTookPart, ConferenceSetting
from saathi.protection.casework.services.actions.referring import ReferralInput, create_referral
from saathi.protection.casework.services.vocabulary import (
    ChildReferralAnswer,
    ReferralUrgency,
    ServiceKind,
)
from saathi.simulation.demo_work import demo_staff

# Who does what of the conference's decisions, and in how many days.
TASKS: Final = (
    ("counsellor", 0, "Ask the child who should know about the sessions."),
    ("counsellor", 4, "Agree with the child on a fixed time for the sessions."),
    ("house_mother", 0, "Keep the evening free for the call with the mother."),
    ("house_mother", 3, "Go with the child to the enrolment at school."),
    ("supervisor", 0, "Ask the ward office for the letter that the school needs."),
    ("supervisor", 5, "Ask the headmaster for a place in class from next week."),
)
REFERRALS: Final = (
    ("counsellor", ServiceKind.PEER, "A group of young people who meet on Saturdays.",
     "I want to go if I need not tell my story."),
    ("house_mother", ServiceKind.EDUCATION, "Help with arithmetic after class, three times a week.",
     "I want to be in the class of my age."),
)  # fmt: skip


def add_conference() -> None:
    """Adds a conference of the team on one child, whose decisions each member has on My day."""
    worker, supervisor = demo_staff.demo_person("case_worker"), demo_staff.demo_person("supervisor")
    carer, counsellor = demo_staff.demo_person("house_mother"), demo_staff.demo_person("counsellor")
    known = [demo_staff.files_written_by(each, Section.VOICE) for each in (carer, counsellor)]
    with demo_staff.acting_as(worker):
        cases = demo_staff.cases_of_quotable_children(demo_staff.open_cases(worker), worker)
        of_all = [case for case in cases if all(case.file_id in files for files in known)]
        [case] = demo_staff.first_or_fail(of_all, 1)
        conference = _conference(case, [worker, supervisor, carer, counsellor], worker)
        today = worker.office.today()
        for role_kind, days, text in TASKS:
            decision = ConferenceDecision(
                file_id=case.file_id,
                conference=conference,
                to=demo_staff.demo_person(role_kind),
                until=today + dt.timedelta(days=days),
            )
            decision.text = text
            conferences.add_decision(decision=decision, actor=worker)


def _conference(case: Case, team: list[Staff], actor: Staff) -> Conference:
    today = actor.office.today()
    conference = Conference(
        file_id=case.file_id,
        case=case,
        held_on=today - dt.timedelta(days=2),
        setting=ConferenceSetting.IN_PERSON,
        attended=[each.pk for each in team],
        child_part=ChildTookPart.IN_PART,
        next_on=today + dt.timedelta(days=28),
    )
    conference.place = "At the home, in the reading room (invented)"
    conference.others = "Headmaster of the primary school (invented)"
    conference.child_how = (
        "Came for the first half, with the counsellor, and left before the papers."
    )
    conference.child_said = (
        "I want to go to school from Monday, and to call my mother in the evening."
    )
    conference.purpose = "School, calls with the family, and who does what until the next review"
    conference.discussed = (
        "The school takes the child at once if the ward office confirms the address. The mother works "
        "until six. The sessions with the counsellor help, but their times change too often."
    )
    return conferences.add_conference(conference=conference, actor=actor)


def add_referrals_of_team() -> None:
    """Adds a referral by the counsellor and one by the residential care worker."""
    for role_kind, kind, need, words in REFERRALS:
        member = demo_staff.demo_person(role_kind)
        files = demo_staff.files_written_by(member, Section.SUPPORT)
        with demo_staff.acting_as(member):
            cases = demo_staff.cases_of_quotable_children(demo_staff.open_cases(member), member)
            [case] = demo_staff.first_or_fail([each for each in cases if each.file_id in files], 1)
            data = ReferralInput(
                kind=kind,
                urgency=ReferralUrgency.SOON,
                offered_on=member.office.today(),
                child_answer=ChildReferralAnswer.YES,
                country=member.office.country,
                texts={
                    "to_whom": "Community centre in Janakpur (invented)",
                    "need": need,
                    "child_words": words,
                },
            )
            create_referral(child=case.child, data=data, actor=member)
