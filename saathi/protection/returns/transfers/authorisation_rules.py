"""What the authorisation of a transfer to another country needs. Pure functions.

A transfer is a possible outcome, never the default (domain A.1, rule 16). All that is missing is
shown at once; no condition is waived because the others hold. The same conditions are asked again
by a trigger, as far as codes and dates tell (`functions/authorisation.sql`).
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from saathi.infra.countries import Country
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.vocabulary import Solution
from saathi.protection.returns.protection_screening.rules import OTHER_FILE
from saathi.protection.returns.protection_screening.vocabulary import ContactGate, PermissionState
from saathi.protection.returns.tracing.reunification_rules import VIEW_DAYS
from saathi.protection.returns.transfers import (
    journey_facts,
    order_rules,
    view_rules,
    vocabulary,
)
from saathi.protection.returns.transfers.court_rules import OpenCourtMatter, reasons_of_courts
from saathi.protection.returns.transfers.paper_rules import PaperFacts, missing_papers
from saathi.protection.returns.transfers.safety_rules import (
    SafetyAssessmentFacts,
    missing_of_safety,
)
from saathi.protection.returns.transfers.stateless_rules import reasons_of_stateless
from saathi.protection.returns.transfers.vocabulary import (
    SUFFICIENT_STANDINGS,
    ReceivingCare,
    SafetySubject,
    TransferAnswerCode,
    TransferCoordination,
    TransferKind,
    TransferPaper,
    TransferWish,
)
from saathi.protection.returns.verifications.vocabulary import CourtNeedKind, PermitState

# Derived defaults, to be verified with practitioners; SQL reads them as `{values.transfer_…}`.
FIRST_VISIT_DAYS: Final = 3  # from the arrival to the first visit: 72 hours
ASSESSED_DAYS: Final = 183  # how old our assessment beside an order of an authority may be

_ALL_SOLUTIONS = (Solution.RETURN, Solution.FAMILY, Solution.RELATIVES, Solution.THIRD_COUNTRY)
# The solutions of a best interests decision that fit each kind of transfer.
FITTING_SOLUTIONS: Final[Mapping[TransferKind, tuple[Solution, ...]]] = {
    TransferKind.RETURN: (Solution.RETURN,),
    TransferKind.RELATIVES: (Solution.FAMILY, Solution.RELATIVES),
    TransferKind.THIRD_COUNTRY: (Solution.THIRD_COUNTRY,),
    TransferKind.ORDERED: _ALL_SOLUTIONS,
}
# The country that denied that the child is from there receives no child by these.
DENIAL_COUNTS: Final = frozenset(
    {TransferKind.RETURN, TransferKind.ORDERED, TransferKind.RELATIVES}
)
# The country of origin is then not contacted; `NOT_NOW` is the answer for those who do not read why.
GATES_SHUT: Final = (ContactGate.CLOSED, ContactGate.NOT_NOW)


class OriginFinding(Enum):
    """What the other country answered on the child's nationality or address."""

    NOT_VERIFIED = "not_verified"
    VERIFIED = "verified"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """The newest receiving placement."""

    care: ReceivingCare
    standing: vocabulary.PlacementStanding
    has_worker: bool
    first_visit_on: dt.date | None
    has_reasons: bool
    is_visited: bool = True  # on a day, by a named person


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """The newest permit of one type."""

    state: PermitState
    valid_until: dt.date | None


