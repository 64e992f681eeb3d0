"""What determinations need, and when a determination counts. Pure functions.

A rule refuses only approvals by our own users: a decision made elsewhere is recorded as an order and
never refused.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from saathi.consent.vocabulary import ChildViewWeight
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests import report_rules
from saathi.protection.decisions.best_interests.assessment_rules import NO_VIEW
from saathi.protection.decisions.best_interests.vocabulary import (
    ConflictAnswer,
    DeterminationState,
    PanelFunction,
    PanelVote,
    PersonHeard,
    RealToday,
    ReconsiderationOutcome,
    SiblingDecision,
    Solution,
)

TELL_DAYS: Final = 3
MAX_DEFERRAL_DAYS: Final = 30
INSTITUTION_REVIEW_DAYS: Final = 92  # 3 months
RETURN_MONTHS: Final = 12
MIN_PANEL: Final = 3

# Each is weighed, with the reasons against it, before a child is placed in an institution.
FAMILY_OPTIONS: Final = (Solution.FAMILY, Solution.RELATIVES, Solution.FOSTER)
COMMUNITY_OPTIONS: Final = frozenset(
    {
        *FAMILY_OPTIONS,
        Solution.KAFALA,
        Solution.GUARDIANSHIP,
        Solution.INDEPENDENT,
        Solution.ADOPTION,
    }
)
# Decisions that age: they need a determination of the last 12 months.
RETURN_SOLUTIONS: Final = frozenset({Solution.RETURN, Solution.THIRD_COUNTRY})
IN_FORCE: Final = frozenset({DeterminationState.DECIDED, DeterminationState.TOLD})
DECIDED: Final = IN_FORCE | {DeterminationState.REOPENED, DeterminationState.ENDED}
READY: Final = frozenset({DeterminationState.READY, DeterminationState.LISTED})
UNDECIDED: Final = frozenset(
    {
        DeterminationState.OPENED,
        DeterminationState.READY,
        DeterminationState.LISTED,
        DeterminationState.DEFERRED,
    }
)
_VOTES: Final = frozenset({PanelVote.FOR, PanelVote.AGAINST, PanelVote.ABSTAINED})
_NO_VOTE: Final = frozenset({PanelFunction.CASE_WORKER, PanelFunction.HEAD_OF_HOME})
_ANSWERED: Final = frozenset({PersonHeard.HEARD, PersonHeard.DECLINED, PersonHeard.MISSING})
_UNHEARD: Final = frozenset({PersonHeard.NOT_REACHED, PersonHeard.NOT_SAFE})
_HEAR_FIRST: Final = {
    "guardian": _("Hear the legal guardian, or record that there is none or why not."),
    "parents": _("Hear the parents, or record that there are none or why not."),
    "caregiver": _("Hear the present caregiver, or record that there is none or why not."),
}


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """What a decision depends on, of one option."""

    option: str
    real_today: str
    is_set_aside: bool = False  # with reasons

    @property
    def is_real(self) -> bool:
        """Whether the option is possible today, even under a condition."""
        return self.real_today in {RealToday.YES, RealToday.IF}


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What a decision depends on, of one panel member."""

    function: str
    conflict: str
    vote: str
    is_case_worker: bool = False
    person: str = ""  # the account or the name; empty if neither is known

    @property
    def votes(self) -> bool:
        """Whether the member votes, for, against or abstaining."""
        return self.vote in _VOTES


@dataclass(frozen=True, slots=True)
class DeterminationFacts:
    """What the approval of a determination depends on."""

    state: str
    authors: Collection[str]  # who opened, changed or submitted the report
    case_worker: str
    is_view_complete: bool
    guardian: str
    parents: str
    caregiver: str
    is_unheard_explained: bool  # why someone was not reached or not safe to ask
    authority: str
    solution: str
    is_reasoned: bool
    weight: str
    weight_why: str
    siblings: str
    siblings_why: str
    opened_on: dt.date
    decided_on: dt.date | None
    review_on: dt.date | None
    under_three: bool | None
    is_supervised: bool
    has_unexplained: bool  # of the assessment, see `is_unexplained`
    options: Sequence[OptionFacts] = ()
    panel: Sequence[MemberFacts] = ()
    has_dissent: bool = False  # the reasons of those who voted against
    country: str = ""  # of the solution; empty if it is in this country
    here: str = ""  # the country of the office


def reasons_against_decision(facts: DeterminationFacts, *, decider: str) -> tuple[Reason, ...]:
    """All reasons why this person cannot record this decision; empty if they can."""
    return (
        *_reasons_of_state(facts, decider),
        *_reasons_of_report(facts),
        *_reasons_of_panel(facts.panel),
        *_reasons_of_dissent(facts),
        *_reasons_of_content(facts),
        *_reasons_of_institution(facts),
    )


