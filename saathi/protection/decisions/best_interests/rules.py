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
from saathi.protection.decisions.best_interests import letter_rules, report_rules
from saathi.protection.decisions.best_interests.panel_rules import MemberFacts, reasons_of_panel
from saathi.protection.decisions.best_interests.vocabulary import (
    DeterminationState,
    PanelVote,
    RealToday,
    ReconsiderationOutcome,
    SiblingDecision,
    Solution,
)

TELL_DAYS: Final = 3
MAX_DEFERRAL_DAYS: Final = 30
INSTITUTION_REVIEW_DAYS: Final = 92  # 3 months
RETURN_MONTHS: Final = 12

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
NO_ASSESSMENT: Final = Reason(
    "assessment",
    _("A return, or a solution in another country, needs an approved full assessment."),
)


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """What a decision depends on, of one option."""

    option: str
    real_today: str
    is_set_aside: bool = False  # with reasons
    key: str = ""  # of the option in the form

    @property
    def is_real(self) -> bool:
        """Whether the option is possible today, even under a condition."""
        return self.real_today in {RealToday.YES, RealToday.IF}


@dataclass(frozen=True, slots=True)
class DeterminationFacts:
    """What the approval of a determination depends on."""

    state: str
    authors: Collection[str]  # who opened, changed or submitted the report
    case_worker: str
    hearing: report_rules.HearingFacts
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
    meeting_on: dt.date | None = None
    has_assessment: bool = True  # an approved full one
    is_based: bool = True  # on a full assessment, or the report says why there is none
    has_view: bool = False  # the child gave a view, which is in the report
    names_others: bool = False  # the texts for the child name a person of the file


def reasons_against_decision(facts: DeterminationFacts, *, decider: str) -> tuple[Reason, ...]:
    """All reasons why this person cannot record this decision; empty if they can."""
    return (
        *_reasons_of_state(facts, decider),
        *reasons_of_report(facts),
        *reasons_of_panel(facts.panel),
        *_reasons_of_dissent(facts),
        *_reasons_of_content(facts),
        *_reasons_of_institution(facts),
    )


def is_abroad(solution: str, country: str, here: str) -> bool:
    """Whether a solution takes the child to another country, such as relatives there.

    As `best_interests_is_abroad` in SQL.
    """
    return solution in RETURN_SOLUTIONS or country not in {"", here}


def _reasons_of_state(facts: DeterminationFacts, decider: str) -> list[Reason]:
    reasons = list(report_rules.reasons_from_state(facts.state))
    if decider in {*facts.authors, facts.case_worker}:
        text = _("The case worker and the author of the report cannot record the decision.")
        reasons.append(Reason("author", text))
    return reasons


def reasons_of_report(facts: DeterminationFacts) -> list[Reason]:
    """What the report lacks for a decision."""
    reasons = []
    if len({option.option for option in facts.options if option.is_real}) < 2:
        text = _("Add at least two options that are possible today.")
        reasons.append(Reason("options", text))
    reasons.extend(report_rules.reasons_of_hearing(facts.hearing))
    if not facts.authority:
        reasons.append(Reason("authority", _("Name the responsible authority.")))
    if facts.has_unexplained:
        text = _("Explain in the assessment why key factors are not known.")
        reasons.append(Reason("factors", text))
    return reasons


def _reasons_of_dissent(facts: DeterminationFacts) -> list[Reason]:
    if facts.has_dissent or not any(each.vote == PanelVote.AGAINST for each in facts.panel):
        return []
    text = _("A member voted against the decision. Enter the reasons as dissenting opinion.")
    return [Reason("dissent", text)]


def _reasons_of_days(facts: DeterminationFacts) -> list[Reason]:
    reasons = []
    if facts.decided_on is None:
        reasons.append(Reason("decided_on", _("Enter the date of the decision.")))
    elif facts.decided_on < facts.opened_on:
        text = _("Enter a date on or after the day on which the determination was opened.")
        reasons.append(Reason("decided_on", text))
    elif facts.meeting_on is not None and facts.decided_on < facts.meeting_on:
        text = _("The meeting is on a later day. Enter the day of the meeting or a later one.")
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
    if is_abroad(facts.solution, facts.country, facts.here) and not facts.has_assessment:
        reasons.append(NO_ASSESSMENT)
    if not facts.is_reasoned:
        reasons.append(Reason("reasons", _("Enter the reasons.")))
    reasons.extend(_reasons_of_days(facts))
    return [*reasons, *_reasons_of_answers(facts), *_reasons_of_options(facts)]