@dataclass(frozen=True, slots=True)
class CourtNeedFacts:
    """The newest statement on one case of a court."""

    need: CourtNeedKind
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class TransferFacts:
    """The facts for and against a transfer. All times are local times of the child's office."""

    kind: TransferKind
    from_country: str
    to_country: str
    coordination: str
    has_agreement: bool
    has_focal_points: bool
    unusable_basis: Collection[str]  # not in force, or not confirmed: field names
    basis_faults: Collection[Reason]  # of an agreement or focal points of other countries
    acting_office: str
    answer: TransferAnswerCode | None
    has_receiver: bool  # a colleague of the receiving agency answers in this system
    has_determination: bool  # in force, for this kind and country
    has_order: bool  # of an authority, with our assessment
    decision_faults: Collection[Reason]  # why a determination or an order does not count
    has_guardian_view: bool  # heard, or declined, or recorded that there is no guardian
    has_guardian: bool  # no if a panel recorded that there is none
    view: view_rules.ViewFacts | None  # the answer that counts
    has_open_doubt: bool  # no reply yet, or no other person asked again
    child_stopped_on: dt.date | None  # the last day on which the child stopped a transfer
    departure_view: view_rules.ViewFacts | None
    is_off: bool  # the child did not want to go after the authorisation
    safety: Mapping[SafetySubject, SafetyAssessmentFacts]
    gate: ContactGate
    is_represented: bool  # contact by the representative is permitted, and the child agreed
    is_to_origin: bool  # or a later leg leads there
    unpermitted: (
        str  # why no permission to contact the country of origin is in force; empty if one is
    )
    is_against_elsewhere: bool  # another file of the child gives a reason against it
    origin: OriginFinding
    placement: PlacementFacts | None
    permits: Collection[PermitFacts]
    court_needs: Collection[CourtNeedFacts]
    open_courts: Collection[OpenCourtMatter]  # of proceedings
    journey: journey_facts.JourneyFacts | None
    papers: Mapping[TransferPaper, PaperFacts]
    disclosing_texts: Collection[str]  # codes of texts with words about exploitation
    has_unexplained_correction: bool  # a country of origin was removed without a reason


def missing_for_authorisation(facts: TransferFacts, *, on: dt.date) -> tuple[Reason, ...]:
    """All that is missing for the authorisation of a transfer on a day; empty if nothing is."""
    travels_on = journey_facts.local_day(facts.journey.departs_at) if facts.journey else on
    day = max(on, travels_on)
    return (
        *_missing_of_decision(facts),
        *_missing_of_view(facts, on),
        *missing_of_safety(facts.safety, on),
        *_missing_of_screening(facts),
        *_missing_of_origin(facts),
        *_missing_of_corrections(facts),
        *_missing_of_other_country(facts),
        *_missing_of_placement(facts),
        *_missing_of_permits(facts, day),
        *journey_facts.missing_of_journey(facts.journey, on=on),
        *_missing_of_papers(facts, day),
        *_missing_of_texts(facts),
    )


def _missing_of_decision(facts: TransferFacts) -> list[Reason]:
    reasons: list[Reason] = []
    if facts.kind == TransferKind.ORDERED:
        reasons += order_rules.reasons_without_order(
            facts.decision_faults, has_order=facts.has_order
        )
    elif not facts.has_determination and not facts.has_order:
        text = _(
            "There is no best interests determination in force for this transfer, and no order of an "
            "authority with a full, approved assessment of ours."
        )
        reasons += [Reason("best_interests", text), *facts.decision_faults]
    if not facts.has_guardian_view:
        text = _("The guardian was not heard, and it is not recorded that there is none.")
        reasons.append(Reason("guardian", text))
    return reasons


def _missing_of_view(facts: TransferFacts, on: dt.date) -> list[Reason]:
    view = facts.view
    if view is None or view.wish == TransferWish.NOT_ASKED:
        return [Reason("child_view", _("The child was not asked about this transfer."))]
    if view.wish == TransferWish.DOES_NOT_WANT:
        return [Reason("child_view", view_rules.REFUSES)]
    if view_rules.is_before_stop(view, facts.child_stopped_on):
        return [Reason("child_view", view_rules.STOPPED_BY_CHILD)]
    if (on - journey_facts.local_day(view.asked_at)).days > VIEW_DAYS:
        text = _("The child’s view is older than 14 days. Ask the child again.")
        return [Reason("child_view", text)]
    return [Reason("reply", view_rules.UNANSWERED)] if facts.has_open_doubt else []


# For those who do not read the screening, whatever it found.
SCREENING_NOT_NOW: Final = _(
    "The screening for international protection does not allow this now. Ask your supervisor, who reads it."
)