def _reasons_of_state(facts: DeterminationFacts, decider: str) -> list[Reason]:
    reasons = list(report_rules.reasons_from_state(facts.state))
    if decider in {*facts.authors, facts.case_worker}:
        text = _("The case worker and the author of the report cannot record the decision.")
        reasons.append(Reason("author", text))
    return reasons


def _reasons_of_report(facts: DeterminationFacts) -> list[Reason]:
    reasons = []
    if len({option.option for option in facts.options if option.is_real}) < 2:
        text = _("Add at least two options that are possible today.")
        reasons.append(Reason("options", text))
    if not facts.is_view_complete:
        reasons.append(NO_VIEW)
    reasons.extend(_reasons_of_persons(facts))
    if not facts.authority:
        reasons.append(Reason("authority", _("Name the responsible authority.")))
    if facts.has_unexplained:
        text = _("Explain in the assessment why key factors are not known.")
        reasons.append(Reason("factors", text))
    return reasons


def _reasons_of_persons(facts: DeterminationFacts) -> list[Reason]:
    answers = {name: getattr(facts, name) for name in _HEAR_FIRST}
    reasons = [
        Reason(name, _HEAR_FIRST[name])
        for name, answer in answers.items()
        if answer not in _ANSWERED | _UNHEARD
    ]
    if not facts.is_unheard_explained and not _UNHEARD.isdisjoint(answers.values()):
        text = _("Enter why someone was not heard, and what was tried.")
        reasons.append(Reason("unheard_why", text))
    return reasons


def _reasons_of_panel(panel: Sequence[MemberFacts]) -> list[Reason]:
    reasons = []
    voting = [member for member in panel if member.votes]
    if len(voting) < MIN_PANEL:
        reasons.append(Reason("panel", _("At least three panel members vote.")))
    reasons.extend(reasons_against_persons([member.person for member in voting]))
    if any(member.is_case_worker or member.function in _NO_VOTE for member in voting):
        text = _("The child’s case worker and the head of the child’s home do not vote.")
        reasons.append(Reason("panel_function", text))
    if any(member.conflict != ConflictAnswer.NONE for member in voting):
        text = _("A member who has a conflict of interest, or did not declare one, does not vote.")
        reasons.append(Reason("panel_conflict", text))
    votes = [member.vote for member in voting]
    if voting and votes.count(PanelVote.FOR) <= votes.count(PanelVote.AGAINST):
        reasons.append(
            Reason("panel_vote", _("The panel did not vote for this decision by majority."))
        )
    return reasons


def _reasons_of_dissent(facts: DeterminationFacts) -> list[Reason]:
    if facts.has_dissent or not any(each.vote == PanelVote.AGAINST for each in facts.panel):
        return []
    text = _("A member voted against the decision. Enter the reasons as dissenting opinion.")
    return [Reason("dissent", text)]


def plain_name(name: str) -> str:
    """A name without the differences of case and spaces that do not make another person."""
    return " ".join(name.split()).casefold()


def reasons_against_persons(persons: Sequence[str]) -> tuple[Reason, ...]:
    """Why these members are no panel: each person sits on it once."""
    known = [person for person in persons if person]
    if len(set(known)) == len(known):
        return ()
    return (Reason("panel_twice", _("Each person can be on the panel only once.")),)


def _reasons_of_days(facts: DeterminationFacts) -> list[Reason]:
    reasons = []
    if facts.decided_on is None:
        reasons.append(Reason("decided_on", _("Enter the date of the decision.")))
    elif facts.decided_on < facts.opened_on:
        text = _("Enter a date on or after the day on which the determination was opened.")
        reasons.append(Reason("decided_on", text))
    elif facts.review_on is None or facts.review_on <= facts.decided_on:
        reasons.append(Reason("review_on", _("Enter a review date after the decision.")))
    return reasons


def _reasons_of_content(facts: DeterminationFacts) -> list[Reason]:
    reasons = []
    if facts.solution not in {option.option for option in facts.options}:
        reasons.append(Reason("solution", _("Choose one of the options.")))
    if facts.solution in {option.option for option in facts.options if not option.is_real}:
        reasons.append(Reason("solution", _("This option is not possible today.")))
    if facts.solution in RETURN_SOLUTIONS and facts.country in {"", facts.here}:
        text = _("Choose the other country of the solution.")
        reasons.append(Reason("country", text))
    if not facts.is_reasoned:
        reasons.append(Reason("reasons", _("Enter the reasons.")))
    reasons.extend(_reasons_of_days(facts))
    if not facts.weight:
        reasons.append(Reason("weight", _("Enter how the child’s view was weighed.")))
    elif facts.weight != ChildViewWeight.FOLLOWED and not facts.weight_why.strip():
        reasons.append(Reason("weight_why", _("Enter the reply to the child’s view.")))
    if not facts.siblings:
        reasons.append(Reason("siblings", _("Enter whether siblings are decided together.")))
    elif facts.siblings == SiblingDecision.APART and not facts.siblings_why.strip():
        text = _("Enter the reasons for separate decisions on siblings.")
        reasons.append(Reason("siblings_why", text))
    return reasons


