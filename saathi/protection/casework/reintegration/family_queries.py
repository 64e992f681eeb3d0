"""Reads of the support to the family after a return."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.protection.care.care_committees.models import CareCommittee
from saathi.protection.care.care_committees.queries import published_committees
from saathi.protection.casework.reintegration import family_rules
from saathi.protection.casework.reintegration.models import AftercarePlan, LivelihoodEffect
from saathi.protection.casework.services.models import Livelihood
from saathi.protection.casework.services.vocabulary import LivelihoodState


def offered_committees(staff: Staff) -> QuerySet[CareCommittee]:
    """The published committees of the office's country."""
    return published_committees(staff.office.country)


def given_livelihoods(file_id: UUID, staff: Staff) -> QuerySet[Livelihood]:
    """The livelihood support that was given, as far as this person may read it."""
    livelihoods = access.visible(staff, Livelihood).filter(file_id=file_id, given_on__isnull=False)
    return livelihoods.order_by("-given_on", "pk")


def effects_due(file_id: UUID, staff: Staff) -> dict[UUID, dt.date]:
    """The livelihood support whose effect was to be reviewed and was not, with the day."""
    effects = access.visible(staff, LivelihoodEffect).filter(file_id=file_id)
    reviewed: dict[UUID, list[dt.date]] = defaultdict(list)
    for livelihood_id, reviewed_on in effects.values_list("livelihood_id", "reviewed_on"):
        reviewed[livelihood_id].append(reviewed_on)
    today = staff.office.today()
    due = {}
    for each in given_livelihoods(file_id, staff).filter(state=LivelihoodState.GIVEN):
        assert each.given_on is not None
        day = family_rules.effect_due_on(each.given_on, reviewed[each.pk], until=today)
        if day is not None:
            due[each.pk] = day
    return due


def latest_aftercare(file_id: UUID, staff: Staff) -> AftercarePlan | None:
    """The latest aftercare plan that this person may read; None without one."""
    aftercare_plans = access.visible(staff, AftercarePlan).filter(file_id=file_id)
    return aftercare_plans.order_by("-planned_on", "-recorded_at").first()
