"""Questions of a form whose texts name a colleague, or mention staff: it is not saved before the answers."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.form_submission import RecordForm
from saathi.agencies.models import Staff
from saathi.agencies.staff_search import SeveralStaffField, StaffKind, staff_label
from saathi.protection.identification.intake.queue.forms import NamedInReport, NamedInReportField
from saathi.protection.identification.intake.queue.named_in_texts import NamedInTexts, find_named
from saathi.web.components import isolate_direction

YES, NO = "yes", "no"
NAMED_LABEL = _("Colleagues, offices or facilities of your agency named in the report")
NAMED_HELP = _(
    "Enter one full name per line. The report goes to the office above the people named, who cannot see it."
)
_CHOICES = [(YES, _("Yes: hide the report from them")), (NO, _("No"))]
_ANSWER_MISSING = {"required": _("Answer this question. The report is not saved yet.")}
STAFF_MEANT, WHO_IS_MEANT = "is_staff_meant", "staff_meant"


class ColleagueQuestionsForm(RecordForm):
    """A form with a field `named`; call `ask_about_colleagues` with its texts at the end of `clean`.

    Its questions are fields that are added while it is checked: no answer is a default, and an answer
    counts for the people whom the texts name at that moment.
    """

    def __init__(self, *args: Any, actor: Staff | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.questions: list[str] = []  # the names of the fields
        named = self.fields["named"]
        if isinstance(named, NamedInReportField) and actor is not None:
            named.agency_id = actor.agency_id

    @property
    def colleague_questions(self) -> list[BoundField]:
        """The questions, for the template."""
        return [self[name] for name in self.questions]

    def ask_about_colleagues(
        self, named: NamedInReport | None, texts: Iterable[str]
    ) -> NamedInReport | None:
        """Who is named, with those of whom the answers say so; None if `named` is not valid."""
        if self.actor is None:
            return named
        given = named or NamedInReport()
        colleagues = Staff.objects.filter(agency=self.actor.agency_id, is_active=True)
        found = find_named(texts, dict(colleagues.values_list("pk", "name")))
        people = {person.pk: person for person in given.staff}
        for person in self._people(found):
            if person.pk not in people and self._asks_of(person):
                people[person.pk] = person
        is_named = bool(people) or given.office is not None
        if found.staff_word and not is_named and "named" not in self.errors:
            people |= {person.pk: person for person in self._meant(found.staff_word)}
        return None if named is None else NamedInReport(tuple(people.values()), given.office)

    def _people(self, found: NamedInTexts[Any]) -> list[Staff]:
        people = Staff.objects.filter(pk__in=found.keys).select_related("office")
        return list(people.order_by("name", "office__name", "pk"))

    def _asks_of(self, person: Staff) -> bool:
        """Whether the answer is that the report says so of this person."""
        text = gettext(
            "The text contains the name of a colleague: %(name)s. Does the report say that this "
            "person harmed a child or did something wrong?"
        ) % {"name": isolate_direction(staff_label(person))}
        return bool(self._answer(f"colleague_{person.pk}", _choice(text)) == YES)

    def _meant(self, word: str) -> Iterable[Staff]:
        """The colleagues who are meant by a word for staff."""
        text = gettext(
            "The text contains the word “%(word)s”. Does the report say that a colleague of your "
            "agency harmed a child or did something wrong?"
        ) % {"word": isolate_direction(word)}
        answer = self._answer(STAFF_MEANT, _choice(text))
        search = SeveralStaffField(
            kind=StaffKind.ANYBODY,
            required=answer == YES,
            label=_("Colleague concerned"),
            help_text=_(
                "Only if the answer is “Yes”. If you know only the office or facility, enter "
                "it below."
            ),
            error_messages={
                "required": _("Search for the colleague, or enter the office or facility below.")
            },
        )
        assert self.actor is not None
        search.prepare(self.actor)
        keys = self._answer(WHO_IS_MEANT, search) or []
        if answer == NO and keys:
            self.add_error(WHO_IS_MEANT, _("Leave this blank, or answer “Yes” above."))
        return Staff.objects.filter(pk__in=keys) if answer == YES else []

    def _answer(self, name: str, field: forms.Field) -> Any:
        """The answer to a question that is asked now; None with an error at it if there is none."""
        self.fields[name] = field
        self.questions.append(name)
        typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            answer = field.clean(typed)
        except ValidationError as error:
            self.add_error(name, error)
            return None
        self.cleaned_data[name] = answer
        return answer


class AddedTextForm(ColleagueQuestionsForm):
    """A text that is added to a report; asks whether it is about a colleague whom it names.

    Without an actor it asks nothing: the reader may not send the report past others.
    """

    asked_texts: ClassVar[tuple[str, ...]] = ()
    named = NamedInReportField(required=False, label=NAMED_LABEL, help_text=NAMED_HELP)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.actor is None:
            del self.fields["named"]

    def clean(self) -> dict[str, Any]:
        """Asks of colleagues whom the texts name; `named` then holds those whom they accuse."""
        cleaned = super().clean() or self.cleaned_data
        texts = [cleaned.get(name) or "" for name in self.asked_texts]
        named = self.ask_about_colleagues(cleaned.get("named"), texts)
        if self.actor is not None:
            self.order_fields([*(name for name in self.fields if name != "named"), "named"])
        return cleaned | ({"named": named} if named is not None else {})

    @property
    def named_ids(self) -> tuple[list[UUID], UUID | None]:
        """The keys of the staff and of the office that the text accuses."""
        named = self.cleaned_data.get("named") or NamedInReport()
        return [person.pk for person in named.staff], named.office.pk if named.office else None


def _choice(text: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=_CHOICES,
        widget=forms.RadioSelect,
        label=text,
        label_suffix="",
        error_messages=_ANSWER_MISSING,
    )
