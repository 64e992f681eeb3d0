"""What pages of placements say of decisions in force and of incidents where the child lives."""

from typing import Any

from django.utils.translation import gettext as _

from saathi.agencies.models import Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.facility_incidents.queries import (
    count_open_incidents,
    open_incidents_text,
)
from saathi.protection.care.placements.decided_queries import decided_pairs, differences
from saathi.protection.care.placements.models import Placement
from saathi.web.components import join_facts


def beside_placing(request: StaffRequest, child: Child, _record: object) -> dict[str, Any]:
    """The part above the form: the determination and the orders in force, if there are any."""
    pairs = decided_pairs(child, request.staff)
    lead = _(
        "If the placement differs from it, explain why. A second person has to agree to a placement by our "
        "agency."
    )
    title = _("Decided for this child")
    return {"parts": [kit.Panel(title, lead=lead, pairs=pairs)] if pairs else []}


def boxes_of_current(current: Placement, child: Child, staff: Staff) -> list[kit.AlertBox]:
    """That the child lives otherwise than decided, or where serious incidents are open."""
    boxes = []
    if differences(current):
        told = [join_facts([pair.term, pair.text]) for pair in decided_pairs(child, staff)]
        title = _("The current placement differs from what was decided for the child.")
        boxes.append(kit.AlertBox(title, "; ".join(told), kind="attend"))
    if current.facility_id is not None:
        warned = open_incidents_text(count_open_incidents(current.facility_id))
        boxes += [kit.AlertBox(warned, kind="attend")] if warned else []
    return boxes
