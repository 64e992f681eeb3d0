"""The changes from the plan that would be replaced to a new plan, for the approving person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext

from saathi.protection.casework.care_plans.queries import OpenedCarePlan, OpenedCarePlanGoal
from saathi.web.components import join_facts


@dataclass(frozen=True)
class PlanChange:
    """One change in words: its kind and the text of the goal."""

    kind: str
    text: str
    note: str = ""


def list_plan_changes(new: OpenedCarePlan, old: OpenedCarePlan) -> list[PlanChange]:
    """New goals, removed goals, and changes in goals with the same wording."""
    before, after = _by_text(old.goals), _by_text(new.goals)
    added = [
        PlanChange(gettext("New goal"), text, _facet(goal))
        for text, goal in after.items()
        if text not in before
    ]
    removed = [
        PlanChange(gettext("Goal removed"), text, _facet(goal))
        for text, goal in before.items()
        if text not in after
    ]
    changed = [
        PlanChange(gettext("Goal changed"), text, join_facts(notes))
        for text, goal in after.items()
        if text in before and (notes := _differences(goal, before[text]))
    ]
    return [*added, *changed, *removed]


def _by_text(goals: Sequence[OpenedCarePlanGoal]) -> Mapping[str, OpenedCarePlanGoal]:
    return {str(opened.payload.get("text", "")).strip(): opened for opened in goals}


def _facet(opened: OpenedCarePlanGoal) -> str:
    return str(opened.goal.get_facet_display())


def _differences(new: OpenedCarePlanGoal, old: OpenedCarePlanGoal) -> list[str]:
    """The differences in one goal: who decided it, its date, its steps."""
    notes = []
    if new.goal.decided_by != old.goal.decided_by:
        words = {"who": new.goal.get_decided_by_display()}
        notes.append(gettext("decided by: %(who)s") % words)
    if new.goal.due_on != old.goal.due_on:
        day = date_format(new.goal.due_on) if new.goal.due_on else gettext("no date")
        notes.append(gettext("due: %(day)s") % {"day": day})
    before, after = _step_texts(old), _step_texts(new)
    notes += [
        gettext("new step: %(step)s") % {"step": step} for step in after if step not in before
    ]
    notes += [
        gettext("step removed: %(step)s") % {"step": step} for step in before if step not in after
    ]
    return notes


def _step_texts(opened: OpenedCarePlanGoal) -> list[str]:
    return [str(payload.get("text", "")).strip() for _step, payload in opened.steps]
