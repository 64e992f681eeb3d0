"""Services, referrals, courses, sessions and livelihood, through the actions."""

import datetime as dt
import itertools

from saathi.agencies.models import Agency, Staff
from saathi.participation.vocabulary import Counted
from saathi.people.models import Child
from saathi.protection.intake.models import Report
from saathi.protection.services.actions import courses, directory, opinions, referring, supporting
from saathi.protection.services.models import (
    Course,
    Enrolment,
    Livelihood,
    Opinion,
    Referral,
    Service,
    SupportSession,
)
from saathi.protection.services.vocabulary import (
    CourseKind,
    ForWhom,
    HerView,
    LivelihoodState,
    Provider,
    ServiceKind,
    SessionKind,
    Urgency,
)
from tests.roles import acting

DAY = dt.date(2026, 3, 2)
numbers = itertools.count(1)


def service(by: Staff, *, run_by: Agency | None = None, **said: object) -> Service:
    usual = {
        "name": f"Sewing centre {next(numbers)}", "organisation": "Sathi Samuha",
        "kinds": ["vocational"], "country": "NPL", "district": "NP-DHA",
        "run_by_id": run_by.pk if run_by else None,
    }  # fmt: skip
    with acting(by):
        return directory.add_service(
            told=directory.ServiceTold(**(usual | said)), verified_on=DAY, by=by
        )


def referral(child: Child, by: Staff, to: Service | None = None, **told: object) -> Referral:
    usual = {
        "kind": ServiceKind.VOCATIONAL, "urgency": Urgency.PLANNED, "offered_on": DAY,
        "service": to, "words": {"need": "A place to learn tailoring", "to_whom": "Sewing centre"},
    }  # fmt: skip
    return referring.refer(child=child, told=referring.ReferralTold(**(usual | told)), by=by)


def opinion(of: Referral, by: Staff) -> Opinion:
    """She found it good and lets that be counted."""
    assert of.child is not None
    told = opinions.OpinionTold(found=HerView.GOOD, said_on=DAY, counted=Counted.AGREED)
    return opinions.record_opinion(child=of.child, referral=of, told=told, by=by)


def family(report: Report, by: Staff) -> Referral:
    told = referring.ReferralTold(
        kind=ServiceKind.LIVELIHOOD, urgency=Urgency.SOON, offered_on=DAY, shared=("need",),
        words={"need": "Two goats and a shed", "to_whom": "Women's group"},
    )  # fmt: skip
    with acting(by):
        return referring.refer_from_report(report=report, told=told, by=by)


def course(by: Staff, **said: object) -> Course:
    usual = {
        "name": f"Life skills {next(numbers)}",
        "kind": CourseKind.LIFE_SKILLS,
        "starts_on": DAY,
    }
    with acting(by):
        return courses.add_course(told=courses.CourseTold(**(usual | said)), by=by)


def place(child: Child, by: Staff, of: Course) -> Enrolment:
    return courses.enrol(child=child, course=of, starts_on=DAY, wish="To speak up", by=by)


def session(child: Child, by: Staff, **said: object) -> SupportSession:
    usual = {"kind": SessionKind.COUNSELLING, "provider": Provider.COUNSELLOR, "held_on": DAY}
    return supporting.record_session(
        child=child, told=supporting.SupportTold(**(usual | said)), by=by
    )


def livelihood(child: Child, by: Staff, **said: object) -> Livelihood:
    usual = {
        "for_whom": ForWhom.FAMILY, "state": LivelihoodState.ASKED, "asked_on": DAY,
        "words": {"plan": "A tea stall at the crossing"},
    }  # fmt: skip
    return supporting.record_livelihood(
        child=child, told=supporting.LivelihoodTold(**(usual | said)), by=by
    )
