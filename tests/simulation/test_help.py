"""The nation's services and support are consistent: referrals, waiting children, attendance."""

import pytest
from django.db.models import Count, F, Q

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.services import rules
from saathi.protection.casework.services.models import (
    Attendance,
    Course,
    Enrolment,
    Referral,
    Service,
    SessionNote,
    SupportSession,
)
from saathi.protection.casework.services.vocabulary import ReferralState, ServiceKind
from tests.roles import acting, role

pytestmark = pytest.mark.xdist_group("simulation")


def test_every_district_that_works_with_children_has_services_of_many_kinds(small: str) -> None:
    districts = set(Service.objects.values_list("district", flat=True))
    assert len(districts) >= 10
    for district in districts:
        service_kinds = Service.objects.filter(district=district).values_list("kinds", flat=True)
        assert len({kind for kinds in service_kinds for kind in kinds}) >= 10
    assert {
        kind for kinds in Service.objects.values_list("kinds", flat=True) for kind in kinds
    } <= {*ServiceKind.values}


def test_referrals_are_waiting_accepted_and_declined(small: str) -> None:
    states = dict(Referral.objects.values_list("state").annotate(number=Count("pk")).order_by())
    assert set(states) >= {
        ReferralState.OFFERED, ReferralState.ATTENDED, ReferralState.ENDED,
        ReferralState.DECLINED, ReferralState.CHILD_DECLINED,
    }  # fmt: skip
    impossible = Q(answered_on__lt=F("offered_on")) | Q(began_on__lt=F("answered_on"))
    assert not Referral.objects.filter(impossible | Q(ended_on__lt=F("began_on"))).exists()
    assert not Referral.objects.filter(state=ReferralState.DECLINED, why_declined="").exists()
    assert Referral.objects.filter(why_declined__in=rules.DISCRIMINATORY_REASONS).exists()
    waits = Referral.objects.filter(state=ReferralState.OFFERED)
    assert waits.filter(due=None, child__cases__status="open").count() == 0
    assert Due.objects.filter(pk__in=waits.values("due"), duty="referral").exists()


def test_attended_meetings_belong_to_the_childs_course(small: str) -> None:
    assert Attendance.objects.count() > Enrolment.objects.count() > 10
    assert not Attendance.objects.exclude(session__course=F("enrolment__course")).exists()
    assert not Attendance.objects.filter(held_on__lt=F("enrolment__starts_on")).exists()


def test_the_demo_s_worker_sees_help_and_not_a_colleague_s_notes(small: str) -> None:
    worker = Staff.objects.get(email="case-worker@demo.saathi.example")
    with role("app"), acting(worker):
        assert access.visible(worker, Referral).filter(recorded_by=worker.pk).count() >= 20
        assert SupportSession.objects.exists()
        assert Course.objects.exists()
        assert (
            not SessionNote.objects.filter(audience="self").exclude(recorded_by=worker.pk).exists()
        )
