"""When a country of origin may be contacted, and what a screening and a permission need.

Facts are never refused: what others did is recorded and marked. Only what our own staff open is
refused. What the screenings and referrals of a file say is derived in one place, the database
(`functions/contact_gate.sql`).
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.returns.protection_screening.answer_rules import reasons_of_refusal
from saathi.protection.returns.protection_screening.vocabulary import (
    ClaimAppeal,
    ClaimOutcome,
    ContactGate,
    ContactRoute,
    PermissionAnswer,
    PermissionState,
    ProtectionAnswer,
    ProtectionScreeningResult,
)

MAX_PERMISSION_DAYS = 180
# Whoever reads this may read nothing of the other file: one text, whatever is in it.
OTHER_FILE: Final = _(
    "Another file that is, or may be, of this child does not allow this now. If it is among the possible "
    "duplicates, decide first whether they are the same child. Otherwise ask your supervisor, who can "
    "contact the office that keeps it."
)
_AGREES = frozenset({PermissionAnswer.AGREES, PermissionAnswer.IN_PART})
_SILENT: Final = _(
    "The child chose not to say, and the legal basis is the child’s own consent. Ask the child again, or "
    "choose a legal basis that does not need the child’s agreement, in a new request."
)


@dataclass(frozen=True, slots=True)
class ScreeningFacts:
    """A screening as entered. `prompts` has the answer to each of the ten prompts by its name."""

    prompts: Mapping[str, ProtectionAnswer]
    result: ProtectionScreeningResult
    grounds: str = ""
    why_unfinished: str = ""
    continue_on: dt.date | None = None


# Why "no sign" is not possible now, for those who read the screenings. All others get one text.
NO_SIGN_LACKS: Final[Mapping[str, str]] = {
    "granted": _("This result is not possible: the child was granted international protection."),
    "referral": _(
        "This result is not possible now: a referral for international protection awaits a decision. Record "
        "its decision first."
    ),
    "unconfirmed": _(
        "This result is not possible now: the decision on a referral is not confirmed. A second person "
        "confirms it under “Referrals for international protection”."
    ),
    "sign": _(
        "This result is not possible now: an earlier screening found a sign. Refer the child for "
        "international protection, and screen again when that has ended. A decision that was confirmed "
        "before that screening was recorded does not count."
    ),
    "own": _(
        "You recorded or confirmed the decision on a referral of this child. Another person screens again."
    ),
}
_NO_SIGN_NOT_NOW: Final = _(
    "This result is not possible now. An earlier screening or a referral is open, its decision "
    "is not confirmed, or another person screens. Ask your supervisor, who reads them."
)


def reasons_against_screening(
    screening: ScreeningFacts, *, is_claim_over: bool, today: dt.date, lacks: Collection[str] = ()
) -> tuple[Reason, ...]:
    """Why a screening cannot be saved as entered: its result contradicts its answers, or a claim.

    `lacks`: codes of `NO_SIGN_LACKS`, for those who may know them.
    """
    answers = set(screening.prompts.values())
    reasons = []
    if screening.result == ProtectionScreeningResult.NO_SIGN:
        reasons += _reasons_against_no_sign(answers, screening.grounds)
        if not is_claim_over:
            texts = [text for code, text in NO_SIGN_LACKS.items() if code in lacks]
            reasons += [Reason("result", text) for text in texts or (_NO_SIGN_NOT_NOW,)]
    registered = screening.prompts["is_registered"]
    if registered == ProtectionAnswer.YES and screening.result == ProtectionScreeningResult.SIGN:
        text = _("The child is already registered as a refugee. Choose the result that says so.")
        reasons.append(Reason("result", text))
    if registered == ProtectionAnswer.NO and screening.result == ProtectionScreeningResult.REFUGEE:
        text = _("The answers say that the child is not registered as a refugee.")
        reasons.append(Reason("result", text))
    if screening.result == ProtectionScreeningResult.UNFINISHED:
        if not screening.why_unfinished.strip():
            text = _("Enter why the screening is not finished.")
            reasons.append(Reason("why_unfinished", text))
        if screening.continue_on is None or screening.continue_on < today:
            text = _("Enter the date on which the screening continues, today or later.")
            reasons.append(Reason("continue_on", text))
    return tuple(reasons)


def _reasons_against_no_sign(answers: set[ProtectionAnswer], grounds: str) -> list[Reason]:
    reasons = []
    if ProtectionAnswer.YES in answers:
        text = _("An answer is “Yes”, which is a sign of a need for protection.")
        reasons.append(Reason("result", text))
    if ProtectionAnswer.NOT_ASKED in answers:
        text = _("Not all questions were asked. Choose “Not finished”, or ask them.")
        reasons.append(Reason("result", text))
    if answers & {ProtectionAnswer.NOT_KNOWN, ProtectionAnswer.CHOSE_NOT} and not grounds.strip():
        text = _("Some answers are unknown. Enter why you found no sign of a need for protection.")
        reasons.append(Reason("grounds", text))
    return reasons


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """A referral before a change."""

    referred_on: dt.date
    outcome: ClaimOutcome = ClaimOutcome.WAITING
    appeal: ClaimAppeal = ClaimAppeal.NOT_RECORDED


def reasons_against_claim_outcome(
    referral: ReferralFacts, outcome: ClaimOutcome, appeal: ClaimAppeal, decided_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why the outcome of a referral cannot be saved as entered. Protection granted stays so."""
    reasons = []
    granted = _("Protection was granted. This decision cannot be changed.")
    if referral.outcome == ClaimOutcome.RECOGNISED != outcome:
        reasons.append(Reason("outcome", granted))
    if referral.appeal == ClaimAppeal.ALLOWED != appeal:
        reasons.append(Reason("appeal", granted))
    if outcome == ClaimOutcome.WAITING and (decided_on or appeal):
        text = _("Choose the decision, or leave its date and the appeal blank.")
        reasons.append(Reason("outcome", text))
    if outcome != ClaimOutcome.WAITING and decided_on is None:
        reasons.append(Reason("decided_on", _("Enter the date of the decision.")))
    if decided_on is not None and decided_on < referral.referred_on:
        text = _("Enter a date that is not before the referral.")
        reasons.append(Reason("decided_on", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """Whether the country of origin may be contacted about a child.

    `is_represented`: the child agreed that the legal representative makes the contact, and a
    supervisor opened it. `is_claim_over`: no claim is pending, so a screening may end without a sign.
    """

    gate: ContactGate
    is_represented: bool = False
    is_claim_over: bool = True


def may_print_letter(answer: GateAnswer) -> bool:
    """Whether a recorded letter may still be printed: the gate may have closed since."""
    return not reasons_against_contact(answer.gate, "", is_represented=answer.is_represented)


def reasons_against_contact(
    gate: ContactGate, field: str, *, is_represented: bool
) -> tuple[Reason, ...]:
    """Why the country of origin must not be contacted, whatever the legal basis; `field` is the code."""
    texts = {
        ContactGate.NOT_SCREENED: _(
            "The child has not been screened for international protection by a trained person. "
            "Record a screening first."
        ),
        ContactGate.UNFINISHED: _(
            "The screening for international protection is not finished. Finish it first."
        ),
        ContactGate.CLOSED: _(
            "The country of origin may not be contacted: the child may need or has international "
            "protection."
        ),
        ContactGate.NOT_NOW: _(
            "The country of origin may not be contacted: the screening for international protection "
            "does not allow it now."
        ),
        ContactGate.OTHER_FILE: OTHER_FILE,
        ContactGate.STATELESS: _(
            "The child may be stateless. Only the legal representative may make this contact, "
            "with the child’s assent or consent."
        ),
    }
    if gate == ContactGate.OPEN or (gate == ContactGate.STATELESS and is_represented):
        return ()
    return (Reason(field, texts[gate]),)


def reasons_against_request(
    facts: Collection[str], ends_on: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a request for permission is incomplete."""
    reasons = []
    if not facts:
        text = _("Select the information to share: only what the contact needs.")
        reasons.append(Reason("facts", text))
    if not today <= ends_on <= today + dt.timedelta(days=MAX_PERMISSION_DAYS):
        text = _("Enter an end date from today, at most 180 days from now.")
        reasons.append(Reason("ends_on", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class PermissionFacts:
    """What decides whether a supervisor may open a contact."""

    state: PermissionState
    child_answer: PermissionAnswer
    through: ContactRoute
    ends_on: dt.date
    has_legal_basis: bool
    is_own: bool  # the actor asked for it
    is_screener: bool = False  # the actor screened the child
    has_undone_merge: bool = False  # the actor undid a merge of the child's files
    is_refused_elsewhere: bool = False  # the child said no later, in another file
    is_refused: bool = False  # an earlier refusal in this file holds (`answer_rules`)
    is_silent: bool = False  # see `consent.rules.is_silence_on_own_consent`


def reasons_against_opening(
    permission: PermissionFacts, gate: ContactGate, *, today: dt.date
) -> tuple[Reason, ...]:
    """Why a supervisor may not open this contact; empty if they may."""
    if permission.state != PermissionState.ASKED:
        return (Reason("state", _("This request has already been decided or ended.")),)
    reasons = list(
        reasons_against_contact(gate, "state", is_represented=_is_represented(permission))
    )
    if permission.is_own:
        text = _("You made this request. Another supervisor decides on it.")
        reasons.append(Reason("state", text))
    if permission.is_screener:
        text = _("You screened this child. Another supervisor decides on the contact.")
        reasons.append(Reason("state", text))
    if permission.has_undone_merge:
        text = _("You undid the merge of this file with another. Another supervisor decides.")
        reasons.append(Reason("state", text))
    reasons += _reasons_of_child_and_basis(permission)
    if permission.ends_on < today:
        reasons.append(Reason("state", _("The permission would already have ended.")))
    return tuple(reasons)


def _reasons_of_child_and_basis(permission: PermissionFacts) -> list[Reason]:
    reasons = []
    if permission.child_answer == PermissionAnswer.NOT_ASKED:
        reasons.append(Reason("state", _("Ask the child first, then make a new request.")))
    if permission.child_answer == PermissionAnswer.REFUSES:
        reasons.append(Reason("state", _("The child does not want this contact.")))
    else:
        reasons += reasons_of_refusal("state", holds=permission.is_refused)
    if permission.is_silent:
        reasons.append(Reason("state", _SILENT))
    elif not permission.has_legal_basis:
        text = _("The request has no active consent or other legal basis.")
        reasons.append(Reason("state", text))
    if permission.is_refused_elsewhere:
        reasons.append(Reason("state", OTHER_FILE))
    return reasons


def reasons_against_refusal(
    state: PermissionState, *, is_own: bool, reason: str
) -> tuple[Reason, ...]:
    """Why a supervisor may not refuse this request."""
    if state != PermissionState.ASKED:
        return (Reason("state", _("This request has already been decided or ended.")),)
    if is_own:
        text = _("You made this request. Another supervisor decides on it.")
        return (Reason("state", text),)
    if not reason.strip():
        return (Reason("reason", _("Enter the reason.")),)
    return ()


def reasons_against_ending(state: PermissionState) -> tuple[Reason, ...]:
    """Why a permission or request cannot be ended."""
    if state not in {PermissionState.ASKED, PermissionState.OPEN}:
        return (Reason("state", _("This request has already been decided or ended.")),)
    return ()


def reasons_against_use(
    state: PermissionState,
    *,
    has_legal_basis: bool,
    is_refused_elsewhere: bool = False,
    is_silent: bool = False,
    is_refused: bool = False,
) -> tuple[Reason, ...]:
    """Why a permission cannot be used for a contact: it is not open, or lost its legal basis."""
    if state != PermissionState.OPEN:
        return (Reason("said", _("A supervisor must permit this contact first.")),)
    if is_silent:
        return (Reason("said", _SILENT),)
    if not has_legal_basis:
        text = _("The consent or legal basis of the permission is no longer active.")
        return (Reason("said", text),)
    if is_refused:
        return reasons_of_refusal("said", holds=True)
    return (Reason("said", OTHER_FILE),) if is_refused_elsewhere else ()


def _is_represented(permission: PermissionFacts) -> bool:
    is_through = permission.through == ContactRoute.REPRESENTATIVE
    return is_through and permission.child_answer in _AGREES


def reasons_against_own_contact(
    shared: Collection[str],
    clues: str,
    allowed: Collection[str],
    *,
    is_day_covered: bool,
) -> tuple[Reason, ...]:
    """Why a contact is not covered by its permission; the gate is asked beside this."""
    reasons = []
    if set(shared) - set(allowed):
        text = _("The permission does not cover all of this information.")
        reasons.append(Reason("facts", text))
    if clues.strip() and ProtocolShareableFact.CLUES not in shared:
        text = _("The child’s memories of home are shared only if selected above.")
        reasons.append(Reason("clues", text))
    if not is_day_covered:
        reasons.append(Reason("made_on", _("The permission does not cover this day.")))
    return tuple(reasons)