UNEXPLAINED: Final = _(
    "A country of origin was removed from the records of the child. Enter the reason under "
    "“International protection”: the person who authorises the transfer reads it."
)


def _missing_of_corrections(facts: TransferFacts) -> list[Reason]:
    return [Reason("correction", UNEXPLAINED)] if facts.has_unexplained_correction else []


UNPERMITTED: Final = _(
    "No permission to contact this country is in force: it ended, or its consent was withdrawn. Request "
    "it again under “International protection”."
)

UNPERMITTED_BY_STATE: Final[Mapping[str | None, str]] = {
    None: _(
        "Permission to contact this country was not requested. Request it under “International protection”."
    ),
    PermissionState.ASKED: _(
        "The request to contact this country awaits a supervisor. It is under “International protection”."
    ),
    PermissionState.REFUSED: _(
        "A supervisor did not permit contact with this country. The reason is under “International "
        "protection”; make a new request when it is met."
    ),
}


_UNFINISHED: Final = _("The screening for international protection is not finished.")
# These allow no transfer to any country, and tell no result.
SHUT_EVERYWHERE: Final[Mapping[ContactGate, str]] = {
    ContactGate.NOT_NOW: SCREENING_NOT_NOW,
    ContactGate.OTHER_FILE: OTHER_FILE,
    ContactGate.NOT_SCREENED: _UNFINISHED,
    ContactGate.UNFINISHED: _UNFINISHED,
}


def _missing_of_screening(facts: TransferFacts) -> list[Reason]:
    if facts.is_against_elsewhere:
        return [Reason("screening", OTHER_FILE)]
    if text := SHUT_EVERYWHERE.get(facts.gate):
        return [Reason("screening", text)]
    if facts.gate in GATES_SHUT and facts.is_to_origin:
        text = _(
            "A need for international protection is open or was found. The child does not go to the "
            "country of origin, nor to a country that the file or the child’s way names as origin."
        )
        return [Reason("screening", text)]
    if facts.unpermitted:
        return [Reason("screening", facts.unpermitted)]
    if facts.is_to_origin:
        return list(reasons_of_stateless(facts.gate, is_represented=facts.is_represented))
    return []


def _missing_of_origin(facts: TransferFacts) -> list[Reason]:
    if facts.kind in DENIAL_COUNTS and facts.origin == OriginFinding.DENIED:
        text = _(
            "The other country answered that the child is not a national, or not from there. The "
            "child is not returned there."
        )
        return [Reason("origin", text)]
    if facts.kind == TransferKind.RETURN and facts.origin != OriginFinding.VERIFIED:
        text = _(
            "It is not verified that this is the child’s own country: no answer confirms the "
            "nationality or the address. Verify it."
        )
        return [Reason("origin", text)]
    return []


# By whether a colleague of the receiving agency answers in this system.
_NOT_ACCEPTED: Final = {
    False: _("The other country has not accepted the transfer."),
    True: _(
        "The colleague of the receiving agency has not accepted the transfer in this system. A "
        "letter does not replace this."
    ),
}
_NO_PLACEMENT: Final = {
    False: _("There is no receiving placement."),
    True: _(
        "The colleague of the receiving agency has not recorded the receiving placement in this system."
    ),
}


def is_within_region(from_country: str, to_country: str) -> bool:
    """Whether both countries are Member States of the regional conventions."""
    return from_country in Country.values and to_country in Country.values


def _missing_of_other_country(facts: TransferFacts) -> list[Reason]:
    reasons = []
    if facts.answer not in {TransferAnswerCode.ACCEPTED, TransferAnswerCode.ACCEPTED_IF}:
        reasons.append(Reason("answer", _NOT_ACCEPTED[facts.has_receiver]))
    coordination = facts.coordination
    needs_agreement = is_within_region(facts.from_country, facts.to_country)
    if needs_agreement or coordination in {"", TransferCoordination.AGREEMENT}:
        if not facts.has_agreement:
            text = _("Choose the agreement under which the child is transferred.")
            reasons.append(Reason("agreement", text))
    elif not facts.acting_office.strip():
        text = _("Enter the law or practice, and the offices that act in both countries.")
        reasons.append(Reason("acting_office", text))
    if not facts.has_focal_points and (
        needs_agreement or coordination != TransferCoordination.OFFICES
    ):
        text = _("Choose the national focal points of both countries.")
        reasons.append(Reason("focal_points", text))
    return [*reasons, *facts.basis_faults, *_unusable_basis(facts)]