def _reasons_of_institution(facts: DeterminationFacts) -> list[Reason]:
    if facts.solution != Solution.INSTITUTION:
        return []
    reasons = []
    argued = {option.option for option in facts.options if option.is_set_aside}
    recorded = {option.option for option in facts.options} & COMMUNITY_OPTIONS
    if not {*FAMILY_OPTIONS, *recorded} <= argued:
        text = _(
            "Enter why each family and community option is set aside, at least the family, "
            "relatives and foster care."
        )
        reasons.append(Reason("set_aside", text))
    if (
        facts.decided_on is not None
        and facts.review_on is not None
        and (facts.review_on - facts.decided_on).days > INSTITUTION_REVIEW_DAYS
    ):
        text = _("Review a placement in an institution within 3 months.")
        reasons.append(Reason("review_on", text))
    if facts.under_three is not False and not facts.is_supervised:
        text = _("Enter the supervisor’s reasons: the child is, or may be, under 3.")
        reasons.append(Reason("supervisor_reasons", text))
    return reasons


def reasons_against_deferral(
    state: str, until: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why a determination cannot be deferred until this day."""
    if state not in UNDECIDED:
        return (Reason("state", _("This is already decided.")),)
    if until is None or not 0 < (until - today).days <= MAX_DEFERRAL_DAYS:
        return (Reason("deferred_until", _("Choose a day within the next 30 days.")),)
    return ()


def reasons_against_report_change(state: str) -> tuple[Reason, ...]:
    """Why report, options and panel cannot be changed: after the decision they stay as they were."""
    if state in UNDECIDED:
        return ()
    return (
        Reason(
            "state",
            _(
                "This determination is decided and cannot be changed. "
                "To request a review, add a new fact."
            ),
        ),
    )


def reasons_against_report(state: str) -> tuple[Reason, ...]:
    """Why a report cannot be submitted: it is ready, or this is decided."""
    if state in READY:
        return (Reason("state", _("The report is already submitted.")),)
    return reasons_against_report_change(state)


def reasons_against_telling(
    state: str, told_on: dt.date | None, decided_on: dt.date | None
) -> tuple[Reason, ...]:
    """Why it cannot be recorded that the child was informed."""
    if state not in IN_FORCE or decided_on is None:
        return (Reason("state", _("This is not decided yet.")),)
    if told_on is None or told_on < decided_on:
        return (Reason("told_on", _("Enter a date on or after the date of the decision.")),)
    return ()


def reasons_against_reconsideration(
    state: str, *, outcome: str, author: str, decider: str
) -> tuple[Reason, ...]:
    """Why this person cannot answer a request to look at a determination again."""
    if outcome:
        return (Reason("outcome", _("This was already considered.")),)
    if state not in IN_FORCE:
        return (Reason("state", _("This determination is not in force.")),)
    if author == decider:
        return (Reason("author", _("Another person has to answer this.")),)
    return ()


def reasons_against_outcome(
    outcome: str, review_on: dt.date | None, today: dt.date
) -> tuple[Reason, ...]:
    """Why an answer is incomplete: a determination that is confirmed has a next review."""
    if not outcome:
        return (Reason("outcome", _("Choose a result.")),)
    if outcome == ReconsiderationOutcome.CONFIRMED and (review_on is None or review_on <= today):
        return (Reason("review_on", _("Enter a later date for the next review.")),)
    return ()


def reasons_against_relation(effect: str, *, has_order: bool) -> tuple[Reason, ...]:
    """Why the relation to an order is incomplete."""
    if bool(effect) != has_order:
        return (Reason("order", _("Choose the order and the relation to it, or neither.")),)
    return ()


@dataclass(frozen=True, slots=True)
class DeterminationStatus:
    """What it depends on whether a determination counts on a day."""

    state: str
    solution: str
    decided_on: dt.date | None
    has_unread_fact: bool


def counts_for(status: DeterminationStatus, solutions: Collection[str], *, today: dt.date) -> bool:
    """Whether a determination is positive for these solutions and in force on this day.

    The same as `best_interests_in_force` in SQL. A decision to return or to move to a third country
    does not count once it is older than 12 months; none counts with a new fact that was not considered.
    """
    if status.state not in IN_FORCE or status.decided_on is None or status.has_unread_fact:
        return False
    if status.solution not in solutions or status.decided_on > today:
        return False
    return status.solution not in RETURN_SOLUTIONS or today <= _months_after(status.decided_on)


def _months_after(day: dt.date) -> dt.date:
    """The same day 12 months later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + RETURN_MONTHS // 12)
    except ValueError:
        return day.replace(year=day.year + RETURN_MONTHS // 12, day=28)
