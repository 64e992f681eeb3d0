"""When facts about a child may be disclosed to another country. Receiving an enquiry is never refused.

Nothing here decides where the child goes: an answer is a fact to weigh, and a return is decided for
one child, with them, in `consent` (domain A.1, rule 16).
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
from saathi.infra.reasons import mark as _
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    FearOfAuthority,
)


@dataclass(frozen=True, slots=True)
class CrossBorderDisclosureFacts:
    """What would be disclosed to another country about a child, and its legal basis."""

    facts: Collection[ProtocolShareableFact]
    fear: FearOfAuthority
    her_view: ChildViewOnEnquiry | None
    best: str
    clues: str = ""
    rests_on_consent: bool = False


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
            "No agreed protocol with this country holds on this day. Without one nothing goes."
        )
        reasons.append(Reason("protocol", text))
    elif set(disclosure.facts) - protocol.may_go:
        text = _("The protocol does not let all of this go. Choose among what it names.")
        reasons.append(Reason("facts", text))
    if not disclosure.facts:
        reasons.append(Reason("facts", _("Choose what goes: the least that the question needs.")))
    if disclosure.clues.strip() and ProtocolShareableFact.CLUES not in disclosure.facts:
        text = _("What the child remembers does not go unless it is chosen above.")
        reasons.append(Reason("clues", text))
    reasons += _reasons_from_child_view(disclosure)
    if not disclosure.rests_on_consent:
        text = _(
            "Say on which consent or other basis it rests. Record it first where there is none."
        )
        reasons.append(Reason("consent", text))
    if not disclosure.best.strip():
        text = _("Write why this is good for this child.")
        reasons.append(Reason("best", text))
    return tuple(reasons)


def _reasons_from_child_view(disclosure: CrossBorderDisclosureFacts) -> list[Reason]:
    reasons = []
    if disclosure.fear in {FearOfAuthority.NOT_RECORDED, FearOfAuthority.NOT_ASKED}:
        text = _("Talk over first whether the child has a reason to fear anybody there.")
        reasons.append(Reason("fear", text))
    elif disclosure.fear == FearOfAuthority.FEARS:
        text = _(
            "Nothing goes where the child fears somebody. Get legal help on asylum and staying."
        )
        reasons.append(Reason("fear", text))
    if disclosure.her_view is None:
        reasons.append(Reason("her_view", _("Say what the child says to it.")))
    elif disclosure.her_view == ChildViewOnEnquiry.REFUSES:
        text = _("The child does not want it. Nothing goes.")
        reasons.append(Reason("her_view", text))
    return reasons


def reasons_against_question(
    asks: Collection[ProtocolQuestion], protocol: CountryProtocol | None
) -> tuple[Reason, ...]:
    """Why this must not be asked under the protocol; empty if it may."""
    if not asks:
        return (Reason("asks", _("Say what you ask.")),)
    if protocol is not None and set(asks) - protocol.may_ask:
        text = _("The protocol does not let all of this be asked. Choose among what it names.")
        return (Reason("asks", text),)
    return ()


@dataclass(frozen=True, slots=True)
class CrossBorderEnquiryFacts:
    """The state of an enquiry: direction, day, and whether facts were disclosed."""

    direction: EnquiryDirection
    asked_on: dt.date
    has_facts: bool


def reasons_against_answer(
    enquiry: CrossBorderEnquiryFacts, state: CrossBorderEnquiryState, *, answered_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why an outcome is incomplete; empty if it can be saved.

    A confirmation discloses that the child is here: only an answer may do that.
    """
    reasons = []
    confirms = state in {CrossBorderEnquiryState.CONFIRMED, CrossBorderEnquiryState.IN_PART}
    if confirms and enquiry.direction == EnquiryDirection.THEY_ASK and not enquiry.has_facts:
        text = _("To confirm tells them about the child. Answer it, with what may go.")
        reasons.append(Reason("state", text))
    if state != CrossBorderEnquiryState.OPEN and answered_on is None:
        reasons.append(Reason("answered_on", _("On which day was it answered?")))
    if answered_on is not None and answered_on < enquiry.asked_on:
        reasons.append(Reason("answered_on", _("It cannot be answered before it was asked.")))
    return tuple(reasons)
