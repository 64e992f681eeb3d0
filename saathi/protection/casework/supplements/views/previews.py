"""What the pages of drafts and versions share: the form as it will look, and its language."""

from typing import Any

from django.utils.translation import get_language

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.engines.xlsform.definition import XlsformDefinition, XlsformQuestionKind
from saathi.protection.casework.supplements import explanations, pages
from saathi.protection.casework.supplements.forms.answers import SupplementAnswersForm
from saathi.protection.casework.supplements.vocabulary import DATA_CLASS_LABELS

READERS = (Permission.MANAGE_OFFICES, Permission.CONFIRM_STAFF, Permission.EXPORT)


def preview_language(request: StaffRequest, definition: XlsformDefinition) -> str:
    """The language asked for, if the form has it; otherwise the form's first."""
    preferred = request.GET.get("in", "") or (get_language() or "en").partition("-")[0]
    return preferred if preferred in definition.languages else next(iter(definition.languages))


def preview_context(
    request: StaffRequest, definition: XlsformDefinition, language: str
) -> dict[str, Any]:
    """The form as it will look, without answers, and the class of each question."""
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
            (
                definition.text_in_language(question.label, language) or question.name,
                question.name,
                DATA_CLASS_LABELS.get(question.data_class, ""),  # type: ignore[call-overload]
            )
            for question in definition.questions
            if question.kind != XlsformQuestionKind.NOTE
        ],
    }
