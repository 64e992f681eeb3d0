"""When a case may be offered for transfer, and how long the former staff can still read. Pure functions."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.handovers.vocabulary import (
    ChildViewOnHandover,
    HandoverDeclineReason,
    HandoverState,
)

# Long enough to answer the new staff's questions, short enough to end access [derived].
MAX_FORMER_ACCESS_DAYS: Final = 90
ANSWER_DAYS: Final = 60  # longest time to answer an offer

HANDOVER_TRANSITIONS: Final[dict[HandoverState, frozenset[HandoverState]]] = {
    HandoverState.OFFERED: frozenset(
        {HandoverState.ACCEPTED, HandoverState.DECLINED, HandoverState.WITHDRAWN}
    ),
    HandoverState.ACCEPTED: frozenset(),
    HandoverState.DECLINED: frozenset(),
    HandoverState.WITHDRAWN: frozenset(),
}


def may_transition(before: HandoverState, after: HandoverState) -> bool:
    """Whether a transfer may pass from one state to another: an answer is given once."""
    return after in HANDOVER_TRANSITIONS[before]


def may_answer(state: str, to_office: UUID | None, led_offices: Collection[UUID]) -> bool:
    """Whether leaders of these offices may answer: the receiving office may, while open."""
    return state == HandoverState.OFFERED and to_office in led_offices


BASIS_ENDED: Final = Reason(
    "basis",
    _(
        "The legal basis for this transfer no longer holds. Decline the request, and ask the other agency "
        "to send it again with a legal basis that holds."
    ),
)


# The receiver reads no screening: this says nothing of it.
ABROAD_ENDED: Final = Reason(
    "basis",
    _(
        "This transfer to another country is not possible now. Decline the request; the other agency can "
        "send it again."
    ),
)

# What a transfer to another country lacks, as the database finds it (`handover_lacks_abroad`): the field
# and the reason. One text for every result of a screening.
LACKS_ABROAD: Final[Mapping[str, tuple[str, str]]] = {
    "screening": (
        "to_office",
        _(
            "This office is in another country. The screening for international protection is not finished "
            "or does not allow it."
        ),
    ),
    "permission": (
        "to_office",
        _(
            "This office is in a country of origin, and the whole file would pass to it. First a supervisor "
            "must permit contact with this country with all information, and the child must agree to all of "
            "it. Request it under “International protection”."
        ),
    ),
    "other_file": (
        "to_office",
        _("This office is in another country. Another file of this child does not allow it now."),
    ),
    "not_asked": (
        "child_view",
        _("Ask the child first: the file would pass to another country."),
    ),
    "against": (
        "child_view",
        _(
            "The child disagrees. The file does not pass to another country, whatever the legal basis."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class HandoverOfferFacts:
    """The facts that decide on an offer to another office or agency.

    `lacks_abroad`: codes of `LACKS_ABROAD`; none within the country.
    """

    is_other_agency: bool
    has_basis: bool
    is_hidden_from_receiver: bool
    has_open_offer: bool
    answer_by: dt.date
    former_access_until: dt.date
    lacks_abroad: Collection[str] = ()


def reasons_against_offer(offer: HandoverOfferFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Why a case may not be offered like this; empty if it may (CAS-012, GDN-001).

    The child's file passes to another agency only with consent or another legal basis for the
    transfer, and never to staff that it is hidden from. To another country it passes under the
    conditions of other contact with that country.
    """
    reasons = []
    if offer.is_hidden_from_receiver:
        text = _(
            "The file is hidden from this agency. Choose another agency, or talk to the child."
        )
        reasons.append(Reason("to_office", text))
    if offer.is_other_agency and not offer.has_basis:
        text = _("Record the legal basis for sharing the file with another agency first.")
        reasons.append(Reason("basis", text))
    if offer.has_open_offer:
        text = _("A transfer of this case has already been requested. Withdraw that request first.")
        reasons.append(Reason("waits", text))
    reasons += [Reason(*LACKS_ABROAD[code]) for code in LACKS_ABROAD if code in offer.lacks_abroad]
    days = reasons_against_offer_days(offer.answer_by, offer.former_access_until, today=today)
    return (*reasons, *days)


def reasons_against_offer_days(
    answer_by: dt.date, former_access_until: dt.date, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why an offer may not have these days; the codes are the fields of its forms."""
    reasons = []
    if not today <= answer_by <= today + dt.timedelta(days=ANSWER_DAYS):
        text = _("Choose a day within the next 60 days.")
        reasons.append(Reason("answer_by", text))
    if not today <= former_access_until <= today + dt.timedelta(days=MAX_FORMER_ACCESS_DAYS):
        text = _("Choose a day within the next 90 days.")
        reasons.append(Reason("former_until", text))
    return tuple(reasons)


def reasons_against_child_view(
    view: ChildViewOnHandover, child_informed: str, child_words: str
) -> tuple[Reason, ...]:
    """What is missing in the child's participation; "not asked" and "not informed" are valid.

    The words of a child who is against the transfer are required; those responsible for the case
    read them.
    """
    if view == ChildViewOnHandover.AGAINST and not child_words.strip():
        text = _("Enter the child’s reasons for disagreeing.")
        return (Reason("child_words", text),)
    if not child_informed:
        return (Reason("child_informed", _("Record whether the child was informed.")),)
    return ()


def reasons_not_to_decline(reason: HandoverDeclineReason | None) -> tuple[Reason, ...]:
    """Requires a reason to decline, so that the offering side knows what to do."""
    return (
        ()
        if reason
        else (
            Reason(
                "why_declined",
                _("Enter a reason, so that the requesting team can find another solution."),
            ),
        )
    )
