"""What the form of a review says above its fields: why the facility was stopped, and what to look at."""

from typing import Any

from django.utils.translation import gettext as _

from saathi.agencies.staff_requests import StaffRequest
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.care.inspections.models import FacilityNotice
from saathi.protection.care.placements import resident_queries
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import PlacementReview
from saathi.protection.care.placements.resident_queries import FailedCriterion


def beside_review(_request: StaffRequest, _child: Child, review: PlacementReview) -> dict[str, Any]:
    """The part above the form of a review; none if the review was planned."""
    if review.occasion == codes.ReviewOccasion.FAILED:
        found = resident_queries.failed_criteria(review)
        return {"parts": [_criteria_panel(found)] if found else []}
    notice = resident_queries.stopping_notice(review)
    return {"parts": [_notice_panel(notice)] if notice else []}


def _criteria_panel(found: list[FailedCriterion]) -> kit.Panel:
    """The critical criteria that were not met, and what they mean for this child."""
    held_on = kit.format_day(found[0].held_on)
    critical = [each for each in found if each.is_critical]
    others = sum(each.is_critical is False for each in found)
    pairs = [
        *(
            kit.LabelledValue(f"{each.code} ({_('critical')})", each.text or "")
            for each in critical
        ),
        kit.LabelledValue(_("Other criteria that were not met"), str(others)),
    ]
    lead = [
        _(
            "The child still lives in this facility. Look at each of these for this child, and ask the child."
        )
        if critical
        else _(
            "None of the criteria that were not met is critical. Ask the child what is missing there."
        ),
        _("Decide whether the child is safe there or moves, and give the reasons."),
    ]
    if found[0].reinspect_by is not None:
        day = kit.format_day(found[0].reinspect_by)
        lead.append(_("The facility is inspected again by %(day)s.") % {"day": day})
    title = _("The facility failed its inspection of %(day)s") % {"day": held_on}
    return kit.Panel(title, lead=" ".join(lead), pairs=pairs)


def _notice_panel(notice: FacilityNotice) -> kit.Panel:
    """The notice that stopped the facility, as all staff read it."""
    pairs = [
        kit.LabelledValue(_("What the facility must do"), notice.text),
        kit.LabelledValue(_("Due on"), kit.format_day(notice.due_on)),
        *(
            [kit.LabelledValue(_("Where the residents go"), notice.residents)]
            if notice.residents
            else []
        ),
    ]
    lead = _(
        "The child still lives in this facility. Decide where this child lives, and ask the child."
    )
    return kit.Panel(kit.format_field(notice, "kind"), lead=lead, pairs=pairs)
