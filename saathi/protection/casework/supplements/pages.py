"""The lines of a completed form, for pages and prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import Resolver404, resolve
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import record_history, records
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.evaluator import as_day
from saathi.engines.xlsform.form_state import FormState, NoAnswerReason
from saathi.engines.xlsform.layout import FormPosition, form_positions
from saathi.protection.casework.supplements import explanations, queries
from saathi.protection.casework.supplements.models import FormAnswers
from saathi.protection.casework.supplements.vocabulary import NO_ANSWER_LABELS
from saathi.vault import store as vault


@dataclass(frozen=True)
class AnswerLine:
    """A heading, or a question with its answer; `missing` gives the reason why there is none."""

    heading: str = ""
    question: str = ""
    answer: str = ""
    missing: str = ""
    mark: str = ""


@dataclass(frozen=True)
class EarlierAnswers:
    """Earlier answers: who changed them and when, and what they were."""

    about: str
    lines: Sequence[AnswerLine]


@dataclass(frozen=True)
class FilledFormDetails:
    """One completed form, ready for display."""

    title: str
    language: str
    direction: str
    about: Sequence[str]
    lines: Sequence[AnswerLine]
    note: str
    earlier: Sequence[EarlierAnswers]


def filled_form_details(filled: FormAnswers, staff: Staff, language: str) -> FilledFormDetails:
    """The form with its answers, for a reader whose access was checked."""
    form = queries.form_definition(filled.form)
    spoken = language if language in form.languages else next(iter(form.languages))
    payload = records.open_texts(filled)
    old = record_history.old_values(staff, filled) if filled.version > 1 else []
    names = names_of([filled.recorded_by, *(old_value.replaced_by for old_value in old)])
    return FilledFormDetails(
        title=form.text_in_language(form.title, spoken),
        language=spoken,
        direction=explanations.text_direction(spoken),
        about=_context_lines(filled, form, payload, names.get(filled.recorded_by, "")),
        lines=list(answer_lines(form, payload, filled, spoken)),
        note=str(payload.get("note", "")),
        earlier=[
            EarlierAnswers(
                _("Version %(number)d, changed on %(day)s by %(name)s")
                % {
                    "number": old_value.version,
                    "day": date_format(staff.office.local(old_value.replaced_at), "j F Y, H:i"),
                    "name": names.get(old_value.replaced_by, ""),
                },
                list(answer_lines(form, vault.open_old_value(old_value), filled, spoken)),
            )
            for old_value in old
        ],
    )


def _context_lines(
    filled: FormAnswers, form: XlsformDefinition, payload: Mapping[str, Any], writer: str
) -> list[str]:
    interview = {"day": date_format(filled.filled_on, "j F Y"), "name": payload.get("by") or writer}
    lines = [_("asked on %(day)s by %(name)s") % interview]
    if payload.get("by"):
        lines.append(_("recorded by %(name)s") % {"name": writer})
    if filled.language in form.languages:
        lines.append(_("in %(language)s") % {"language": form.languages[filled.language]})
    lines.append(_("version %(number)d of the form") % {"number": filled.form_version})
    return lines


def answer_lines(
    form: XlsformDefinition, payload: Mapping[str, Any], filled: FormAnswers, language: str
) -> Iterator[AnswerLine]:
    """Every question that was asked or answered, in the order of the form."""
    answered = FormState(form, payload.get("answers", {}), filled.filled_on)
    against = set(payload.get("against", ()))
    rows = {
        name: len(answered.rows(name)) for name, group in form.groups.items() if group.is_repeat
    }
    headings: list[AnswerLine] = []
    for position in form_positions(form, rows):
        if position.heading:
            headings.append(_heading(answered, position, language))
        elif position.question is not None:
            line = _line(answered, position, position.question, language, against)
            if line is not None:
                yield from headings
                headings = []
                yield line
        else:
            headings = []


def _heading(answered: FormState, position: FormPosition, language: str) -> AnswerLine:
    text = answered.fill_placeholders(
        answered.form.groups[position.heading].label, language, position.row
    )
    if position.row is not None and position.heading == position.repeat:
        text = f"{text or position.heading} · {position.row + 1}"
    return AnswerLine(heading=text)


def _line(
    answered: FormState,
    position: FormPosition,
    question: XlsformQuestion,
    language: str,
    against: set[str],
) -> AnswerLine | None:
    label = answered.fill_placeholders(question.label, language, position.row)
    is_asked = answered.is_asked(question, position.row)
    if question.kind == XlsformQuestionKind.CALCULATE:
        result = answered.shown_result(question, position.row) if is_asked and label else ""
        return AnswerLine(question=label, answer=result, mark=_("calculated")) if result else None
    answer = answered.raw_answer(question, position.row)
    if not question.is_asked or not (is_asked or answer):
        return None
    mark = ""
    if not is_asked:
        mark = _("answered, but not asked after the other answers")
    elif question.name in against and answered.violates_constraint(question, position.row):
        mark = _("confirmed, although the form does not allow it")
    if answer in set(NoAnswerReason) or not answer:
        missing = NO_ANSWER_LABELS[NoAnswerReason(answer)] if answer else _("Not asked")
        return AnswerLine(question=label, missing=str(missing), mark=mark)
    words = explanations.answer_text(answered.form, question, answer, language)
    if question.kind == XlsformQuestionKind.DATE and (day := as_day(answer)):
        words = date_format(day, "j F Y")
    return AnswerLine(question=label, answer=words, mark=mark)


@dataclass(frozen=True)
class DraftLine:
    """A draft of a form for a child; `place` is empty if it can no longer be continued."""

    id: UUID
    title: str
    saved: str
    place: str


def draft_lines(
    staff: Staff, file_id: UUID, titles: Mapping[str, str], language: str
) -> list[DraftLine]:
    """The person's own drafts of forms for a child; `titles` has the forms that can be filled in."""
    lines = []
    for draft in queries.list_answers_drafts(staff, file_id):
        code = _code_in_address(draft.place)
        title = titles.get(code) or queries.title_of_form(staff.agency_id, code, language)
        saved = date_format(staff.office.local(draft.saved_at), "j F Y, H:i")
        lines.append(DraftLine(draft.pk, title, saved, draft.place if code in titles else ""))
    return lines


def _code_in_address(address: str) -> str:
    """The form of an address; empty if no page has it any more."""
    try:
        return str(resolve(address).kwargs.get("code", ""))
    except Resolver404:
        return ""


def question_count_text(form: XlsformDefinition) -> str:
    """The number of questions of a form, in words."""
    count = len(form.answerable_questions)
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
