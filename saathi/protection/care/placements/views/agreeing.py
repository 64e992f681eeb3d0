"""What the form to agree to a placement shows above the reasons: the placement, and what is missing now."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import records
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.facility_incidents.queries import placement_warnings
from saathi.protection.care.placements import answer_queries, queries, rules
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.views.page import placement_row


def beside_agreement(request: StaffRequest, _child: Child, placement: Placement) -> dict[str, Any]:
    """The placement as on the page before, with what is missing today and open incidents."""
    if placement.assessment is not None:
        records.open_texts(placement.assessment)
    names = {each.pk: each.caregiver for each in [placement.assessment] if each is not None}
    row = replace(placement_row(request, placement, names), actions=(), steps=())
    missing = rules.unmet_needs(queries.find_placement_needs(placement, request.staff))
    facility = placement.facility
    facts = [gettext(reason.text) for reason in missing]
    if facility is not None:
        facts += placement_warnings(facility.pk)
    pairs = [kit.LabelledValue(_("Missing or open today"), " ".join(facts))] if facts else []
    pairs += answer_queries.earlier_answers(placement, request.staff)
    actions = []
    if facility is not None:
        actions = [kit.link(_("Open the facility"), "facilities:show_facility", facility.pk)]
    title = _("The placement to which you agree")
    return {"parts": [kit.Panel(title, pairs=pairs, rows=[row], actions=actions)]}
