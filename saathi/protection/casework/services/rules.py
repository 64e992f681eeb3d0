"""Rules of services: which service fits a child, referral transitions, deadlines for answers.

No rule has an argument for nationality, papers, what happened to the child or a finding about it,
so that no rule can make help depend on it (IDN-003, SRV-011, SRV-013).
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.services.vocabulary import (
    LivelihoodState,
    ProposalResponse,
    ReferralDeclineReason,
    ReferralSentBy,
    ReferralState,
    ReferralUrgency,
    ServedGender,
    ServiceExperience,
)

# Answers that state an opinion; "chose not to say" is kept but counted nowhere.
STATED_EXPERIENCES: Final = frozenset(
    {ServiceExperience.GOOD, ServiceExperience.MIXED, ServiceExperience.BAD}
)

# After half a year contact details may be outdated. Derived; no source sets it.
STALE_AFTER_DAYS: Final = 183
# Days within which a service answers an urgent referral; for planned ones the procedure sets it
# (`Procedure.referral_days`). Derived from common practice; neither in the report nor in a
# guideline that we read: to be verified by country.
ANSWER_DAYS: Final[Mapping[ReferralUrgency, int]] = {
    ReferralUrgency.DANGER: 1,
    ReferralUrgency.NOW: 1,
    ReferralUrgency.SOON: 3,
}
# Days until the service must be informed; the service has most of the response time. [derived]
SEND_DAYS: Final[Mapping[ReferralUrgency, int]] = {
    ReferralUrgency.DANGER: 0,
    ReferralUrgency.NOW: 0,
    ReferralUrgency.SOON: 1,
}
PLANNED_SEND_DAYS: Final = 3
# A check that long ago, or a review that far ahead, is a typing error. [derived]
MAX_CHECK_AGE_DAYS: Final = 5 * 366
MAX_REVIEW_DAYS: Final = 366
MAX_ACCESS_DAYS: Final = 366  # `access_give` in the database refuses more
DEFAULT_ACCESS_PERIOD: Final = dt.timedelta(days=90)

# A refusal for one of these reasons breaks the child's rights: it is recorded and shown as such.
DISCRIMINATORY_REASONS: Final = frozenset(
    {
        ReferralDeclineReason.GENDER,
        ReferralDeclineReason.DISABILITY,
        ReferralDeclineReason.ORIGIN,
        ReferralDeclineReason.PAPERS,
        ReferralDeclineReason.COMMUNITY,
        ReferralDeclineReason.HISTORY,
        ReferralDeclineReason.COOPERATION,
    }
)
OPEN_STATES: Final = frozenset(
    {ReferralState.OFFERED, ReferralState.ACCEPTED, ReferralState.ATTENDED}
)

# A child may say no at any time, and a declined service may be asked for again.
REFERRAL_TRANSITIONS: Final[Mapping[ReferralState, frozenset[ReferralState]]] = {
    ReferralState.OFFERED: frozenset(
        {
            ReferralState.ACCEPTED,
            ReferralState.ATTENDED,
            ReferralState.DECLINED,
            ReferralState.CHILD_DECLINED,
            ReferralState.STOPPED,
        }
    ),
    ReferralState.ACCEPTED: frozenset(
        {
            ReferralState.ATTENDED,
            ReferralState.ENDED,
            ReferralState.DECLINED,
            ReferralState.CHILD_DECLINED,
            ReferralState.STOPPED,
        }
    ),
    ReferralState.ATTENDED: frozenset(
        {ReferralState.ENDED, ReferralState.CHILD_DECLINED, ReferralState.STOPPED}
    ),
    ReferralState.ENDED: frozenset({ReferralState.ATTENDED}),
    ReferralState.DECLINED: frozenset({ReferralState.OFFERED, ReferralState.ACCEPTED}),
    ReferralState.CHILD_DECLINED: frozenset({ReferralState.OFFERED, ReferralState.ACCEPTED}),
    ReferralState.STOPPED: frozenset({ReferralState.OFFERED}),
}
LIVELIHOOD_TRANSITIONS: Final[Mapping[LivelihoodState, frozenset[LivelihoodState]]] = {
    LivelihoodState.ASKED: frozenset({LivelihoodState.GIVEN, LivelihoodState.ENDED}),
    LivelihoodState.GIVEN: frozenset({LivelihoodState.GIVEN, LivelihoodState.ENDED}),
    LivelihoodState.ENDED: frozenset({LivelihoodState.GIVEN}),
}

INVALID_TRANSITION: Final = Reason(
    "state", _("This change of status is not possible. Choose another status.")
)


@dataclass(frozen=True, slots=True)
class ServiceEligibility:
    """The children a service is for, by its directory entry. Empty means every child."""

    age_low: int | None = None
    age_high: int | None = None
    serves: Collection[str] = ()
    languages: Collection[str] = ()
    accessible: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class ChildServiceNeeds:
    """The child's needs for the choice: age as far as known, languages, accessibility.

    Gender is used only to show which services would refuse the child (RTS-008).
    """

    age_low: int | None = None
    age_high: int | None = None
    serves: str = ""
    languages: Collection[str] = ()
    accessible: Collection[str] = ()


def service_mismatches(
    eligibility: ServiceEligibility, needs: ChildServiceNeeds
) -> tuple[Reason, ...]:
    """Why a service may not fit this child, for the worker to ask about; we never refuse."""
    reasons = []
    too_young = needs.age_high is not None and (eligibility.age_low or 0) > needs.age_high
    too_old = (
        needs.age_low is not None
        and eligibility.age_high is not None
        and eligibility.age_high < needs.age_low
    )
    if too_young or too_old:
        reasons.append(Reason("age", _("The service is for another age group.")))
    if eligibility.serves and needs.serves and needs.serves not in eligibility.serves:
        text = _(
            "The service states that it does not accept children of this gender. Ask "
            "anyway, and record the response."
        )
        reasons.append(Reason("serves", text))
    known = set(eligibility.languages)
    if known and needs.languages and not known & set(needs.languages):
        reasons.append(
            Reason(
                "languages",
                _("No one at the service speaks the child’s language. Arrange an interpreter."),
            )
        )
    if set(needs.accessible) - set(eligibility.accessible):
        text = _("Ask how the service can meet the child’s accessibility needs.")
        reasons.append(Reason("accessible", text))
    return tuple(reasons)


def excludes_a_gender(serves: Collection[str]) -> bool:
    """Whether a service excludes a gender (RTS-008); an empty list means that it serves all."""
    return bool(serves) and not set(ServedGender) <= set(serves)


def reasons_against_check(
    checked_on: dt.date | None,
    review_on: dt.date | None = None,
    *,
    last_check: dt.date | None,
    today: dt.date,
) -> tuple[Reason, ...]:
    """Why these days of a check of the details cannot be right; empty if they can be."""
    reasons = []
    if checked_on and last_check and checked_on < last_check:
        text = _("Enter a date on or after the last check of this entry.")
        reasons.append(Reason("verified_on", text))
    elif checked_on and checked_on < today - dt.timedelta(days=MAX_CHECK_AGE_DAYS):
        reasons.append(Reason("verified_on", _("Enter a date within the last five years.")))
    elif checked_on and checked_on > today:
        reasons.append(Reason("verified_on", _("Enter today’s date or an earlier date.")))
    if review_on and not today < review_on <= today + dt.timedelta(days=MAX_REVIEW_DAYS):
        reasons.append(Reason("review_on", _("Choose a date within the next 12 months.")))
    return tuple(reasons)


def is_stale(
    verified_on: dt.date | None, review_on: dt.date | None = None, *, today: dt.date
) -> bool:
    """Whether the entry was not checked for so long that it may be wrong, or its review is due."""
    if verified_on is None or (today - verified_on).days > STALE_AFTER_DAYS:
        return True
    return review_on is not None and review_on <= today


def answer_deadline(
    urgency: ReferralUrgency | None, *, offered_on: dt.date, planned_days: int
) -> dt.date:
    """The day by which the service should answer; `planned_days` comes from the procedure.

    These days apply too if the urgency is not known.
    """
    days = ANSWER_DAYS.get(urgency, planned_days) if urgency else planned_days
    return offered_on + dt.timedelta(days=days)


def send_deadline(
    urgency: ReferralUrgency | None, *, offered_on: dt.date, answer_by: dt.date
) -> dt.date:
    """The day by which the service should be informed, never after its response is due."""
    days = SEND_DAYS.get(urgency, PLANNED_SEND_DAYS) if urgency else PLANNED_SEND_DAYS
    return min(offered_on + dt.timedelta(days=days), answer_by)


def days_until_help(
    *, offered_on: dt.date, began_on: dt.date | None, today: dt.date, is_open: bool
) -> int | None:
    """Days from the offer to the first help, or until today; None if help never began (SRV-014)."""
    if began_on is not None:
        return (began_on - offered_on).days
    return (today - offered_on).days if is_open else None


def is_allowed_transition(before: ReferralState, after: ReferralState) -> bool:
    """Whether a referral may change from one state to the other."""
    return before == after or after in REFERRAL_TRANSITIONS[before]


@dataclass(frozen=True, slots=True)
class ReferralTimes:
    """The dates of a referral, as things happened."""

    offered_on: dt.date
    answered_on: dt.date | None = None
    began_on: dt.date | None = None
    ended_on: dt.date | None = None


def reasons_against_times(times: ReferralTimes, *, today: dt.date) -> tuple[Reason, ...]:
    """Why dates of a referral are impossible: before the offer, or in the future."""
    reasons = []
    for name in ("answered_on", "began_on", "ended_on"):
        day = getattr(times, name)
        if day is not None and day < times.offered_on:
            reasons.append(Reason(name, _("Enter a date on or after the date of the referral.")))
        elif day is not None and day > today:
            reasons.append(Reason(name, _("Enter today’s date or an earlier date.")))
    if times.began_on and times.ended_on and times.ended_on < times.began_on:
        reasons.append(Reason("ended_on", _("The end date must not be before the start date.")))
    return tuple(reasons)


def reasons_against_referral_state(
    before: ReferralState, after: ReferralState, *, times: ReferralTimes, has_why: bool
) -> tuple[Reason, ...]:
    """Why a referral cannot be set to a state with these dates."""
    reasons = []
    if not is_allowed_transition(before, after):
        reasons.append(
            Reason("state", _("This change of status is not possible. Choose another status."))
        )
    answer_states = {ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.CHILD_DECLINED}
    if after in answer_states and times.answered_on is None:
        reasons.append(Reason("answered_on", _("Enter the date of the response.")))
    if after == ReferralState.ATTENDED and times.began_on is None:
        reasons.append(Reason("began_on", _("Enter the start date.")))
    if after == ReferralState.ENDED and times.ended_on is None:
        reasons.append(Reason("ended_on", _("Enter the end date.")))
    if after == ReferralState.DECLINED and not has_why:
        reasons.append(Reason("why_declined", _("Enter why the service declined.")))
    return tuple(reasons)


NEEDS_PLACEMENT = Reason(
    "began_on",
    _(
        "Place the child in the facility first, or record the placement that others decided. Then "
        "the start of the stay can be recorded here."
    ),
)


def reasons_against_access(
    *, is_open: bool, opens_anything: bool, has_basis: bool, until: dt.date, today: dt.date
) -> tuple[Reason, ...]:
    """Why a file may not be opened to a service (domain C, PRI-005)."""
    reasons = []
    if not is_open:
        reasons.append(
            Reason(
                "closed",
                _("This referral has ended. You cannot give the service access to the file."),
            )
        )
    if not opens_anything:
        text = _(
            "The child’s name is not shared with this service, so you cannot give it access "
            "to the file."
        )
        reasons.append(Reason("shared", text))
    elif not has_basis:
        text = _("The legal basis for sharing is no longer valid. Ask the child again.")
        reasons.append(Reason("consent", text))
    if until < today:
        reasons.append(Reason("until", _("Enter a date that is not in the past.")))
    if until > today + dt.timedelta(days=MAX_ACCESS_DAYS - 1):
        reasons.append(
            Reason(
                "until",
                _("Choose a date within the next 12 months. You can give access again later."),
            )
        )
    return tuple(reasons)


def reasons_against_proposal_answer(
    taken_up: ProposalResponse, followed: str, *, proposed_on: dt.date, informed_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why a response to children's proposals is incomplete; empty if complete (CPL-011, CHP-005).

    Action follows, or the children learn why not: a response says what was done or why nothing was.
    """
    reasons = []
    if taken_up != ProposalResponse.OPEN and not followed.strip():
        text = _("Enter what was done, or why nothing was done.")
        reasons.append(Reason("followed", text))
    if informed_on is not None and taken_up == ProposalResponse.OPEN:
        text = _("Enter the response to the proposals first.")
        reasons.append(Reason("taken_up", text))
    if informed_on is not None and informed_on < proposed_on:
        reasons.append(
            Reason("informed_on", _("Enter a date on or after the date of the proposals."))
        )
    return tuple(reasons)


def is_unsent(state: ReferralState, *, is_sent: bool, is_notified: bool) -> bool:
    """Whether nothing shows that the service knows of a referral: no record, no access."""
    return state == ReferralState.OFFERED and not is_sent and not is_notified


def reasons_against_sent(
    state: ReferralState, sent_how: ReferralSentBy, *, offered_on: dt.date, sent_on: dt.date
) -> tuple[Reason, ...]:
    """Why it cannot be recorded that the service was informed of a referral."""
    if state not in OPEN_STATES:
        return (Reason("sent_how", _("This referral has ended.")),)
    if not sent_how:
        return (Reason("sent_how", _("Choose how the service was notified.")),)
    if sent_on < offered_on:
        return (Reason("sent_on", _("Enter a date that is not before the offer.")),)
    return ()
