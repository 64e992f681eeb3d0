"""The episode form in four steps and a final check; legs are added on demand."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from saathi.agencies import domains, records
from saathi.agencies.form_submission import posted_data, submit_form
from saathi.agencies.offline import drafts
from saathi.agencies.staff_requests import StaffRequest
from saathi.participation import queries as voice
from saathi.participation.vocabulary import StatementTopic
from saathi.people.models import Child
from saathi.people.queries import child_header
from saathi.protection.identification.trafficking.actions import LegInput
from saathi.protection.identification.trafficking.forms import LEGS_STEP, STEPS, EpisodeForm
from saathi.protection.identification.trafficking.leg_forms import LEG_PREFIX, LegForm
from saathi.protection.identification.trafficking.models import Episode
from saathi.protection.identification.trafficking.vocabulary import EPISODE_DRAFT
from saathi.web import form_steps
from saathi.web.components import LabelledValue

MAX_LEGS = 30
ADD_LEG, DROP_LEG = "add-leg", "drop-leg"  # values of the step button


@dataclass(frozen=True)
class LegFormRow:
    """A leg in the form: its number in the names of its fields, and the entered values."""

    number: str
    form: LegForm
    entered: Sequence[LabelledValue] = ()


class EpisodePage:
    """A request for the form of an episode: its forms, and the response to what was sent."""

    def __init__(self, request: StaffRequest, child: Child, episode: Episode | None = None) -> None:
        self.request, self.child, self.episode = request, child, episode
        data = posted_data(request)
        names = data if data is not None else drafts.field_names_in_draft(request)
        self.numbers = _leg_numbers(names)
        if data is not None:
            data = self._with_leg_changes(data)
        initial = None
        if episode is not None:
            initial = EpisodeForm.initial_data(episode, records.open_texts(episode))
        self.form = EpisodeForm(data, initial=initial)
        self.form.today = today = request.staff.office.today()
        if child.birth_year_low is not None:
            self.form.most_years = max(0, today.year - child.birth_year_low)
        if episode is None:
            self.form.next_page = domains.next_form(
                "trafficking:record_episode", request.staff, child.file_id
            )
        self.form.draft = drafts.DraftTarget(EPISODE_DRAFT, child.file_id)
        self.legs = [LegForm(data, prefix=f"leg{number}") for number in self.numbers]
        for leg in self.legs:
            leg.today = today
        self.is_checked = False

    def filled_legs(self) -> list[LegInput]:
        """The legs of the valid form that have a place."""
        return [leg.to_input() for leg in self.legs if leg.is_filled]

    def response(self, save: Callable[[EpisodeForm], str]) -> HttpResponse:
        """Saves, or shows the form: at the requested step, the first error, or the final check."""
        if form_steps.is_step_request(self.request.POST):
            self._take_step()
        elif saved := submit_form(self.request, self.form, save, other_forms=self.legs):
            return saved
        return self._page()

    def _take_step(self) -> None:
        forms = [self.form, *self.legs]
        if self.request.POST[form_steps.STEP_BUTTON] == form_steps.CHECK:
            are_valid = [form.is_valid() for form in forms]  # each of them: all errors at once
            self.is_checked = all(are_valid)
        else:
            form_steps.show_without_errors(forms)

    def _with_leg_changes(self, data: QueryDict) -> QueryDict:
        """The data without a removed leg; the number of an added leg joins the others."""
        action, _sep, number = data.get(form_steps.STEP_BUTTON, "").rpartition(":")
        if data.get(form_steps.STEP_BUTTON) == ADD_LEG and len(self.numbers) < MAX_LEGS:
            self.numbers.append(max(self.numbers, default=0) + 1)
        if action != DROP_LEG or not number.isdecimal():
            return data
        self.numbers = [kept for kept in self.numbers if kept != int(number)]
        kept_data = data.copy()
        for name in [name for name in data if name.startswith(f"leg{number}-")]:
            del kept_data[name]
        return kept_data

    def _page(self) -> HttpResponse:
        here = form_steps.CHECK
        if not self.is_checked:
            here = form_steps.step_to_show(STEPS, self.form, {LEGS_STEP: self.legs})
        is_new = self.episode is None
        topics = [StatementTopic.WHAT_HAPPENED]
        context = {
            "child": child_header(self.child, staff=self.request.staff),
            "file_id": self.child.file_id,
            "form": self.form,
            "here": here,
            "steps": form_steps.shown_steps(STEPS, here, self.form, is_checked=self.is_checked),
            "leg_forms": self.legs,
            "legs": [
                self._row(number, leg) for number, leg in zip(self.numbers, self.legs, strict=True)
            ],
            "empty_leg": LegFormRow("__n__", LegForm(prefix="leg__n__")),
            "not_to_ask": voice.do_not_ask_alerts(self.child, self.request.staff, topics)
            if is_new
            else [],
        }
        return render(self.request, "trafficking/record_episode.html", context)

    def _row(self, number: int, leg: LegForm) -> LegFormRow:
        shown = (leg[name] for name in leg.fields if not leg[name].is_hidden)
        entered = form_steps.entered_values(shown) if self.is_checked else ()
        return LegFormRow(str(number), leg, entered)


def _leg_numbers(names: Iterable[str]) -> list[int]:
    """The leg numbers that occur in these field names, in order."""
    matches = (LEG_PREFIX.match(name) for name in names)
    return sorted({int(match[1]) for match in matches if match})[:MAX_LEGS]
