"""When facts on a child may be disclosed abroad. Receipt of an enquiry is never refused.

Nothing here decides where the child goes: an answer is one fact to weigh; a return is decided
individually, with the child, in `consent` (domain A.1, rule 16).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from saathi.agencies.country_protocols import (
    CountryProtocol,
    ProtocolQuestion,
    ProtocolShareableFact,
)
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    EnquiryRoute,
    FearOfAuthority,
)


@dataclass(frozen=True, slots=True)
class CrossBorderDisclosureFacts:
    """What would be disclosed to another country about a child, and its legal basis."""

    facts: Collection[ProtocolShareableFact]
    fear: FearOfAuthority
    child_view: ChildViewOnEnquiry | None
    best: str
    clues: str = ""
    rests_on_consent: bool = False
    is_silent: bool = False  # see `consent.rules.is_silence_on_own_consent`


def reasons_against_disclosure(
    disclosure: CrossBorderDisclosureFacts, protocol: CountryProtocol | None, *, on: dt.date
) -> tuple[Reason, ...]:
    """Why these facts must not be disclosed; empty if they may.

    Asylum, statelessness and danger are discussed with the child, and the child agrees, before any
    contact with an authority of origin (domain A.1, practice).
    """
    reasons = []
    if protocol is None or not protocol.is_in_force_on(on):
        text = _(
            "No agreement with this country is in force on this date. Without an "
            "agreement, no information may be shared."
        )
        reasons.append(Reason("protocol", text))
    elif set(disclosure.facts) - protocol.may_go:
        text = _(
            "The agreement does not allow all of this information to be shared. Select "
            "only information that it allows."
        )
        reasons.append(Reason("facts", text))
    if not disclosure.facts:
        reasons.append(
            Reason("facts", _("Select the information to share: only what the request needs."))
        )
    if disclosure.clues.strip() and ProtocolShareableFact.CLUES not in disclosure.facts:
        text = _("The child’s memories of home are shared only if selected above.")
        reasons.append(Reason("clues", text))
    reasons += _reasons_from_child_view(disclosure)
    if not disclosure.rests_on_consent:
        text = _("Select the consent or other legal basis. If there is none, record it first.")
        reasons.append(Reason("consent", text))
    if not disclosure.best.strip():
        text = _("Enter why this is in the child’s best interests.")
        reasons.append(Reason("best", text))
    return tuple(reasons)


def _reasons_from_child_view(disclosure: CrossBorderDisclosureFacts) -> list[Reason]:
    reasons = []
    if disclosure.fear in {FearOfAuthority.NOT_RECORDED, FearOfAuthority.NOT_ASKED}:
        text = _(
            "First discuss with the child whether they have a reason to fear anyone in that "
            "country."
        )
        reasons.append(Reason("fear", text))
    elif disclosure.fear == FearOfAuthority.FEARS:
        text = _(
            "No information may be shared if the child fears someone in that country. Get "
            "legal advice on asylum and residence."
        )
        reasons.append(Reason("fear", text))
    if disclosure.child_view is None:
        reasons.append(Reason("child_view", _("Select the child’s view.")))
    elif disclosure.child_view == ChildViewOnEnquiry.REFUSES:
        text = _("The child does not agree. No information may be shared.")
        reasons.append(Reason("child_view", text))
    if disclosure.is_silent:
        text = _(
            "The child chose not to say, and the legal basis is the child’s own consent. Ask the child "
            "again, or choose a legal basis that does not need the child’s agreement."
        )
        reasons.append(Reason("child_view", text))
    return reasons


def reasons_against_question(
    asks: Collection[ProtocolQuestion], protocol: CountryProtocol | None
) -> tuple[Reason, ...]:
    """Why this must not be asked under the protocol; empty if it may be."""
    if not asks:
        return (Reason("asks", _("Select questions to ask.")),)
    if protocol is not None and set(asks) - protocol.may_ask:
        text = _(
            "The agreement does not allow all of these questions. Select only questions "
            "that it allows."
        )
        return (Reason("asks", text),)
    return ()


def reasons_against_route(
    route: EnquiryRoute, *, country: str, through: str, has_focal_point: bool
) -> tuple[Reason, ...]:
    """Why an enquiry cannot go this way; empty if it can.

    `through` is the country of the chosen focal point, `has_focal_point` whether the other country
    has one. It may go another way, and the record says so.
    """
    if route == EnquiryRoute.FOCAL_POINT and through != country:
        text = _("This focal point is in another country. Choose one in the other country.")
        return (Reason("route", text),)
    if route == EnquiryRoute.NOT_RECORDED and has_focal_point:
        text = _("Choose the national focal point, or say that the request does not go through it.")
        return (Reason("route", text),)
    return ()


@dataclass(frozen=True, slots=True)
class CrossBorderEnquiryFacts:
    """The state of an enquiry: direction, day, and whether facts were disclosed."""

    direction: EnquiryDirection
    asked_on: dt.date
    has_facts: bool


def reasons_against_answering(
    enquiry: CrossBorderEnquiryFacts, state: CrossBorderEnquiryState
) -> tuple[Reason, ...]:
    """Why an enquiry cannot be answered with facts: it is ours, or was answered or withdrawn."""
    is_theirs = enquiry.direction == EnquiryDirection.THEY_ASK
    if is_theirs and state == CrossBorderEnquiryState.OPEN and not enquiry.has_facts:
        return ()
    text = _("Only an incoming request that has not been answered or withdrawn can be answered.")
    return (Reason("facts", text),)


def reasons_against_answer(
    enquiry: CrossBorderEnquiryFacts, state: CrossBorderEnquiryState, *, answered_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why an outcome is incomplete; empty if it can be saved.

    A confirmation discloses that the child is here: only an answer may do that.
    """
    reasons = []
    confirms = state in {CrossBorderEnquiryState.CONFIRMED, CrossBorderEnquiryState.IN_PART}
    if confirms and enquiry.direction == EnquiryDirection.THEY_ASK and not enquiry.has_facts:
        text = _(
            "A confirmation discloses information about the child. Answer the request instead"
            " and select what may be shared."
        )
        reasons.append(Reason("state", text))
    if state != CrossBorderEnquiryState.OPEN and answered_on is None:
        reasons.append(Reason("answered_on", _("Enter the date of the answer.")))
    if answered_on is not None and answered_on < enquiry.asked_on:
        reasons.append(
            Reason("answered_on", _("Enter an answer date that is not before the request date."))
        )
    return tuple(reasons)
