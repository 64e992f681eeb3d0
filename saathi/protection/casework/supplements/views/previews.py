"""What the pages of drafts and versions share: the form as it will look, and its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
    with_changed_texts,
)
from saathi.engines.xlsform.visible_text import with_named_signs
from saathi.infra.classification import DataClass
from saathi.protection.casework.supplements import explanations, pages
from saathi.protection.casework.supplements.forms.answers import SupplementAnswersForm
from saathi.protection.casework.supplements.vocabulary import DATA_CLASS_LABELS
from saathi.web.components import Text

READERS = (Permission.MANAGE_OFFICES, Permission.CONFIRM_STAFF, Permission.EXPORT)


def preview_language(request: StaffRequest, definition: XlsformDefinition) -> str:
    """The language asked for, if the form has it; otherwise the form's first."""
    preferred = request.GET.get("in", "") or (get_language() or "en").partition("-")[0]
    return preferred if preferred in definition.languages else next(iter(definition.languages))


def preview_context(
    request: StaffRequest, definition: XlsformDefinition, language: str
) -> dict[str, Any]:
    """The form as it will look, without answers, and the class of each question.

    Signs that no reader sees are shown by their codes: a form may have been stored with some.
    """
    definition = with_changed_texts(definition, with_named_signs)
    empty_form = SupplementAnswersForm(
        None,
        definition=definition,
        answers={},
        language=language,
        today=request.staff.office.today(),
    )
    for field in empty_form.fields.values():
        field.disabled = True
    return {
        "title": definition.text_in_language(definition.title, language),
        "language": language,
        "direction": explanations.text_direction(language),
        "languages": definition.languages.items(),
        "preview": empty_form,
        "notes": [explanations.problem_text(note) for note in definition.notes],
        "counts": pages.question_count_text(definition),
        "classes": [
            _question_class(definition, question, language)
            for question in definition.questions
            if question.kind != XlsformQuestionKind.NOTE
        ],
    }


@dataclass(frozen=True)
class QuestionClass:
    """A question with its class; with the choices that are counted, if it is statistical."""

    label: str
    name: str
    data_class: Text
    choices: Sequence[tuple[str, str]]  # labels and codes


def _question_class(
    definition: XlsformDefinition, question: XlsformQuestion, language: str
) -> QuestionClass:
    is_counted = question.data_class == DataClass.STATISTICAL
    choices = definition.lists.get(question.choices, ()) if is_counted else ()
    return QuestionClass(
        label=definition.text_in_language(question.label, language) or question.name,
        name=with_named_signs(question.name),
        data_class=DATA_CLASS_LABELS.get(question.data_class, ""),  # type: ignore[call-overload]
        choices=[
            (definition.text_in_language(choice.label, language), with_named_signs(choice.name))
            for choice in choices
        ],
    )
