"""Records the work of the demo's staff once, each part after those it depends on."""

from collections.abc import Callable
from contextlib import suppress
from typing import Final

from django.db import transaction

from saathi.agencies import collection_methods
from saathi.agencies.models import Configuration
from saathi.agencies.vocabulary import CollectionMethod
from saathi.simulation.demo_work import (
    care,
    complaints,
    decisions,
    demo_staff,
    duplicates,
    focal_points,
    incidents_and_guidelines,
    new_reports,
    offices,
    operations,
    privacy,
    statistics,
    teamwork,
    transfers,
)

PARTS: Final[tuple[Callable[[], None], ...]] = (
    operations.add_operations,
    operations.add_planned_operations,
    new_reports.add_report,
    new_reports.add_family_referrals,
    new_reports.add_allegations,
    new_reports.add_missing_child,
    transfers.add_transfers,
    complaints.add_complaints,
    teamwork.add_conference,
    teamwork.add_referrals_of_team,
    offices.add_follow_ups,
    offices.add_access_requests,
    offices.add_sign_in_reset_from_above,
    privacy.add_breaches,
    privacy.add_erasures,
    privacy.add_import_and_export,
    statistics.add_series,
    statistics.add_estimates,
    statistics.add_research_requests,
    statistics.add_agreements,
    offices.add_country_rules,
    focal_points.add_agreements_and_focal_points,
    care.add_care,
    incidents_and_guidelines.add_incidents,
    incidents_and_guidelines.add_guidelines,
    duplicates.add_duplicates,
    new_reports.add_border_enquiry,
    decisions.add_views_of_others,
    decisions.add_answers,  # last: the acts of the other parts are among those answered
)


@transaction.atomic
def record_demo_work() -> bool:
    """Records the work and returns True; False if an earlier start of the demo did so."""
    administrator = demo_staff.demo_person("administrator")
    with demo_staff.acting_as(administrator):
        if Configuration.objects.filter(country=administrator.office.country).exists():
            return False
    with collection_methods.use_collection_method(CollectionMethod.SIMULATED):
        for part in PARTS:
            with suppress(demo_staff.TooFewChildren):
                part()
    return True
