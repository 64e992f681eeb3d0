"""A long form in short steps: one page with one form, showing one step at a time.

All fields are on the page, so going back and forth loses nothing, and a draft contains everything.
The step buttons send the form, which returns at that step; `steps.js` does the same without a
request. The last page shows what was entered and always comes from the server.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorDict

from saathi.web.components import LabelledValue, Text
from saathi.web.fields import display_value, split_lines

STEP_BUTTON = "step"  # names the step to go to
STEP_NOW = "step_now"  # the step being shown; a draft opens there
CHECK = "check"  # the last page: what was entered


@dataclass(frozen=True)
class FormStep:
    """One step: its title and the names of its fields."""

    code: str
    title: Text
    fields: tuple[str, ...]


@dataclass(frozen=True)
class ShownStep:
    """A step on the page: its number, its neighbours, and whether it is shown."""

    code: str
    title: Text
    number: int
    is_here: bool
    previous: str
    next: str
    entered: Sequence[LabelledValue] = ()


def is_step_request(data: Mapping[str, str]) -> bool:
    """Whether a step button sent the form: then it is not saved."""
    return STEP_BUTTON in data


def show_without_errors(forms: Iterable[BaseForm]) -> None:
    """Shows submitted forms as typed, without errors."""
    for form in forms:
        form._errors = ErrorDict()  # type: ignore[attr-defined]


def step_to_show(
    steps: Sequence[FormStep], form: BaseForm, rows: Mapping[str, Sequence[BaseForm]]
) -> str:
    """The first step with an error; else the requested one, or where the form was left.

    `rows` are further forms of a step, by its code.
    """
    for step in steps:
        own_errors = form.is_bound and any(name in form.errors for name in step.fields)
        if own_errors or any(row.is_bound and row.errors for row in rows.get(step.code, ())):
            return step.code
    data: Mapping[str, str] = form.data if form.is_bound else {}
    known = {step.code for step in steps}
    asked = [data.get(STEP_BUTTON, ""), data.get(STEP_NOW, "")]
    return next((code for code in asked if code in known), steps[0].code)


def shown_steps(
    steps: Sequence[FormStep], here: str, form: BaseForm, *, is_checked: bool = False
) -> list[ShownStep]:
    """The steps for the page; for the last page, with the values entered in each."""
    codes = [step.code for step in steps]
    return [
        ShownStep(
            step.code,
            step.title,
            number + 1,
            is_here=step.code == here,
            previous=codes[number - 1] if number else "",
            next=codes[number + 1] if number + 1 < len(codes) else CHECK,
            entered=entered_values(form[name] for name in step.fields) if is_checked else (),
        )
        for number, step in enumerate(steps)
    ]


def entered_values(fields: Iterable[BoundField]) -> list[LabelledValue]:
    """The typed or chosen values with their labels; empty fields are left out."""
    pairs = ((bound.label, "; ".join(split_lines(display_value(bound)))) for bound in fields)
    return [LabelledValue(label, text) for label, text in pairs if text]
