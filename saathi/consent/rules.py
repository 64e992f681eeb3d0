"""Rules on when a consent is valid, who may consent, and when a guardian is missing.

Consent is approval and can be refused; facts are recorded elsewhere, and a step without a legal
basis is still recorded (domain C, invariant 0).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentScope,
    ConsentState,
    GuardianKind,
    GuardianYesNo,
    LegalBasis,
)
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _

# Legal bases that are a consent, and so depend on the child's answer.
CONSENT_BASES = frozenset({LegalBasis.CONSENT, LegalBasis.ASSENT, LegalBasis.GUARDIAN})
GUARDIAN_BASES = frozenset({LegalBasis.ASSENT, LegalBasis.GUARDIAN})
# Legal bases that are the child's own yes.
_OF_CHILD = frozenset({LegalBasis.CONSENT, LegalBasis.ASSENT})
# Legal bases that need a written reason if the child does not agree.
BASES_NEEDING_REASON = frozenset(
    {
        LegalBasis.GUARDIAN,
        LegalBasis.BEST_INTERESTS,
        LegalBasis.VITAL,
        LegalBasis.DUTY,
        LegalBasis.ORDER,
    }
)
# Legal bases that apply even if the child refused, whatever the child agreed to.
BASES_OVER_REFUSAL = frozenset(
    {LegalBasis.BEST_INTERESTS, LegalBasis.VITAL, LegalBasis.DUTY, LegalBasis.ORDER}
)


@dataclass(frozen=True, slots=True)
class GuardianFacts:
    """The facts that decide whether a guardian may consent for the child."""

    kind: GuardianKind
    starts_on: dt.date
    ends_on: dt.date | None = None
    may_be_involved: GuardianYesNo = (
        GuardianYesNo.NOT_RECORDED
    )  # involvement in the harm: a suspicion, never a fact
    has_conflict: GuardianYesNo = GuardianYesNo.NOT_RECORDED
    is_independent: GuardianYesNo = GuardianYesNo.NOT_RECORDED

    def acts_on(self, day: dt.date) -> bool:
        """Whether the guardian is in office on a day; the last day counts."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def reasons_against_guardian(guardian: GuardianFacts, *, on: dt.date) -> tuple[Reason, ...]:
    """Reasons not to accept this guardian's consent on a day; empty if it is accepted (GDN-005).

    A suspicion is enough to require another person; it is not a judgement about the guardian.
    """
    reasons = []
    if not guardian.acts_on(on):
        reasons.append(
            Reason(
                "not_acting",
                _(
                    "This guardian does not represent the child on this date. Choose another guardian"
                    " or date."
                ),
            )
        )
    if guardian.may_be_involved == GuardianYesNo.YES:
        text = _("This person may be involved in the harm and cannot consent for the child.")
        reasons.append(Reason("may_be_involved", text))
    if guardian.has_conflict == GuardianYesNo.YES:
        text = _("This person has a conflict of interest and cannot consent for the child.")
        reasons.append(Reason("conflict", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class ConsentFacts:
    """A consent to be recorded."""

    basis: LegalBasis
    answer: ChildAnswer
    capacity: ChildCapacity
    given_on: dt.date
    ends_on: dt.date | None = None
    reason: str = ""
    guardian: GuardianFacts | None = None


def reasons_against_legal_basis(consent: ConsentFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Reasons not to accept a legal basis; empty if it is accepted (GDN-001, GDN-005)."""
    reasons = list(_answer_reasons(consent))
    if consent.given_on > today:
        reasons.append(Reason("in_the_future", _("Enter today’s date or an earlier date.")))
    if consent.ends_on is not None and consent.ends_on < consent.given_on:
        reasons.append(
            Reason("ends_before", _("Enter an end date on or after the date of the consent."))
        )
    if consent.basis in BASES_NEEDING_REASON and not consent.reason.strip():
        reasons.append(Reason("reason", _("Enter the reason, or the law or order.")))
    if consent.basis in GUARDIAN_BASES:
        if consent.guardian is None:
            reasons.append(Reason("guardian", _("Choose the guardian who consented.")))
        else:
            reasons += reasons_against_guardian(consent.guardian, on=consent.given_on)
    return tuple(reasons)


def _answer_reasons(consent: ConsentFacts) -> Iterable[Reason]:
    needs_yes = consent.basis in {LegalBasis.CONSENT, LegalBasis.ASSENT}
    if needs_yes and consent.answer != ChildAnswer.YES:
        yield Reason("answer", _("This legal basis requires the child’s agreement."))
    if consent.basis == LegalBasis.REFUSED and consent.answer != ChildAnswer.NO:
        yield Reason("answer", _("Choose “Refused”, or another legal basis."))
    if consent.basis == LegalBasis.CONSENT and consent.capacity == ChildCapacity.NOT:
        text = _(
            "A child who cannot understand the matter yet cannot consent alone. Choose "
            "another legal basis."
        )
        yield Reason("capacity", text)
    if consent.basis == LegalBasis.GUARDIAN and consent.answer == ChildAnswer.NO:
        text = _(
            "The child refused. A guardian’s consent alone does not override the refusal. "
            "Choose another legal basis."
        )
        yield Reason("refused", text)


@dataclass(frozen=True, slots=True)
class ConsentDates:
    """The dates that decide the state of a consent."""

    basis: LegalBasis
    given_on: dt.date
    ends_on: dt.date | None = None
    withdrawn_on: dt.date | None = None


def consent_state(
    consent: ConsentDates, *, adult_from: dt.date | None, today: dt.date
) -> ConsentState:
    """The state of a consent on a day.

    At 18, everything that depended on an earlier consent, the child's own or a guardian's, needs a
    new one (GDN-007); a law or an order stays valid. `adult_from` is the first day on which the
    child is 18 by the best evidence; None if unknown. A refusal has no end: the child's later answer
    counts instead.
    """
    if consent.basis == LegalBasis.REFUSED:
        return ConsentState.REFUSED
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today:
        return ConsentState.WITHDRAWN
    if consent.ends_on is not None and consent.ends_on < today:
        return ConsentState.ENDED
    rests_on_law = consent.basis in {LegalBasis.DUTY, LegalBasis.ORDER}
    turned = adult_from is not None and consent.given_on < adult_from <= today
    return ConsentState.RENEWAL_NEEDED if turned and not rests_on_law else ConsentState.ACTIVE


def reasons_to_ask_another_guardian(
    basis: LegalBasis, guardian: GuardianFacts | None
) -> tuple[Reason, ...]:
    """Why an active consent of a guardian needs another person’s: what was learned since (GDN-005).

    That the guardian's term has ended is no reason: the consent was given while they represented the child.
    """
    if basis not in GUARDIAN_BASES or guardian is None:
        return ()
    return reasons_against_guardian(guardian, on=guardian.starts_on)


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """A consent or legal basis as the record of a child's answer."""

    basis: LegalBasis
    scopes: Collection[str]
    answer: ChildAnswer
    given_on: dt.date
    recorded_at: dt.datetime
    is_withdrawn: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the child's answer is known: a refusal outlasts the withdrawal of its legal basis."""
        if self.answer == ChildAnswer.YES:
            return not self.is_withdrawn
        return self.answer == ChildAnswer.NO


def refused_on(
    consent: ConsentAnswer, answers: Sequence[ConsentAnswer], scope: ConsentScope
) -> dt.date | None:
    """The day of the child's refusal that a consent does not override for a scope; None if it holds.

    The child's latest known answer counts: of those after a consent in which the child agreed; of
    all `answers`, whatever their date, for one in which the child did not, such as a guardian's.
    `functions/refusals.sql` has the same rule.
    """
    if consent.basis == LegalBasis.REFUSED:
        return consent.given_on
    if consent.basis not in CONSENT_BASES:
        return None
    known = [given for given in answers if given.is_known and scope in given.scopes]
    if consent.answer == ChildAnswer.YES:
        since = (consent.given_on, consent.recorded_at)
        known = [given for given in known if (given.given_on, given.recorded_at) > since]
    latest = max(known, key=lambda given: (given.given_on, given.recorded_at), default=None)
    return latest.given_on if latest and latest.answer == ChildAnswer.NO else None


def needs_guardian(
    accompanied: AccompanimentStatus | None, guardians: Collection[GuardianFacts], *, on: dt.date
) -> bool:
    """Whether an alert is due: an unaccompanied or separated child without a guardian (GDN-006)."""
    if accompanied not in {AccompanimentStatus.ALONE, AccompanimentStatus.SEPARATED}:
        return False
    return not any(guardian.acts_on(on) for guardian in guardians)


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A significant decision to be recorded; the texts are in plain words."""

    child_participation: ChildParticipation
    weight: ChildViewWeight
    agreement: ChildAgreement
    decided_on: dt.date
    texts: dict[str, str]
    informed_on: dt.date | None = None


# The four principles of the Convention (CRC art. 2, 3, 6, 12), as field names of the form.
PRINCIPLES = ("equal", "best", "develop", "views")


def reasons_against_decision(decision: DecisionFacts, *, today: dt.date) -> tuple[Reason, ...]:
    """Reasons why a decision is incomplete; empty if complete (RTS-001, RTS-002, CPL-005).

    Each principle and the possible harm need an answer in plain words. "Not heard" is accepted for
    the child's participation, with the reason.
    """
    reasons = [
        Reason(key, _("Answer this in your own words."))
        for key in (*PRINCIPLES, "harm")
        if not decision.texts.get(key, "").strip()
    ]
    if decision.decided_on > today:
        reasons.append(Reason("in_the_future", _("Enter today’s date or an earlier date.")))
    if decision.informed_on is not None and decision.informed_on < decision.decided_on:
        reasons.append(
            Reason("before_decision", _("Enter a date on or after the date of the decision."))
        )
    if (
        decision.child_participation == ChildParticipation.NOT_HEARD
        and not decision.texts.get("why_not_heard", "").strip()
    ):
        reasons.append(Reason("why_not_heard", _("Enter the reason why the child was not heard.")))
    differs = (
        decision.weight == ChildViewWeight.OTHERWISE
        or decision.agreement == ChildAgreement.DISAGREES
    )
    if differs and not decision.texts.get("answer", "").strip():
        text = _("Enter the reply given to the child.")
        reasons.append(Reason("answer", text))
    return tuple(reasons)


def is_silence_on_own_consent(basis: LegalBasis | None, *, chose_not_to_say: bool) -> bool:
    """Whether a child who chose not to say is taken to agree by their own consent or assent.

    It was given for something else, or earlier: silence about this contact does not renew it. The
    database asks the same (`origin_child_is_silent`).
    """
    return chose_not_to_say and basis in _OF_CHILD
