"""When a request may leave for the other country, and to whom. Pure functions.

The code of a reason is the name of the form field beside which it is shown.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.rules import OTHER_FILE
from saathi.protection.returns.protection_screening.vocabulary import ContactGate, OriginBody
from saathi.protection.returns.transfers.authorisation_rules import GATES_SHUT, SCREENING_NOT_NOW
from saathi.protection.returns.transfers.vocabulary import TransferDirection, TransferState

# After a refusal the other country can be asked again, with other facts or another place.
REQUESTABLE: Final = (
    TransferState.CONSIDERED,
    TransferState.REQUESTED,
    TransferState.REFUSED,
)


# The bodies of a permission to which a request to receive a child goes.
RECEIVING_BODIES: Final = (OriginBody.MINISTRY, OriginBody.CHILD_PROTECTION, OriginBody.OTHER)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request to the other country. `may_go`: what the protocol allows; None without a protocol."""

    state: TransferState
    direction: TransferDirection
    facts: Collection[str]
    may_go: Collection[str] | None
    has_basis: bool
    gate: ContactGate
    is_to_origin: bool
    is_in_system: bool = False  # the channel is this system
    has_receiver: bool = False
    sent_on: dt.date | None = None
    answer_by: dt.date | None = None
    is_repeated: bool = False  # the same was sent, and waits for its answer
    lacks: Collection[str] = ()  # codes of `REQUEST_LACKS`, as the database finds them


# What a request lacks besides the screening (`functions/requests.sql`): the field, and the reason.
REQUEST_LACKS: Final[Mapping[str, tuple[str, str]]] = {
    "basis": (
        "consent",
        _(
            "Choose a consent or other legal basis that is active and covers contact with the other "
            "country or the transfer."
        ),
    ),
    "old_basis": (
        "consent",
        _("This legal basis is older than the reopening of the decision. Ask the child again."),
    ),
    "permission": (
        "screening",
        _(
            "A supervisor has not permitted contact with this country. Request it under "
            "“International protection”."
        ),
    ),
    "narrow": (
        "facts",
        _(
            "The permission to contact this country is for another body, or does not cover all of this "
            "information. Select less, or request another permission under “International protection”."
        ),
    ),
    "not_asked": ("child_view", _("Ask the child about this transfer first.")),
    "refuses": (
        "child_view",
        _("The child does not want to go. Do not ask the other country to receive the child."),
    ),
    "other_file": ("screening", OTHER_FILE),
}


def reasons_against_request(request: RequestFacts) -> tuple[Reason, ...]:
    """Why a request cannot be sent."""
    reasons = []
    if request.direction != TransferDirection.OUTGOING or request.state not in REQUESTABLE:
        reasons.append(Reason("state", _("This transfer needs no request now.")))
    if request.gate == ContactGate.NOT_NOW:  # one answer, wherever it leads: it tells no result
        reasons.append(Reason("screening", SCREENING_NOT_NOW))
    elif request.gate == ContactGate.OTHER_FILE:
        reasons.append(Reason("screening", OTHER_FILE))
    elif request.gate in {ContactGate.NOT_SCREENED, ContactGate.UNFINISHED}:
        text = _("First finish the screening for international protection.")
        reasons.append(Reason("screening", text))
    elif request.gate in GATES_SHUT and request.is_to_origin:
        text = _("The country of origin must not be contacted: protection is needed or claimed.")
        reasons.append(Reason("screening", text))
    lacks = set(request.lacks) | (set() if request.has_basis else {"basis"})
    reasons += [Reason(*reason) for code, reason in REQUEST_LACKS.items() if code in lacks]
    if request.may_go is not None and not set(request.facts) <= set(request.may_go):
        text = _("The protocol with this country does not allow all of this information.")
        reasons.append(Reason("facts", text))
    return (*reasons, *_reasons_against_sending(request))


def _reasons_against_sending(request: RequestFacts) -> list[Reason]:
    reasons = []
    if request.is_in_system and not request.has_receiver:
        text = _(
            "Choose the colleague who receives the request in this system. A supervisor chooses and "
            "sends it; or send it through the focal points."
        )
        reasons.append(Reason("receiver", text))
    if request.has_receiver and not request.is_in_system:
        text = _(
            "You chose a colleague who receives the request in this system. Choose “In this system” as "
            "the way, or leave the colleague blank."
        )
        reasons.append(Reason("channel", text))
    if request.sent_on and request.answer_by and request.answer_by < request.sent_on:
        text = _("Enter a day on or after the day on which the request is sent.")
        reasons.append(Reason("answer_by", text))
    if request.is_repeated:
        text = _(
            "This request was sent already and waits for its answer. Change what is shared or asked, "
            "or record the answer."
        )
        reasons.append(Reason("asks", text))
    return reasons


def reasons_against_receiver(
    *, country: str, to_country: str, is_own_agency: bool, may_work: bool, may_assign: bool
) -> tuple[Reason, ...]:
    """Why a member of staff cannot receive a child, or not by a request of this person."""
    reasons = []
    if not may_assign:
        text = _("A supervisor sends a request to a colleague of another agency.")
        reasons.append(Reason("receiver", text))
    if is_own_agency or country != to_country or not may_work:
        text = _("Choose a colleague who works on cases in an agency of the other country.")
        reasons.append(Reason("receiver", text))
    return tuple(reasons)
