"""What the report of a determination needs before it is ready, and why a state refuses a decision.

Pure functions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.decisions.best_interests.vocabulary import DeterminationState, RealToday

MIN_OPTIONS: Final = 2
_NOT_READY: Final = frozenset({DeterminationState.OPENED, DeterminationState.DEFERRED})


@dataclass(frozen=True, slots=True)
class ReportOption:
    """An option as the report has it."""

    option: str
    real_today: str
    has_condition: bool = False


def reasons_against_option(real_today: str, *, has_condition: bool) -> tuple[Reason, ...]:
    """Why an option is incomplete: possible under a condition without its text."""
    if real_today == RealToday.IF and not has_condition:
        text = _("Enter the condition under which the option is possible.")
        return (Reason("condition", text),)
    return ()


def reasons_against_ready(
    options: Sequence[ReportOption], *, has_factors: bool, is_lack_explained: bool
) -> tuple[Reason, ...]:
    """Why the report is not ready for the panel: too few options, or no factors and no reason."""
    reasons = []
    real = {each.option for each in options if each.real_today in {RealToday.YES, RealToday.IF}}
    if len(real) < MIN_OPTIONS:
        text = _("Add at least two options that are possible today.")
        reasons.append(Reason("options", text))
    for each in options:
        reasons.extend(reasons_against_option(each.real_today, has_condition=each.has_condition))
    if not has_factors and not is_lack_explained:
        text = _("Choose a full assessment, or enter in the report why there is none.")
        reasons.append(Reason("no_assessment_why", text))
    return tuple(dict.fromkeys(reasons))


def reasons_from_state(state: str) -> tuple[Reason, ...]:
    """Why a determination in this state cannot be decided now, and what to do; empty if it can."""
    if state in _NOT_READY:
        text = _(
            "The report is not ready. Choose “Report ready” on the page of the determination, then "
            "list it for a meeting."
        )
        return (Reason("state", text),)
    if state in {DeterminationState.READY, DeterminationState.LISTED}:
        return ()
    text = _("This determination is already decided. To have it reviewed, add a new fact.")
    return (Reason("state", text),)
