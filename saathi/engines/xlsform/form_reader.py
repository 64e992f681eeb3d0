"""Reads a workbook into a form, reporting all errors at once; never returns an incomplete form.

First the lines become questions, groups and choices; then `form_checker` checks them against each
other. Where Saathi differs from Kobo or ODK there is a note, which prevents nothing.
"""

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from saathi.engines.xlsform import choice_lists, form_checker, limits, sheets, workbook
from saathi.engines.xlsform.cells import SheetRows
from saathi.engines.xlsform.definition import Texts, XlsformDefinition
from saathi.engines.xlsform.loops import expand_loops
from saathi.engines.xlsform.problems import (
    MAX_PROBLEMS,
    WorkbookUnreadable,
    XlsformProblem,
)
from saathi.engines.xlsform.sheets import XlsformSheet, XlsformSheetLine
from saathi.engines.xlsform.survey_builder import SurveyBuilder
from saathi.infra.reasons import mark_for_translation as _

FORM_CODE: Final = re.compile(rf"[a-z][a-z0-9_]{{0,{limits.FORM_CODE_LETTERS - 1}}}")
RESERVED_FORM_CODES: Final = frozenset(
    {"new", "upload", "sample", "drafts"}
)  # used by URLs of our pages
_PROPOSED: Final = "form"  # if neither ID nor title contains Latin letters


@dataclass(frozen=True)
class FormReadResult:
    """The result of reading a workbook: the problems, and the form if there are no errors."""

    form: XlsformDefinition | None
    problems: Sequence[XlsformProblem]

    @property
    def errors(self) -> list[XlsformProblem]:
        """The problems that prevent publication."""
        return [problem for problem in self.problems if not problem.is_note]

    @property
    def notes(self) -> list[XlsformProblem]:
        """The problems that do not prevent publication."""
        return [problem for problem in self.problems if problem.is_note]


@dataclass(frozen=True)
class EarlierForm:
    """The form whose next version a workbook is: its ID, and its title by language."""

    code: str
    titles: Texts


@dataclass(frozen=True)
class FormContext:
    """What is known of a form besides its workbook.

    A proposed ID is none of `codes_in_use`, so that two workbooks without an ID are two forms; an ID
    that the workbook states may be one of them. The next version of `earlier` has its ID in any case.
    """

    codes_in_use: Collection[str] = ()
    earlier: EarlierForm | None = None


NOTHING_KNOWN: Final = FormContext()


def read_form(data: bytes, context: FormContext = NOTHING_KNOWN) -> FormReadResult:
    """The form in a workbook, or all the problems that prevent reading it.

    A missing title or ID is proposed, never from the name of the file: that may be a child's name.
    """
    try:
        rows = workbook.read_workbook(data)
    except WorkbookUnreadable as error:
        return FormReadResult(None, [error.trouble])
    return form_from_rows(rows, context)


def form_from_rows(
    rows: Mapping[str, SheetRows], context: FormContext = NOTHING_KNOWN
) -> FormReadResult:
    """The form in cells already read, or its problems; `context` as for `read_form`."""
    if not rows.get("survey"):
        return FormReadResult(
            None, [XlsformProblem(_("The workbook has no sheet “survey” with questions."))]
        )
    survey = sheets.read_sheet("survey", rows["survey"])
    choices = sheets.read_sheet("choices", rows.get("choices", {}))
    settings = sheets.read_sheet("settings", rows.get("settings", {}))
    if missing := {"type", "name"} - survey.columns:
        problem = XlsformProblem(
            _("The first row has no column “%(name)s”."),
            {"name": min(missing)},
            "survey",
            min(rows["survey"]),
        )
        return FormReadResult(None, [problem])
    form = _form(survey, choices, settings, context)
    problems = [*survey.problems, *choices.problems, *settings.problems]
    notes = tuple(entry for entry in problems if entry.is_note)
    errors = [item for item in problems if not item.is_note][:MAX_PROBLEMS]
    return FormReadResult(None if errors else replace(form, notes=notes), [*errors, *notes])


