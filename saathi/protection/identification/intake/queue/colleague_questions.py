"""Questions of a form whose texts name a colleague, or mention staff: it is not saved before the answers."""

from collections.abc import Iterable, Sequence
from functools import cached_property
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
from saathi.protection.identification.intake.queue.bypassed_office import office_to_bypass
from saathi.protection.identification.intake.queue.forms import NamedInReport, NamedInReportField
from saathi.protection.identification.intake.queue.named_in_texts import (
    NamedInTexts,
    find_named,
    names_only_colleagues,
)
from saathi.web.components import Text, isolate_direction

YES, YES_UNKNOWN, NO = "yes", "yes_unknown", "no"
NAMED_LABEL = _("Colleagues, offices or facilities of your agency named in the report")
NAMED_HELP = _(
    "Enter one full name per line. The report goes to the office above the people named, who cannot see it."
)
_OF_PERSON = [
    (YES, _("Yes: hide the report from them, and send it to the office above")),
    (NO, _("No")),
]
_OF_PERSON_AT_THE_TOP = [
    (YES, _("Yes: hide the report from them, and send it to another supervisor")),
    (NO, _("No")),
]
_OF_STAFF = [
    (YES, _("Yes, and I know who: send it to the office above")),
    (YES_UNKNOWN, _("Yes, but I do not know who: send it to the office above")),
    (NO, _("No")),
]
_OF_STAFF_AT_THE_TOP = [
    (YES, _("Yes, and I know who: send it to another supervisor")),
    (YES_UNKNOWN, _("Yes, but I do not know who")),
    (NO, _("No")),
]
_YES_OR_NO = [(YES, _("Yes")), (NO, _("No"))]
_NOBODY_ABOVE = _(
    "No one above or beside your office handles reports. If you do not know who, the supervisors of "
    "your office handle this one. Decide which authority outside your agency must be informed."
)
_ANSWER_MISSING = {"required": _("Answer this question. The report is not saved yet.")}
STAFF_MEANT, WHO_IS_MEANT = "is_staff_meant", "staff_meant"


