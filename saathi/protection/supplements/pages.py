"""What pages and papers show of a form that was filled in, line by line, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies import record_history, records
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.protection.supplements import explanations, queries
from saathi.protection.supplements.models import FormAnswers
from saathi.protection.supplements.vocabulary import NO_ANSWER_LABELS
from saathi.protection.supplements.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.protection.supplements.xlsform.evaluator import as_day
from saathi.protection.supplements.xlsform.form_state import FormState, NoAnswerReason
from saathi.protection.supplements.xlsform.layout import FormPosition, form_positions
from saathi.vault import store as vault


@dataclass(frozen=True)
class AnswerLine:
    """A heading, or a question with its answer; `missing` says why there is none."""

    heading: str = ""
    question: str = ""
    answer: str = ""
    missing: str = ""
    mark: str = ""


@dataclass(frozen=True)
class EarlierAnswers:
    """What was answered before it was changed: when, by whom, and what differed."""

    about: str
    lines: Sequence[AnswerLine]


@dataclass(frozen=True)
class FilledFormDetails:
    """One form that was filled in, ready to show."""

    title: str
    language: str
    direction: str
    about: Sequence[str]
    lines: Sequence[AnswerLine]
    note: str
    earlier: Sequence[EarlierAnswers]


def filled_form_details(filled: FormAnswers, staff: Staff, language: str) -> FilledFormDetails:
    """The form with its answers, for a reader whose access was asked."""
    form = queries.form_definition(filled.form)
    spoken = language if language in form.languages else next(iter(form.languages))
    payload = records.open_texts(filled)
    old = record_history.old_values(staff, filled) if filled.version > 1 else []
    names = names_of([filled.recorded_by, *(one.replaced_by for one in old)])
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
                    "number": one.version,
                    "day": date_format(staff.office.local(one.replaced_at), "j F Y, H:i"),
                    "name": names.get(one.replaced_by, ""),
                },
                list(answer_lines(form, vault.open_old_value(one), filled, spoken)),
            )
            for one in old
        ],
    )


def _context_lines(
    filled: FormAnswers, form: XlsformDefinition, payload: Mapping[str, Any], writer: str
) -> list[str]:
    told = {"day": date_format(filled.filled_on, "j F Y"), "name": payload.get("by") or writer}
    about = [_("asked on %(day)s by %(name)s") % told]
    if payload.get("by"):
        about.append(_("written down by %(name)s") % {"name": writer})
    if filled.language in form.languages:
        about.append(_("in %(language)s") % {"language": form.languages[filled.language]})
    about.append(_("version %(number)d of the form") % {"number": filled.form_version})
    return about


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
    for place in form_positions(form, rows):
        if place.heading:
            headings.append(_heading(answered, place, language))
        elif place.question is not None:
            line = _line(answered, place, place.question, language, against)
            if line is not None:
                yield from headings
                headings = []
                yield line
        else:
            headings = []


def _heading(answered: FormState, place: FormPosition, language: str) -> AnswerLine:
    text = answered.fill_placeholders(
        answered.form.groups[place.heading].label, language, place.row
    )
    if place.row is not None and place.heading == place.repeat:
        text = f"{text or place.heading} · {place.row + 1}"
    return AnswerLine(heading=text)


def _line(
    answered: FormState,
    place: FormPosition,
    question: XlsformQuestion,
    language: str,
    against: set[str],
) -> AnswerLine | None:
    label = answered.fill_placeholders(question.label, language, place.row)
    is_asked = answered.is_asked(question, place.row)
    if question.kind == XlsformQuestionKind.CALCULATE:
        shown = answered.calculation_text(question, place.row) if is_asked and label else ""
        return AnswerLine(question=label, answer=shown, mark=_("calculated")) if shown else None
    given = answered.raw_answer(question, place.row)
    if not question.is_asked or not (is_asked or given):
        return None
    mark = ""
    if not is_asked:
        mark = _("answered, though it is not asked with these answers")
    elif question.name in against and answered.violates_constraint(question, place.row):
        mark = _("so all the same, against what the form allows")
    if given in set(NoAnswerReason) or not given:
        missing = NO_ANSWER_LABELS[NoAnswerReason(given)] if given else _("not asked")
        return AnswerLine(question=label, missing=str(missing), mark=mark)
    words = explanations.answer_text(answered.form, question, given, language)
    if question.kind == XlsformQuestionKind.DATE and (day := as_day(given)):
        words = date_format(day, "j F Y")
    return AnswerLine(question=label, answer=words, mark=mark)


def question_count_text(form: XlsformDefinition) -> str:
    """How many questions a form has, in words."""
    count = len(form.answerable_questions)
    return ngettext("%(count)d question", "%(count)d questions", count) % {"count": count}
