"""Forms of plans, goals and steps. They ask for little: a draft may have gaps."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Staff
from saathi.agencies.sending import RecordForm
from saathi.people.languages import Language
from saathi.protection.care_plans.actions.goals import GoalText, StepText
from saathi.protection.care_plans.actions.plans import PlanText
from saathi.protection.care_plans.models import Goal, Step
from saathi.protection.care_plans.queries import OpenedPlan, Payload
from saathi.protection.care_plans.vocabulary import (
    Agreement,
    Contribution,
    DecidedBy,
    GoalState,
    StepState,
)
from saathi.protection.cases.vocabulary import Facet
from saathi.web.fields import DayField, FewLines, LongText
from saathi.web.offering import offer


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *Language.choices]


class PlanForm(RecordForm):
    """Her own goals in her words, her part in the plan, and what is left for later, with why."""

    child_words = LongText(
        label=_("The child’s own goals and plans for the future, in her or his own words"),
        help_text=_("Write what was said as it was said. If nothing was said, leave it empty."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of these words"), choices=_language_choices, required=False
    )
    contribution = forms.ChoiceField(
        label=_("The child’s part in this plan"),
        choices=[("", _("Not recorded yet")), *Contribution.choices],
        required=False,
    )
    contribution_note = FewLines(
        label=_("How the child took part, or why not"),
        required=False,
    )
    agreement = forms.ChoiceField(
        label=_("Does the child agree with the plan?"), choices=Agreement.choices, required=False
    )
    review_on = DayField(label=_("Look at the plan again on"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        book: OpenedPlan | None = None,
        ask_why_later: Iterable[Facet] = (),
        may_take_over: bool = False,
    ) -> None:
        """A form with what the plan holds, and a question for each need that has no goal."""
        initial: dict[str, Any] = {"agreement": Agreement.NOT_ASKED}
        if book is not None:
            initial |= {
                "version": book.plan.version,
                "contribution": book.plan.contribution,
                "agreement": book.plan.agreement,
                "review_on": book.plan.review_on,
                **{name: book.payload.get(name, "") for name in _SEALED},
            }
        super().__init__(data, initial=initial)
        self._later = dict(book.left_for_later) if book else {}
        asked = [*ask_why_later, *(Facet(f) for f in self._later)]
        for facet in dict.fromkeys(asked):
            self.fields[f"later_{facet.value}"] = forms.CharField(
                label=_("%(facet)s: why no goal now?") % {"facet": facet.label},
                required=False,
                initial=self._later.get(facet.value, ""),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
        if may_take_over:
            self.fields["take_over"] = forms.BooleanField(
                label=_("Take over the goals that are still under way"),
                required=False,
                initial=True,
            )

    def text(self) -> PlanText:
        """What was written, for the action."""
        given = self.cleaned_data
        later = {
            name.removeprefix("later_"): value
            for name, value in given.items()
            if name.startswith("later_") and value.strip()
        }
        return PlanText(
            **{name: given[name] for name in (*_SEALED, "contribution")},
            agreement=given["agreement"] or Agreement.NOT_ASKED,
            review_on=given["review_on"],
            left_for_later=later,
        )


_SEALED = ("child_words", "language", "contribution_note")


class StepForm(RecordForm):
    """One step: what, who of her team, by when."""

    step_text = FewLines(label=_("Step: what is done?"))
    responsible = forms.ChoiceField(label=_("Who does it?"), required=False)
    step_due_on = DayField(label=_("By when?"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        team: Iterable[Staff],
        step: Step | None = None,
        payload: Payload | None = None,
    ) -> None:
        """A form about a step that exists, or for a new one."""
        initial: dict[str, Any] = {}
        if step is not None:
            initial |= {
                "version": step.version,
                "step_text": (payload or {}).get("text", ""),
                "responsible": str(step.responsible_id or ""),
                "step_due_on": step.due_on,
            }
        super().__init__(data, initial=initial)
        self._team = _with(team, step)
        offer(self, "responsible", _colleagues(self._team))

    def text(self) -> StepText:
        """What was written, for the action."""
        return _step_text(self.cleaned_data, self._team)


class GoalForm(RecordForm):
    """One goal: what it is about, what is wanted, who decided it, in whose words."""

    facet = forms.ChoiceField(label=_("What is it about?"), choices=Facet.choices)
    text = LongText(label=_("Goal: what shall be different for the child?"))
    decided_by = forms.ChoiceField(
        label=_("Who decided this goal?"), choices=DecidedBy.choices, widget=forms.RadioSelect
    )
    why = FewLines(
        label=_("If the child did not decide: why?"),
        required=False,
    )
    child_words = FewLines(
        label=_("What the child says of this goal, in her or his own words"),
        required=False,
    )
    is_long_term = forms.BooleanField(label=_("A goal for the long term"), required=False)
    due_on = DayField(label=_("To be reached by"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        goal: Goal | None = None,
        payload: Payload | None = None,
        facet: str = "",
    ) -> None:
        """A form about a goal that exists, or for a new one about `facet`."""
        initial: dict[str, Any] = {"facet": facet}
        if goal is not None:
            initial = {
                "version": goal.version,
                "facet": goal.facet,
                "decided_by": goal.decided_by,
                "is_long_term": goal.is_long_term,
                "due_on": goal.due_on,
                **{name: (payload or {}).get(name, "") for name in ("text", "why", "child_words")},
            }
        super().__init__(data, initial=initial)

    def goal_text(self) -> GoalText:
        """What was written, for the action."""
        given = self.cleaned_data
        names = ("facet", "decided_by", "text", "why", "child_words", "is_long_term")
        return GoalText(**{name: given[name] for name in names}, due_on=given["due_on"])


class NewGoalForm(GoalForm):
    """A goal together with its first step, which may come later."""

    step_text = FewLines(
        label=_("First step: what is done?"),
        required=False,
    )
    responsible = forms.ChoiceField(label=_("Who does it?"), required=False)
    step_due_on = DayField(label=_("Step by when?"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, team: Iterable[Staff], facet: str = ""
    ) -> None:
        """An empty form about `facet`."""
        super().__init__(data, facet=facet)
        self._team = list(team)
        offer(self, "responsible", _colleagues(self._team))

    def first_step(self) -> StepText | None:
        """The first step, where one was written."""
        if not self.cleaned_data["step_text"].strip():
            return None
        return _step_text(self.cleaned_data, self._team)


class MarkGoalForm(RecordForm):
    """How far a goal has come."""

    state = forms.ChoiceField(label=_("How far is this goal?"), choices=GoalState.choices)


class MarkStepForm(RecordForm):
    """How far a step has come; the day it was done, where that was not today."""

    state = forms.ChoiceField(label=_("How far is this step?"), choices=StepState.choices)
    done_on = DayField(label=_("Done on"), required=False)


class AskForm(RecordForm):
    """Asks a supervisor; with an answer where the plan came back with a question."""

    answer = FewLines(
        label=_("Your answer to the question"),
        required=False,
    )


def _with(team: Iterable[Staff], step: Step | None) -> list[Staff]:
    """The team, and whoever is responsible now though no longer in it."""
    people = {person.pk: person for person in team}
    if step is not None and step.responsible is not None:
        people.setdefault(step.responsible.pk, step.responsible)
    return list(people.values())


def _colleagues(team: Iterable[Staff]) -> list[tuple[str, Any]]:
    return [("", _("Nobody yet")), *((str(person.pk), person.name) for person in team)]


def _step_text(given: Mapping[str, Any], team: Iterable[Staff]) -> StepText:
    chosen = given["responsible"]
    return StepText(
        text=given["step_text"],
        responsible=next((p for p in team if str(p.pk) == chosen), None),
        due_on=given["step_due_on"],
    )


def now_of(record: Goal | Step) -> dict[str, Any]:
    """What a form about the state of a goal or step shows at first."""
    return {"version": record.version, "state": record.state}
