"""What the rules read of a placement that is entered: its facts, its first review and its last day."""

import datetime as dt

from saathi.protection.care.placements import agreement_rules, review_rules, rules
from saathi.protection.care.placements import vocabulary as codes
from saathi.protection.care.placements.models import Placement


def placement_entry_for_rules(placement: Placement, today: dt.date) -> rules.PlacementEntry:
    """What was entered of a placement, for the rules."""
    return rules.PlacementEntry(
        kind=codes.PlacementKind(placement.kind),
        basis=codes.PlacementBasis(placement.basis),
        started_on=placement.started_on,
        today=today,
        view=codes.PlacementView(placement.view),
        siblings=codes.SiblingsPlacement(placement.siblings),
        has_facility=placement.facility is not None,
        has_family=placement.assessment is not None,
        has_place=bool(placement.place.strip()),
        options=(placement.parents_option, placement.kin_option, placement.foster_option),
        has_view_note=bool(placement.view_note.strip()),
        has_options_words=bool(placement.options_words.strip()),
        siblings_apart=placement.siblings_apart,
        planned_end=placement.planned_end,
    )


def first_review_of(placement: Placement) -> dt.date:
    """The day of the first review: soon, if something was unmet."""
    first = review_rules.first_review(codes.PlacementKind(placement.kind), placement.started_on)
    soon = placement.started_on + dt.timedelta(days=review_rules.RESIDENT_DAYS)
    return min(first, soon) if placement.unmet else first


def last_day_of(placement: Placement) -> dt.date | None:
    """The last day of a placement by an exception or of a short stay by our agency; None without one."""
    return agreement_rules.expires_on(
        codes.PlacementKind(placement.kind),
        codes.PlacementBasis(placement.basis),
        placement.planned_end,
        placement.exception_until,
    )