def _unusable_basis(facts: TransferFacts) -> list[Reason]:
    reasons = []
    if "agreement" in facts.unusable_basis:
        text = _("The agreement is not in force, or a second person has not confirmed its entry.")
        reasons.append(Reason("agreement", text))
    if {"our_focal_point", "their_focal_point"} & set(facts.unusable_basis):
        text = _("Choose the national focal points whose entries a second person has confirmed.")
        reasons.append(Reason("focal_points", text))
    return reasons


def _missing_of_placement(facts: TransferFacts) -> list[Reason]:
    placement = facts.placement
    if placement is None:
        return [Reason("placement", _NO_PLACEMENT[facts.has_receiver])]
    reasons = []
    if placement.standing not in SUFFICIENT_STANDINGS:
        text = _("The receiving placement does not meet the minimum standards, or it is not known.")
        reasons.append(Reason("placement", text))
    elif not placement.is_visited:
        text = _("The receiving placement was not visited: enter the day, and who visited it.")
        reasons.append(Reason("placement", text))
    if not placement.has_worker:
        text = _("No case worker is named who receives the child.")
        reasons.append(Reason("receiving_worker", text))
    if placement.care == ReceivingCare.FACILITY and not placement.has_reasons:
        text = _("Residential care needs the reason why no family placement is possible.")
        reasons.append(Reason("why_facility", text))
    return [*reasons, *_missing_of_first_visit(placement.first_visit_on, facts.journey)]


def _missing_of_first_visit(
    visit_on: dt.date | None, journey: journey_facts.JourneyFacts | None
) -> list[Reason]:
    if visit_on is None:
        return [Reason("first_visit_on", _("No day is planned for the first visit to the child."))]
    if journey is None:
        return []
    arrives = journey_facts.local_day(journey.arrives_at)
    if not arrives <= visit_on <= arrives + dt.timedelta(days=FIRST_VISIT_DAYS):
        text = _("The first visit is not planned within 72 hours after the arrival.")
        return [Reason("first_visit_on", text)]
    return []


def _missing_of_permits(facts: TransferFacts, day: dt.date) -> list[Reason]:
    reasons = []
    if any(permit.state != PermitState.RECEIVED for permit in facts.permits):
        reasons.append(Reason("permits", _("A permit is still requested, or was refused.")))
    if any(permit.valid_until and permit.valid_until < day for permit in facts.permits):
        reasons.append(Reason("permits", _("A permit is not valid on the day of the journey.")))
    is_needed = any(
        court.need in {CourtNeedKind.IN_PERSON, CourtNeedKind.NOT_KNOWN}
        and (court.until is None or court.until >= day)
        for court in facts.court_needs
    )
    if is_needed:
        text = _("A court still needs the child in person, or it is not known.")
        reasons.append(Reason("court", text))
    return [*reasons, *reasons_of_courts(facts.open_courts)]


def _missing_of_papers(facts: TransferFacts, day: dt.date) -> list[Reason]:
    if missing_papers(facts.papers, day=day, has_guardian=facts.has_guardian):
        text = _(
            "Documents of the checklist are missing or not valid on the day of the journey. Record "
            "that they are here, or not needed with the reason. Travel permit, exit permit, escort order "
            "and medical note need the day until which they are valid; that a permit is not needed needs "
            "the authority that says so."
        )
        return [Reason("papers", text)]
    return []


def _missing_of_texts(facts: TransferFacts) -> list[Reason]:
    if facts.disclosing_texts:
        text = _(
            "A text that goes to the other country, or on the way, has words about exploitation or "
            "abuse. Change it."
        )
        return [Reason("neutral", text)]
    return []
