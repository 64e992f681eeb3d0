"""Reads of why a second person has to agree to a placement; the rules are in `agreement_rules`."""

from django.utils.translation import gettext

from saathi.infra.reasons import Reason
from saathi.people.vocabulary import Gender
from saathi.protection.care.facilities.queries import is_for_one_sex
from saathi.protection.care.facility_incidents.queries import (
    count_open_incidents,
    may_name_incidents,
)
from saathi.protection.care.placements import answer_queries, decided_queries, rules
from saathi.protection.care.placements.agreement_rules import DIFFERENCES, OPEN_INCIDENTS
from saathi.protection.care.placements.answer_rules import EARLIER_NO
from saathi.protection.care.placements.models import Placement
from saathi.protection.care.placements.vocabulary import PlacementView

# What the worker and the second person say of a request may name the incidents, too.
_WORDS_OF_REQUEST = frozenset({"exception_why", "question"})


def is_sex_unknown(placement: Placement) -> bool:
    """Whether the child is recorded neither as girl nor as boy, and the facility is for one sex."""
    facility = placement.facility
    if facility is None or placement.child.gender in {Gender.GIRL, Gender.BOY}:
        return False
    return is_for_one_sex(facility)


def reasons_of_other_domains(placement: Placement) -> list[Reason]:
    """Why a second person has to agree, as earlier records and other domains know it.

    Without what the reader may not learn.
    """
    facility_id = placement.facility_id
    found = [OPEN_INCIDENTS] if facility_id and count_open_incidents(facility_id) else []
    differs = decided_queries.differences(placement)
    said_no = placement.view != PlacementView.OBJECTS and answer_queries.earlier_no_id(placement)
    earlier = [EARLIER_NO] if said_no else []
    return [*earlier, *found, *(reason for reason in DIFFERENCES if reason.code in differs)]


def unmet_codes(placement: Placement, found: list[str]) -> list[str]:
    """What is unmet when a second person agrees: also incidents of which this person may not know."""
    asked = OPEN_INCIDENTS.code in placement.unmet
    is_kept = asked and OPEN_INCIDENTS.code not in found and _hides_incidents(placement)
    return [*found, OPEN_INCIDENTS.code] if is_kept else found


def _hides_incidents(placement: Placement) -> bool:
    facility_id = placement.facility_id
    return facility_id is not None and not may_name_incidents(facility_id)


def shown_unmet(placement: Placement) -> list[str]:
    """What a placement lacks, in words; without incidents of which the reader may not know."""
    is_hidden = _is_about_hidden_incidents(placement)
    return [
        gettext(rules.UNMET_TEXTS[code])
        for code in placement.unmet
        if not (is_hidden and code == OPEN_INCIDENTS.code)
    ]


def shown_fields(placement: Placement, names: list[str]) -> list[str]:
    """These fields of a placement; without words about incidents of which the reader may not know."""
    if not _is_about_hidden_incidents(placement):
        return names
    return [name for name in names if name not in _WORDS_OF_REQUEST]


def _is_about_hidden_incidents(placement: Placement) -> bool:
    return OPEN_INCIDENTS.code in placement.unmet and _hides_incidents(placement)