def _form(
    survey: XlsformSheet,
    choices: XlsformSheet,
    settings: XlsformSheet,
    context: FormContext,
) -> XlsformDefinition:
    """The form as far as it can be read; its problems are added to the sheets."""
    about = next(iter(settings.lines), XlsformSheetLine(2, {}, {}, {}))
    languages = sheets.form_languages((survey, choices), settings)
    if len(languages) > limits.LANGUAGES:
        most = str(limits.LANGUAGES)
        survey.add_error(_("The form has more than %(most)s languages."), most=most)
    first = next(iter(languages))
    lines = choice_lists.group_choices_by_list(choices)
    builder = SurveyBuilder(survey, languages)
    for line in expand_loops(survey.lines, lines):
        builder.add_line(line)
    builder.close()
    lists = choice_lists.read_lists(
        choices, lines, first, duplicates=about.cell("allow_choice_duplicates")
    )
    choice_lists.add_own_lists(lists, builder.questions, languages)
    title = _title(about, settings, context, first)
    form = XlsformDefinition(
        code=_code(about, settings, context),
        title={first: title},
        languages=languages,
        default_language=first,
        questions=tuple(builder.questions),
        groups=builder.groups,
        lists=lists,
    )
    return form_checker.check_form(form, builder.rows, survey, choices)


def _title(
    about: XlsformSheetLine, settings: XlsformSheet, context: FormContext, first: str
) -> str:
    """The title that the workbook states, or a proposed one."""
    if title := about.cell("form_title"):
        return title
    earlier = context.earlier.titles if context.earlier else {}
    stated = earlier.get(first) or next(iter(earlier.values()), "") or about.cell("form_id")
    title = (stated or "Form")[: limits.TITLE_LETTERS]
    note = _("The form has no title. Saathi proposes “%(title)s”.")
    settings.add_note(note, row=about.row, column="form_title", title=title)
    return title


def _code(about: XlsformSheetLine, settings: XlsformSheet, context: FormContext) -> str:
    """The ID in Saathi's spelling: of the earlier form, or the stated one, or a free one."""
    written = about.cell("form_id")
    stated = form_code(written)
    wanted = stated or form_code(about.cell("form_title")) or _PROPOSED
    code = wanted if stated else _free_code(wanted, context.codes_in_use)
    if context.earlier is not None:
        code = context.earlier.code
        if stated not in {"", code}:
            note = _(
                "The workbook has the form ID “%(written)s”. It becomes the next version of “%(code)s”."
            )
            settings.add_note(
                note, row=about.row, column="form_id", written=written[:60], code=code
            )
    elif code != wanted:
        note = _(
            "Saathi proposes the form ID “%(code)s”, because “%(used)s” is in use. For the next "
            "version of that form, set the form ID to “%(used)s”."
        )
        settings.add_note(note, row=about.row, column="form_id", code=code, used=wanted)
    elif code != written:
        settings.add_note(
            _("Saathi proposes the form ID “%(code)s”."), row=about.row, column="form_id", code=code
        )
    return code


def _free_code(wanted: str, codes_in_use: Collection[str]) -> str:
    """The ID, or the first of its numbered forms that is not in use."""
    if wanted not in codes_in_use:
        return wanted
    numbered = (_numbered_code(wanted, number) for number in itertools.count(2))
    return next(code for code in numbered if code not in codes_in_use)


def _numbered_code(code: str, number: int) -> str:
    ending = f"_{number}"
    return code[: limits.FORM_CODE_LETTERS - len(ending)].rstrip("_") + ending


def form_code(text: str) -> str:
    """A form ID made of a text; empty if it has no Latin letter or digit."""
    code = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if code and (not code[0].isalpha() or code in RESERVED_FORM_CODES):
        code = f"{_PROPOSED}_{code}"
    return code[: limits.FORM_CODE_LETTERS].rstrip("_")
