"""Decisions about the child's testimony: how it was explained, what needs it, and further tellings.

The child's "no" is always recorded, and ends what was approved for an earlier "yes". Nothing here
decides on services, placement or return (JUS-014).
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from saathi.infra.enough_text import has_enough_letters
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.justice.proceedings import vocabulary as codes
from saathi.protection.justice.proceedings.agreement_rules import TestimonyAgreement

# More tellings than this harm the child, as in `screening.rules.MAX_INTERVIEWS_WITHOUT_WARNING`.
MAX_ACCOUNTS_WITHOUT_REASON: Final = 2
# The next days of the court calendar; a hearing in them without the child's agreement is in Act now.
DAYS_AHEAD: Final = 7
# So many days before a hearing for the testimony of the child, the child was asked: see `unagreed_hearings`.
UNASKED_DAYS_AHEAD: Final = 2
CHANGED_ALONE: Final = _(
    "The same person recorded that the child did not want to testify, and then that the child "
    "agrees. Another person asks the child again and records the decision."
)
# Whoever reads this may read nothing of the other file: one text, whatever is in it.
REFUSED_ELSEWHERE: Final = _(
    "Another file of this child does not allow this now. Ask your supervisor, who can contact the office "
    "that keeps it."
)
APPEARS_BEFORE_RECEIPT: Final = (
    Reason(
        "appear_on",
        _(
            "The child cannot be called for a day before the summons was received. Correct one of the "
            "two dates."
        ),
    ),
)
ALREADY_ENDED: Final = (Reason("state", _("The request was already refused or withdrawn.")),)


def reasons_against_summons(served_on: dt.date, appear_on: dt.date | None) -> tuple[Reason, ...]:
    """Why the dates of a summons contradict each other; a summons itself is never refused.

    As the constraint `proceedings_appears_after_receipt`.
    """
    is_before = appear_on is not None and appear_on < served_on
    return APPEARS_BEFORE_RECEIPT if is_before else ()


@dataclass(frozen=True, slots=True)
class TestimonyExplanation:
    """How testimony and the right to refuse it were explained to the child, as recorded."""

    by: codes.DecisionExplainer
    ways: Collection[str] = ()
    language: str = ""
    understanding: Collection[str] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it is known who explained it, how, in which language, and what the child understood.

        As `proceedings_is_explained` in SQL.
        """
        return (
            self.by != codes.DecisionExplainer.NO_ONE
            and bool(set(self.ways) - {codes.ExplanationMethod.NOT_KNOWN})
            and bool(self.language)
            and bool(self.understanding)
            and codes.UnderstandingSeen.NOT_SEEN not in self.understanding
        )


@dataclass(frozen=True, slots=True)
class TestimonyFacts:
    """What the child decided on testimony, as recorded."""

    answer: codes.TestimonyAnswer
    fears: Collection[str]
    pressure: Collection[str]
    explanation: TestimonyExplanation
    conditions: str = ""


def reasons_against_explanation(
    answer: codes.TestimonyAnswer, explanation: TestimonyExplanation
) -> tuple[Reason, ...]:
    """Why a decision cannot be recorded with this explanation.

    An agreement needs a complete one. A child's "no" is recorded whatever was explained.
    """
    if answer in codes.NO_ANSWER:
        return ()
    is_agreement, no_one = answer in codes.MAY_BE_PRESENTED, codes.DecisionExplainer.NO_ONE
    if explanation.by == no_one:
        text = _(
            "A child agrees only after someone explained testimony and the right to refuse. Explain "
            "it first; until then record “Undecided” with the child’s words."
        )
        return (Reason("explained_by", text),) if is_agreement else ()
    reasons = []
    if not explanation.ways or (
        is_agreement and set(explanation.ways) == {codes.ExplanationMethod.NOT_KNOWN}
    ):
        reasons.append(Reason("explained_how", _("Choose how it was explained to the child.")))
    if not explanation.language and is_agreement:
        reasons.append(Reason("language", _("Choose the language of the explanation.")))
    if not explanation.understanding:
        text = _("Choose how it was seen whether the child understood.")
        reasons.append(Reason("understanding", text))
    elif codes.UnderstandingSeen.NOT_SEEN in explanation.understanding and is_agreement:
        text = _(
            "It was not seen that the child understood. Explain it again in another way; until then "
            "record “Undecided” with the child’s words."
        )
        reasons.append(Reason("understanding", text))
    return tuple(reasons)