def _reasons_of_answers(facts: DeterminationFacts) -> list[Reason]:
    """What the panel says to the child's view and about siblings."""
    reasons = []
    if not facts.weight:
        reasons.append(Reason("weight", _("Enter how the child’s view was weighed.")))
    elif facts.weight == ChildViewWeight.NO_VIEW and facts.has_view:
        text = _("The report has the child’s view. Choose whether it was followed.")
        reasons.append(Reason("weight", text))
    elif facts.weight != ChildViewWeight.FOLLOWED and not facts.weight_why.strip():
        reasons.append(Reason("weight_why", _("Enter the reply to the child’s view.")))
    if not facts.siblings:
        reasons.append(Reason("siblings", _("Enter whether siblings are decided together.")))
    elif facts.siblings == SiblingDecision.APART and not facts.siblings_why.strip():
        text = _("Enter the reasons for separate decisions on siblings.")
        reasons.append(Reason("siblings_why", text))
    if facts.names_others:
        reasons.append(letter_rules.NAMES_OTHERS)
    return reasons


def _reasons_of_options(facts: DeterminationFacts) -> list[Reason]:
    """Each option that was not chosen has its reason; the code names the field of the option."""
    text = _("Enter why this option is set aside.")
    return [
        Reason(f"aside_{option.key}", text)
        for option in facts.options
        if option.option != facts.solution and not option.is_set_aside
    ]


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


def reasons_against_informing(
    state: str,
    told_on: dt.date | None,
    decided_on: dt.date | None,
    *,
    has_challenge: bool,
    names_others: bool = False,
) -> tuple[Reason, ...]:
    """Why it cannot be recorded that the child was informed: all reasons at once."""
    if state not in IN_FORCE or decided_on is None:
        return (Reason("state", _("This is not decided yet.")),)
    reasons = []
    if told_on is None or told_on < decided_on:
        reasons.append(Reason("told_on", _("Enter a date on or after the date of the decision.")))
    if not has_challenge:
        text = _("Enter how the child can challenge the decision: with whom, how, and until when.")
        reasons.append(Reason("challenge", text))
    if names_others:
        reasons.append(Reason("challenge", letter_rules.NAMES_OTHERS.text))
    return tuple(reasons)


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
    outcome: str, review_on: dt.date | None, today: dt.date, *, is_own: bool
) -> tuple[Reason, ...]:
    """Why an answer is refused: one's own decision is confirmed by another person, with a next review."""
    if not outcome:
        return (Reason("outcome", _("Choose a result.")),)
    if outcome == ReconsiderationOutcome.CONFIRMED and is_own:
        text = _(
            "The person who recorded the decision does not confirm it. Another supervisor answers."
        )
        return (Reason("outcome", text),)
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
    country: str = ""  # of the solution; empty if it is in this country
    here: str = ""  # the country of the office


def counts_for(status: DeterminationStatus, solutions: Collection[str], *, today: dt.date) -> bool:
    """Whether a determination is positive for these solutions and in force on this day.

    The same as `best_interests_in_force` in SQL. A decision for another country does not count
    once it is older than 12 months; none counts with a new fact that was not considered.
    """
    if status.state not in IN_FORCE or status.decided_on is None or status.has_unread_fact:
        return False
    if status.solution not in solutions or status.decided_on > today:
        return False
    if not is_abroad(status.solution, status.country, status.here):
        return True
    return today <= _months_after(status.decided_on)


def is_recent(decided_on: dt.date | None, *, today: dt.date) -> bool:
    """Whether a decision is of the last 12 months: a transfer needs that, whatever the solution."""
    return decided_on is not None and today <= _months_after(decided_on)


def _months_after(day: dt.date) -> dt.date:
    """The same day 12 months later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + RETURN_MONTHS // 12)
    except ValueError:
        return day.replace(year=day.year + RETURN_MONTHS // 12, day=28)
