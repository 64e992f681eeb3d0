"""Forms of plans, goals and steps. Few fields are required: a draft may be incomplete."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Staff
from saathi.people.languages import Language
from saathi.protection.casework.care_plans.actions.goals import PlanGoalInput, PlanStepInput
from saathi.protection.casework.care_plans.actions.plans import CarePlanInput
from saathi.protection.casework.care_plans.models import Goal, Step
from saathi.protection.casework.care_plans.queries import OpenedCarePlan, Payload
from saathi.protection.casework.care_plans.vocabulary import (
    ChildContribution,
    GoalDecidedBy,
    GoalState,
    PlanAgreement,
    StepState,
)
from saathi.protection.casework.cases.vocabulary import Facet
from saathi.web.dynamic_choices import set_choices
from saathi.web.fields import FullDateField, LongTextField, ShortTextField
from saathi.web.forms import Fold


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("Not recorded")), *Language.choices]


_PLAN_FOLDS = (
    Fold(_("Language, details of participation"), ("language", "contribution_note")),
    Fold(_("Review date"), ("review_on",)),
)


class CarePlanForm(RecordForm):
    """The child's own goals in their words, their part in the plan, needs left for later and why."""

    child_words = LongTextField(
        label=_("The child’s own goals and plans for the future, in the child’s own words"),
        help_text=_("Record the child’s exact words. Leave this blank if the child said nothing."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the statement"), choices=_language_choices, required=False
    )
    contribution = forms.ChoiceField(
        label=_("Child’s participation in this plan"),
        choices=[("", _("Not recorded")), *ChildContribution.choices],
        required=False,
    )
    contribution_note = ShortTextField(
        label=_("Details of the child’s participation"),
        required=False,
    )
    agreement = forms.ChoiceField(
        label=_("Child’s agreement with the plan"),
        choices=PlanAgreement.choices,
        required=False,
    )
    review_on = FullDateField(label=_("Review date"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        opened_plan: OpenedCarePlan | None = None,
        ask_why_later: Iterable[Facet] = (),
        may_take_over: bool = False,
    ) -> None:
        """Builds the form with the current content, and a question for each area without a goal."""
        initial: dict[str, Any] = {}
        if opened_plan is not None:
            initial |= {
                "version": opened_plan.plan.version,
                "contribution": opened_plan.plan.contribution,
                "agreement": opened_plan.plan.agreement,
                "review_on": opened_plan.plan.review_on,
                **{name: opened_plan.payload.get(name, "") for name in _SEALED},
            }
        super().__init__(data, initial=initial)
        self._later = dict(opened_plan.reasons_without_goal) if opened_plan else {}
        facets_left = [*ask_why_later, *(Facet(f) for f in self._later)]
        for facet in dict.fromkeys(facets_left):
            self.fields[f"later_{facet.value}"] = forms.CharField(
                label=_("%(facet)s: reason for having no goal now") % {"facet": facet.label},
                required=False,
                initial=self._later.get(facet.value, ""),
                widget=forms.TextInput(attrs={"dir": "auto"}),
            )
        later = tuple(name for name in self.fields if name.startswith("later_"))
        self.folds = (*_PLAN_FOLDS, Fold(_("Domains without a goal now: reasons"), later))
        if may_take_over:
            self.fields["take_over"] = forms.BooleanField(
                label=_("Carry over goals not yet achieved"),
                required=False,
                initial=True,
            )

    def clean(self) -> None:
        """Refuses words of a child who took no part: they are a statement, not a part of the plan."""
        data = self.cleaned_data
        took_no_part = {
            ChildContribution.REFUSED,
            ChildContribution.CHOSE_NOT_TO_SAY,
            ChildContribution.NOT_REACHED,
        }
        if data.get("child_words", "").strip() and data.get("contribution") in took_no_part:
            text = _(
                "The child’s own words are recorded above. Correct the participation, or "
                "record these words as a statement by the child instead."
            )
            self.add_error("contribution", text)

    def to_input(self) -> CarePlanInput:
        """The input of the action."""
        data = self.cleaned_data
        later = {
            name.removeprefix("later_"): value
            for name, value in data.items()
            if name.startswith("later_") and value.strip()
        }
        return CarePlanInput(
            **{name: data[name] for name in (*_SEALED, "contribution")},
            agreement=data["agreement"],
            review_on=data["review_on"],
            reasons_without_goal=later,
        )


_SEALED = ("child_words", "language", "contribution_note")


def _refuse_past_due_date(form: forms.Form, today: dt.date | None, due_before: object) -> None:
    """Refuses a new due date of a step in the past; one on record may stay."""
    due_on = form.cleaned_data.get("step_due_on")
    if due_on and today is not None and due_on < today and due_on != due_before:
        form.add_error("step_due_on", _("Enter today’s date or a later date."))


class PlanStepForm(RecordForm):
    """One step: what, which team member, by when."""

    today: dt.date | None = None  # set by the view: the day at the office

    step_text = ShortTextField(label=_("Step"))
    responsible = forms.ChoiceField(label=_("Person responsible"), required=False)
    step_due_on = FullDateField(label=_("Due date"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        team: Iterable[Staff],
        step: Step | None = None,
        payload: Payload | None = None,
    ) -> None:
        """Builds a form for an existing step, or for a new one."""
        initial: dict[str, Any] = {}
        if step is not None:
            initial |= {
                "version": step.version,
                "step_text": (payload or {}).get("text", ""),
                "responsible": str(step.responsible_id or ""),
                "step_due_on": step.due_on,
            }
        super().__init__(data, initial=initial)
        self._team = _team_with_responsible(team, step)
        set_choices(self, "responsible", _staff_choices(self._team))

    def start_with(self, worker: Staff) -> None:
        """Preselects the person who enters a new step, if that person is in the team."""
        _start_with(self, self._team, worker)

    def clean(self) -> None:
        """Refuses a new due date in the past."""
        super().clean()
        _refuse_past_due_date(self, self.today, self.initial.get("step_due_on"))

    def to_input(self) -> PlanStepInput:
        """The input of the action."""
        return _step_input(self.cleaned_data, self._team)


class PlanGoalForm(RecordForm):
    """One goal: facet, aim, who decided it, the child's words."""

    facet = forms.ChoiceField(label=_("Domain"), choices=Facet.choices)
    text = LongTextField(label=_("Goal: what should change for the child?"))
    decided_by = forms.ChoiceField(
        label=_("Goal decided by"), choices=GoalDecidedBy.choices, widget=forms.RadioSelect
    )
    why = ShortTextField(
        label=_("Reason the child did not decide"),
        required=False,
    )
    child_words = ShortTextField(
        label=_("Child’s view of this goal, in the child’s own words"),
        required=False,
    )
    is_long_term = forms.BooleanField(label=_("Long-term goal"), required=False)
    due_on = FullDateField(label=_("Target date"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        goal: Goal | None = None,
        payload: Payload | None = None,
        facet: str = "",
    ) -> None:
        """Builds a form for an existing goal, or for a new one about `facet`."""
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

    def to_input(self) -> PlanGoalInput:
        """The input of the action."""
        data = self.cleaned_data
        names = ("facet", "decided_by", "text", "why", "child_words", "is_long_term")
        return PlanGoalInput(**{name: data[name] for name in names}, due_on=data["due_on"])


class NewPlanGoalForm(PlanGoalForm):
    """A goal with its first step, which is optional."""

    step_text = ShortTextField(
        label=_("First step"),
        required=False,
    )
    responsible = forms.ChoiceField(label=_("Person responsible"), required=False)
    step_due_on = FullDateField(label=_("Due date of the step"), required=False)

    today: dt.date | None = None  # set by the view: the day at the office

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, team: Iterable[Staff], facet: str = ""
    ) -> None:
        """Builds an empty form about `facet`."""
        super().__init__(data, facet=facet)
        self._team = list(team)
        set_choices(self, "responsible", _staff_choices(self._team))

    def start_with(self, worker: Staff) -> None:
        """Preselects the person who enters the first step, if that person is in the team."""
        _start_with(self, self._team, worker)

    def clean(self) -> dict[str, Any]:
        """Refuses a due date of the step in the past."""
        cleaned = super().clean() or self.cleaned_data
        _refuse_past_due_date(self, self.today, None)
        return cleaned

    def to_first_step_input(self) -> PlanStepInput | None:
        """The first step, if one was entered."""
        if not self.cleaned_data["step_text"].strip():
            return None
        return _step_input(self.cleaned_data, self._team)


_GOAL_NEEDS = ("text", "facet", "decided_by")


class FirstGoalForm(NewPlanGoalForm):
    """The first goal on the page of a new plan, with its first step; it may be left empty."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, team: Iterable[Staff]) -> None:
        """Builds an empty form whose field names differ from those of the plan."""
        super().__init__(data, team=team)
        self.prefix = "goal"
        for name in ("form_key", "version"):
            del self.fields[name]
        for name in _GOAL_NEEDS:
            self.fields[name].required = False
        self.fields["decided_by"].widget = forms.Select(choices=GoalDecidedBy.choices)
        self.fields["text"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """Requires the mandatory fields of a goal if anything of one was entered."""
        cleaned = super().clean() or self.cleaned_data
        entered = [value for name, value in cleaned.items() if name != "responsible"]
        if any(entered) or self.errors:
            for name in _GOAL_NEEDS:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def is_filled(self) -> bool:
        """Whether a goal was entered in the valid form."""
        return bool(self.cleaned_data.get("text"))


class GoalStateForm(RecordForm):
    """The progress of a goal."""

    state = forms.ChoiceField(label=_("Goal progress"), choices=GoalState.choices)


class StepStateForm(RecordForm):
    """The progress of a step, and the day it was done if that was not today."""

    state = forms.ChoiceField(label=_("Step progress"), choices=StepState.choices)
    done_on = FullDateField(label=_("Done on"), required=False)


class PlanApprovalRequestForm(RecordForm):
    """A request for approval, with an answer if the plan was returned with a question."""

    answer = ShortTextField(
        label=_("Your answer to the question"),
        required=False,
    )


def _team_with_responsible(team: Iterable[Staff], step: Step | None) -> list[Staff]:
    """The team, and the staff member now responsible if they have left the team."""
    people = {person.pk: person for person in team}
    if step is not None and step.responsible is not None:
        people.setdefault(step.responsible.pk, step.responsible)
    return list(people.values())


def _staff_choices(team: Iterable[Staff]) -> list[tuple[str, Any]]:
    return [("", _("Not assigned yet")), *((str(person.pk), person.name) for person in team)]


def _start_with(form: forms.Form, team: Iterable[Staff], worker: Staff) -> None:
    if any(person.pk == worker.pk for person in team):
        form.initial["responsible"] = str(worker.pk)


def _step_input(data: Mapping[str, Any], team: Iterable[Staff]) -> PlanStepInput:
    chosen = data["responsible"]
    return PlanStepInput(
        text=data["step_text"],
        responsible=next((p for p in team if str(p.pk) == chosen), None),
        due_on=data["step_due_on"],
    )


def initial_state(record: Goal | Step) -> dict[str, Any]:
    """The initial values of a form about the state of a goal or step."""
    return {"version": record.version, "state": record.state}