def reasons_against_testimony_decision(decision: TestimonyFacts) -> tuple[Reason, ...]:
    """Why a decision of the child contradicts itself. No decision is ever refused for what it says."""
    reasons = []
    if decision.answer == codes.TestimonyAnswer.CONDITIONS and not decision.conditions.strip():
        reasons.append(Reason("conditions", _("Enter the child’s conditions.")))
    alone = {codes.TestimonyFear.NONE, codes.TestimonyFear.NOT_ASKED} & set(decision.fears)
    if alone and len(set(decision.fears)) > 1:
        reasons.append(Reason("fears", _("Choose either fears, or that the child states none.")))
    lone = {codes.TestimonyPressure.NONE, codes.TestimonyPressure.NOT_KNOWN}
    if lone & set(decision.pressure) and len(set(decision.pressure)) > 1:
        reasons.append(Reason("pressure", _("Choose either who exerts pressure, or none.")))
    return reasons_against_explanation(decision.answer, decision.explanation) + tuple(reasons)


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """What is planned for the child at a coming hearing."""

    purpose: str
    child_expected: str
    transport: str = ""  # a code of `ArrangementState`


def reasons_against_plan(
    plan: HearingPlan, agreement: TestimonyAgreement, *, is_summoned: bool
) -> tuple[Reason, ...]:
    """Why this plan of a hearing is refused: the child does not agree to testify, and is not summoned.

    No decision is no agreement. How the child took part is recorded with the hearing in any case. As
    `proceedings_require_agreement`.
    """
    if agreement.is_confirmed or is_summoned or plan.purpose in codes.LISTENING_PURPOSES:
        return ()
    reasons = []
    if agreement.is_refused_elsewhere:
        return (Reason("child_expected", REFUSED_ELSEWHERE),)
    is_planned = needs_agreement(plan.purpose, plan.child_expected)
    if agreement.is_given:
        is_moved = plan.transport == codes.ArrangementState.CONFIRMED
        return (Reason("child_expected", CHANGED_ALONE),) if is_planned or is_moved else ()
    if is_planned:
        text = (
            _(
                "The child does not agree to testify. Choose “Not present” or “Not known”; if an "
                "authority summons the child, record the summons first."
            )
            if agreement.is_asked
            else _(
                "The child’s decision on testimony is not recorded. Choose “Not present” or “Not "
                "known” until the child has decided; if an authority summons the child, record the "
                "summons first."
            )
        )
        reasons.append(Reason("child_expected", text))
    if plan.transport == codes.ArrangementState.CONFIRMED:
        text = _("No transport to testimony is arranged before the child agrees to testify.")
        reasons.append(Reason("transport_arranged", text))
    return tuple(reasons)


def needs_agreement(purpose: str, child_expected: str) -> bool:
    """Whether the child may be questioned at a planned hearing, in the room or by video."""
    is_expected = child_expected in {codes.ChildPart.PRESENT, codes.ChildPart.VIDEO}
    return purpose not in codes.LISTENING_PURPOSES and is_expected


def reasons_against_court_letter(
    purpose: str, agreement: TestimonyAgreement, *, is_summoned: bool, asks_to_hear: bool = False
) -> tuple[Reason, ...]:
    """Why no letter says that the child takes part: the child does not agree, and is not summoned.

    Where the child listens or is a party a letter asks for protection; `asks_to_hear`: a request of it is
    to hear the child, which needs the agreement at every hearing.
    """
    needs = asks_to_hear or purpose not in codes.LISTENING_PURPOSES
    if not needs or agreement.is_confirmed or is_summoned:
        return ()
    if agreement.is_refused_elsewhere:
        return (Reason("purpose", REFUSED_ELSEWHERE),)
    if agreement.is_given:
        return (Reason("purpose", CHANGED_ALONE),)
    if not agreement.is_asked:
        text = _(
            "The child’s decision on testimony is not recorded, so no letter asks the court to hear "
            "the child. Record the decision first. If the court summons the child all the same, "
            "record the summons: then the letter asks for protection."
        )
        return (Reason("purpose", text),)
    text = _(
        "The child does not agree to testify, so no letter asks the court to hear the child. If the "
        "court summons the child all the same, record the summons: then the letter asks for protection."
    )
    return (Reason("purpose", text),)


def reasons_against_other_purpose(
    was: str, purpose: str, *, is_agreed: bool, note: str
) -> tuple[Reason, ...]:
    """Why a hearing at which the child was to testify does not become another one without a reason.

    The list of hearings then no longer says that the child has not agreed.
    """
    is_hidden = was in codes.TELLING_PURPOSES and purpose not in codes.TELLING_PURPOSES
    if not is_hidden or is_agreed or has_enough_letters(note):
        return ()
    text = _(
        "The child has not agreed to testify. Enter who at the court changed the purpose, and when: at "
        "least 20 letters, without counting spaces, digits and signs."
    )
    return (Reason("purpose_note", text),)