class ColleagueQuestionsForm(RecordForm):
    """A form with a field `named`; call `confirm_named_colleagues` with its texts at the end of `clean`.

    Its questions are fields that are added while it is checked: no answer is a default, and an answer
    counts for the people named in the texts at that moment.
    """

    # What follows from "yes" besides that the report goes past those named.
    question_help: Text = ""

    def __init__(self, *args: Any, actor: Staff | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        self.questions: list[str] = []  # the names of the fields
        self.is_accusing = False  # whether an answer is yes, or a person or office is named
        named = self.fields.get("named")
        if isinstance(named, NamedInReportField) and actor is not None:
            named.agency_id = actor.agency_id

    @property
    def colleague_questions(self) -> list[BoundField]:
        """The questions, for the template."""
        return [self[name] for name in self.questions]

    def typed(self, names: Sequence[str]) -> list[str]:
        """What is typed in these fields, also where it has an error: its questions are asked too."""
        checked = self.cleaned_data
        raw = {name: self[name].data for name in names if name not in checked}
        return [str(checked.get(name, raw.get(name)) or "") for name in names]

    def confirm_named_colleagues(
        self, named: NamedInReport | None, texts: Iterable[str], names_of_others: Iterable[str] = ()
    ) -> NamedInReport | None:
        """The people named, with those confirmed by the answers; None if `named` is not valid.

        `names_of_others`: the names of the child and of the reporting person.
        """
        if self.actor is None:
            return named
        given = named or NamedInReport()
        people = {person.pk: person for person in given.staff}
        result = self._find(texts, names_of_others)
        for person in self._people(result):
            if person.pk not in people and self._asks_of(person):
                people[person.pk] = person
        office = given.office
        is_named = bool(people) or office is not None
        # A question that was answered stays, so that its answer is not lost with another field's.
        if result.staff_word and (not is_named or self.data.get(self.add_prefix(STAFF_MEANT))):
            answer, meant = self._meant(result.staff_word, is_named=is_named)
            people |= {person.pk: person for person in meant}
            if answer == YES_UNKNOWN and not people:
                office = office or office_to_bypass(self.actor)
                self.is_accusing = True
        self.is_accusing = self.is_accusing or bool(people) or office is not None
        return None if named is None else NamedInReport(tuple(people.values()), office)

    def _find(self, texts: Iterable[str], names_of_others: Iterable[str]) -> NamedInTexts[UUID]:
        assert self.actor is not None
        colleagues = Staff.objects.filter(agency=self.actor.agency_id, is_active=True)
        rows = list(colleagues.order_by("pk").values_list("pk", "name", "office_id"))
        near = [key for key, _name, office in rows if office == self.actor.office_id]
        return find_named(texts, {key: name for key, name, _office in rows}, near, names_of_others)

    def _people(self, found: NamedInTexts[Any]) -> list[Staff]:
        people = Staff.objects.filter(pk__in=found.keys).select_related("office")
        return list(people.order_by("name", "office__name", "pk"))

    @cached_property
    def _has_others(self) -> bool:
        """Whether a supervisor elsewhere can handle the report."""
        assert self.actor is not None
        return office_to_bypass(self.actor) is not None

    def _asks_of(self, person: Staff) -> bool:
        """Whether the answer is that the report says so of this person."""
        choices = _OF_PERSON if self._has_others else _OF_PERSON_AT_THE_TOP
        question = self._choice(name_question(staff_label(person)), choices)
        return bool(self._answer(f"colleague_{person.pk}", question) == YES)

    def _meant(self, word: str, *, is_named: bool) -> tuple[str | None, Iterable[Staff]]:
        """Whether colleagues are meant by a word for staff, and who; needed unless a person is named."""
        text = staff_question(word)
        question = self._choice(text, _OF_STAFF if self._has_others else _OF_STAFF_AT_THE_TOP)
        if not self._has_others:
            question.help_text = _NOBODY_ABOVE
        answer = self._answer(STAFF_MEANT, question)
        is_named = is_named or "named" in self.errors
        search = SeveralStaffField(
            kind=StaffKind.ANYBODY,
            required=answer == YES and not is_named,
            label=_("Colleague concerned"),
            help_text=_(
                "Only if you know who. If you know only the office or facility, enter it below."
            ),
            error_messages={
                "required": _(
                    "Search for the colleague, enter the office or facility below, or answer "
                    "that you do not know who."
                )
            },
        )
        assert self.actor is not None
        search.prepare(self.actor)
        keys = self._answer(WHO_IS_MEANT, search) or []
        if answer in {NO, YES_UNKNOWN} and keys:
            self.add_error(WHO_IS_MEANT, _("Leave this blank, or answer that you know who."))
        return answer, Staff.objects.filter(pk__in=keys) if answer == YES else []

    def _choice(self, text: str, choices: Sequence[tuple[str, Any]]) -> forms.ChoiceField:
        return forms.ChoiceField(
            choices=choices,
            widget=forms.RadioSelect,
            label=text,
            label_suffix="",
            help_text=str(self.question_help),
            error_messages=_ANSWER_MISSING,
        )

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


class ReportAdditionForm(ColleagueQuestionsForm):
    """A text that is added to a report; asks whether it is about a colleague named in it.

    Without an actor it asks nothing: the reader may not send the report past others.
    """

    asked_texts: ClassVar[tuple[str, ...]] = ()
    # Fields for the people who did something: nothing is asked of one that holds names and roles only.
    lists_of_people: ClassVar[tuple[str, ...]] = ()
    named = NamedInReportField(required=False, label=NAMED_LABEL, help_text=NAMED_HELP)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.actor is None:
            del self.fields["named"]
            return
        self._ask_named_last()
        if self.question_help:
            self.fields["named"].help_text = f"{NAMED_HELP} {self.question_help}"

    def _ask_named_last(self) -> None:
        self.order_fields([*(name for name in self.fields if name != "named"), "named"])

    def clean(self) -> dict[str, Any]:
        """Asks about colleagues named in the texts; `named` then holds those who are accused."""
        cleaned = super().clean() or self.cleaned_data
        texts = [*self.typed(self.asked_texts), *self._lists_with_more()]
        named = self.confirm_named_colleagues(cleaned.get("named"), texts)
        if self.actor is not None:
            self._ask_named_last()
        return cleaned | ({"named": named} if named is not None else {})

    def _lists_with_more(self) -> list[str]:
        """The lists of people that hold more than names of colleagues and roles."""
        texts = [text for text in self.typed(self.lists_of_people) if text]
        if self.actor is None or not texts:
            return texts
        colleagues = Staff.objects.filter(agency=self.actor.agency_id, is_active=True)
        names = dict(colleagues.order_by("pk").values_list("pk", "name"))
        return [text for text in texts if not names_only_colleagues(text, names)]

    @property
    def named_ids(self) -> tuple[list[UUID], UUID | None]:
        """The keys of the staff and of the office that the text accuses."""
        named = self.cleaned_data.get("named") or NamedInReport()
        return [person.pk for person in named.staff], named.office.pk if named.office else None


class NoAccusationForm(ColleagueQuestionsForm):
    """A form whose record cannot go past colleagues: a text that accuses one is not saved here.

    Call `refuse_accusations` with its texts at the end of `clean`.
    """

    refusal: Text = ""

    def refuse_accusations(self, texts: Iterable[str], names_of_others: Iterable[str] = ()) -> None:
        """Asks about colleagues named in the texts, and a word for staff; refuses "yes" with the way out."""
        if self.actor is None:
            return
        find = self._find(texts, names_of_others)
        asked = [
            (f"colleague_{person.pk}", name_question(staff_label(person)))
            for person in self._people(find)
        ]
        if find.staff_word:
            asked.append((STAFF_MEANT, staff_question(find.staff_word)))
        for name, text in asked:
            if self._answer(name, self._choice(text, _YES_OR_NO)) == YES:
                self.add_error(name, str(self.refusal))


def name_question(label: str) -> str:
    """The question whether a text is about the colleague named in it."""
    return gettext(
        "The text contains the name of a colleague: %(name)s. Does the report say that this "
        "person harmed a child or did something wrong?"
    ) % {"name": isolate_direction(label)}


def staff_question(word: str) -> str:
    """The question whether a word for staff means a colleague."""
    several = gettext(
        "The text contains the words “%(word)s”. Does the report say that a colleague of your "
        "agency harmed a child or did something wrong?"
    )
    one = gettext(
        "The text contains the word “%(word)s”. Does the report say that a colleague of your "
        "agency harmed a child or did something wrong?"
    )
    return (several if " " in word.strip() else one) % {"word": isolate_direction(word)}
