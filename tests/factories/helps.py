"""Services, referrals, courses, sessions and livelihood, through the actions."""

import datetime as dt
import itertools
import uuid
from typing import Any

from saathi.agencies.models import Agency, Staff
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.participation.vocabulary import ThemeCountingConsent
from saathi.people.models import Child
from saathi.protection.care.facilities.models import Facility
from saathi.protection.casework.services.actions import (
    courses,
    directory,
    opinions,
    referring,
    supporting,
)
from saathi.protection.casework.services.models import (
    Course,
    Enrolment,
    Livelihood,
    Opinion,
    Referral,
    Service,
    SupportSession,
)
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseKind,
    LivelihoodRecipient,
    LivelihoodState,
    ReferralUrgency,
    ServiceExperience,
    ServiceKind,
    SupportProvider,
    SupportSessionKind,
)
from saathi.protection.identification.intake.models import Report
from tests.factories import facilities
from tests.roles import acting, role

DAY = dt.date(2026, 3, 2)
numbers = itertools.count(1)


def service(
    actor: Staff, *, run_by: Agency | None = None, is_published: bool = True, **said: object
) -> Service:
    """An entry of the directory that a second person published."""
    usual = {
        "name": f"Sewing centre {next(numbers)}", "organisation": "Sathi Samuha",
        "kinds": ["vocational"], "country": "NPL", "district": "NP-DHA",
        "run_by_id": run_by.pk if run_by else None,
    }  # fmt: skip
    data = usual | said
    if "shelter" in data["kinds"] and "facility_id" not in data:  # offered by a facility
        data["facility_id"] = _home(actor, data, run_by).pk
    with acting(actor):
        added = directory.add_service(
            data=directory.ServiceInput(**data), verified_on=DAY, actor=actor
        )
    if is_published:
        with role("maintenance"):
            Service.objects.filter(pk=added.pk).update(
                state=EntryState.PUBLISHED, published_by=uuid.uuid4(), published_at=clock.now()
            )
        with acting(actor):
            added.refresh_from_db()
    return added


def _home(actor: Staff, said: dict[str, Any], run_by: Agency | None) -> Facility:
    """A published facility that says what an entry says of its accommodation."""
    served = said.get("serves") or ["girls", "boys"]
    ages = {"age_low": said.get("age_low"), "age_high": said.get("age_high")}
    groups = {
        f"{group}_{column}": value
        for group in ("girls", "boys")
        for column, value in {"places": 10 if group in served else None, **ages}.items()
    }
    return facilities.facility(
        actor,
        name=said["name"],
        operator=said["organisation"],
        kind="shelter",
        country=said["country"],
        district=said["district"],
        run_by=run_by,
        accessible=said.get("accessible", []),
        languages=said.get("languages", []),
        **groups,
    )


def referral(child: Child, actor: Staff, to: Service | None = None, **fields: object) -> Referral:
    usual = {
        "kind": ServiceKind.VOCATIONAL, "urgency": ReferralUrgency.PLANNED, "offered_on": DAY,
        "service": to, "texts": {"need": "A place to learn tailoring", "to_whom": "Sewing centre"},
        "country": "" if to else actor.office.country,
    }  # fmt: skip
    return referring.create_referral(
        child=child, data=referring.ReferralInput(**(usual | fields)), actor=actor
    )


def opinion(of: Referral, actor: Staff) -> Opinion:
    """The child found it good and agrees to be counted."""
    assert of.child is not None
    told = opinions.ServiceOpinionInput(
        experience=ServiceExperience.GOOD, said_on=DAY, counted=ThemeCountingConsent.AGREED
    )
    return opinions.record_opinion(child=of.child, referral=of, data=told, actor=actor)


def family(report: Report, actor: Staff) -> Referral:
    told = referring.ReferralInput(
        kind=ServiceKind.LIVELIHOOD, urgency=ReferralUrgency.SOON, offered_on=DAY, shared=("need",),
        texts={"need": "Two goats and a shed", "to_whom": "Women's group"}, country=actor.office.country,
    )  # fmt: skip
    with acting(actor):
        return referring.create_referral_from_report(report=report, data=told, actor=actor)


def course(actor: Staff, **said: object) -> Course:
    usual = {
        "name": f"Life skills {next(numbers)}",
        "kind": CourseKind.LIFE_SKILLS,
        "starts_on": DAY,
        "led_by": SupportProvider.TEACHER,
    }
    with acting(actor):
        return courses.add_course(data=courses.CourseInput(**(usual | said)), actor=actor)


def place(child: Child, actor: Staff, of: Course) -> Enrolment:
    return courses.enrol_child(
        child=child, course=of, starts_on=DAY, wish="To speak up", actor=actor
    )


def session(child: Child, actor: Staff, **said: object) -> SupportSession:
    usual = {
        "kind": SupportSessionKind.COUNSELLING,
        "provider": SupportProvider.COUNSELLOR,
        "held_on": DAY,
        "presence": AttendanceStatus.CAME,
    }
    return supporting.record_support_session(
        child=child, data=supporting.SupportSessionInput(**(usual | said)), actor=actor
    )


def livelihood(child: Child, actor: Staff, **said: object) -> Livelihood:
    usual = {
        "for_whom": LivelihoodRecipient.FAMILY, "state": LivelihoodState.ASKED, "asked_on": DAY,
        "texts": {"plan": "A tea stall at the crossing"},
    }  # fmt: skip
    return supporting.record_livelihood(
        child=child, data=supporting.LivelihoodInput(**(usual | said)), actor=actor
    )