def reasons_against_withdrawal(
    answer: codes.TestimonyAnswer,
    *,
    decided_on: dt.date,
    earlier: dt.date | None,
    withdrawn_on: dt.date,
) -> tuple[Reason, ...]:
    """Why a withdrawal cannot be saved. The child needs no reason and may withdraw at any time."""
    if earlier is not None:
        return (Reason("withdrawn_on", _("The decision is already withdrawn.")),)
    if answer not in codes.MAY_BE_PRESENTED:
        text = _("The child did not agree to testify. Record a new decision.")
        return (Reason("withdrawn_on", text),)
    if withdrawn_on < decided_on:
        text = _("Enter a date on or after the date of the decision.")
        return (Reason("withdrawn_on", text),)
    return ()


@dataclass(frozen=True, slots=True)
class PresentationFacts:
    """What decides whether our staff may present the child to tell what happened."""

    answer: codes.TestimonyAnswer | None  # of the latest decision in the proceeding
    is_withdrawn: bool
    pressure: Collection[str]
    told_before: int
    reason_code: codes.RepeatedAccountReason
    is_explained: bool = True
    is_own: bool = False
    state: codes.PresentationState = codes.PresentationState.ASKED
    is_changed_alone: bool = False  # one person recorded the child's "no" and the agreement
    is_refused_elsewhere: bool = False  # in another file of the child


def reasons_against_presentation(facts: PresentationFacts) -> tuple[Reason, ...]:
    """Why a supervisor cannot approve that the child is presented; as in `functions/presentation.sql`.

    A summons or a telling that took place is recorded in any case.
    """
    reasons = []
    if facts.state != codes.PresentationState.ASKED:
        reasons.append(Reason("state", _("The request was already decided.")))
    if facts.is_own:
        reasons.append(Reason("state", _("Another person decides on your request.")))
    if facts.is_withdrawn or facts.answer not in codes.MAY_BE_PRESENTED:
        text = _("The child has not agreed to testify. Testimony is the child’s own decision.")
        reasons.append(Reason("state", text))
    elif facts.is_refused_elsewhere:
        reasons.append(Reason("state", REFUSED_ELSEWHERE))
    elif not facts.is_explained:
        text = _(
            "It is not recorded how testimony and the right to refuse were explained to the child. "
            "Explain it again and record a new decision."
        )
        reasons.append(Reason("state", text))
    if facts.is_changed_alone:
        reasons.append(Reason("state", CHANGED_ALONE))
    harmless = {codes.TestimonyPressure.NONE, codes.TestimonyPressure.NOT_KNOWN}
    if set(facts.pressure) - harmless:
        text = _(
            "The child decided under pressure. End the pressure, explain again that help does not "
            "depend on testimony, and record the child’s new decision."
        )
        reasons.append(Reason("state", text))
    return tuple(reasons) + reasons_against_repeated_account(facts.told_before, facts.reason_code)


def reasons_against_repeated_account(
    told_before: int, reason_code: codes.RepeatedAccountReason
) -> tuple[Reason, ...]:
    """Why a further telling cannot be requested: beyond the second one it needs a reason."""
    if told_before >= MAX_ACCOUNTS_WITHOUT_REASON and not reason_code:
        text = _("The child has given two accounts or more. Choose why another one is needed.")
        return (Reason("reason_code", text),)
    return ()


def reasons_against_asking(answer: codes.TestimonyAnswer | None) -> tuple[Reason, ...]:
    """Why no request to present the child is submitted: the child has not decided (None: no decision).

    After a "no" a request is submitted and refused with its reason, so that who asks is on record. As
    `proceedings_require_answer` in SQL.
    """
    if answer in codes.DECIDED_ANSWERS:
        return ()
    text = _(
        "The child’s decision on testimony is open. A request is submitted after the child has decided: "
        "record the decision first."
    )
    return (Reason("occasion", text),)


def reasons_against_refusal(
    state: codes.PresentationState, *, is_own: bool, reason: str
) -> tuple[Reason, ...]:
    """Why a request cannot be refused as entered."""
    reasons = []
    if state != codes.PresentationState.ASKED:
        reasons.append(Reason("state", _("The request was already decided.")))
    if is_own:
        reasons.append(Reason("state", _("Another person decides on your request.")))
    if not reason.strip():
        reasons.append(Reason("answer", _("Enter the reason for the decision.")))
    return tuple(reasons)
