"""Reads a workbook into a form, reporting all errors at once; never returns an incomplete form.

First the lines become questions, groups and choices; `form_checker` then checks them against one
another.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.xlsform import form_checker, limits, sheets, workbook
from saathi.engines.xlsform.definition import (
    XlsformChoice,
    XlsformDefinition,
    XlsformGroup,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.problems import (
    MAX_PROBLEMS,
    WorkbookUnreadable,
    XlsformProblem,
)
from saathi.engines.xlsform.sheets import XlsformSheet, XlsformSheetLine
from saathi.infra.reasons import mark as _

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CHOICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TYPE: Final = re.compile(r"(select_one|select_multiple)\s+(\S+)(?:\s+(or_other))?")
_YES: Final = frozenset({"yes", "true", "1", "true()"})
_NO: Final = frozenset({"", "no", "false", "0", "false()"})
_SAME: Final = {"string": "text", "int": "integer"}
# Saathi records by itself who entered something and when.
_METADATA_TYPES: Final = frozenset(
    {"start", "end", "today", "username", "deviceid", "subscriberid", "simserial", "phonenumber"}
    | {"email", "audit", "start-geopoint", "background-audio"}
)
_BEGIN: Final = re.compile(r"begin[ _](group|repeat)")
_END: Final = re.compile(r"end[ _](group|repeat)")
DATA_CLASS_CODES: Final = frozenset({"identifying", "sensitive", "operational", "statistical"})
RESERVED_FORM_CODES: Final = frozenset(
    {"new", "upload", "sample", "drafts"}
)  # used by URLs of our pages


@dataclass(frozen=True)
class FormReadResult:
    """The result of reading a workbook: the form, only if there are no errors, and the problems."""

    form: XlsformDefinition | None
    problems: Sequence[XlsformProblem]

    @property
    def errors(self) -> list[XlsformProblem]:
        """The problems that must be fixed first."""
        return [problem for problem in self.problems if not problem.is_note]

    @property
    def notes(self) -> list[XlsformProblem]:
        """The problems that do not prevent publication."""
        return [problem for problem in self.problems if problem.is_note]


@dataclass
class _SurveyBuilder:
    """The lines of the survey while they become questions."""

    sheet: XlsformSheet
    first: str = ""
    questions: list[XlsformQuestion] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)  # the row of each name
    groups: dict[str, XlsformGroup] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # names in lower case
    open: list[tuple[str, str, int]] = field(default_factory=list)  # kind, name, row


def read_form(data: bytes) -> FormReadResult:
    """The form of a workbook, or everything that prevents it from being one."""
    try:
        rows = workbook.read_workbook(data)
    except WorkbookUnreadable as error:
        return FormReadResult(None, [error.trouble])
    return form_from_rows(rows)


def form_from_rows(rows: Mapping[str, workbook.SheetRows]) -> FormReadResult:
    """The same for cells that were already read."""
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
            1,
        )
        return FormReadResult(None, [problem])
    settings_line = next(iter(settings.lines), XlsformSheetLine(2, {}, {}, {}))
    troubles = settings.problems
    languages = sheets.form_languages(
        (survey, choices), settings_line.cell("default_language"), troubles
    )
    builder = _SurveyBuilder(survey, next(iter(languages)))
    for line in survey.lines:
        _add_line(builder, line)
    _close(builder)
    form = XlsformDefinition(
        code=_code(settings_line, settings),
        title={builder.first: settings_line.cell("form_title")},
        languages=languages,
        questions=tuple(builder.questions),
        groups=builder.groups,
        lists=_lists(choices, builder.first),
    )
    form_checker.check_form(form, builder.rows, survey, choices)
    problems = [*survey.problems, *choices.problems, *troubles]
    problems = [one for one in problems if not one.is_note][:MAX_PROBLEMS] + [
        o for o in problems if o.is_note
    ]
    return FormReadResult(None if any(not one.is_note for one in problems) else form, problems)


def _code(about: XlsformSheetLine, settings: XlsformSheet) -> str:
    if not about.cell("form_title"):
        settings.add_error(
            _("The form needs a title: a sheet “settings” with the column form_title."),
            row=about.row,
            column="form_title",
        )
    code = about.cell("form_id").lower().replace("-", "_").replace(" ", "_")
    if not _CODE.fullmatch(code) or code in RESERVED_FORM_CODES:
        settings.add_error(
            _("form_id must be a short name in lower-case Latin letters, for example home_visit."),
            row=about.row,
            column="form_id",
        )
    return code


def _add_line(builder: _SurveyBuilder, line: XlsformSheetLine) -> None:
    """Handles one line of the survey: a question, the begin or end of a group, or ignored metadata."""
    kind = " ".join(line.cell("type").split())
    kind = re.sub(r"^select (one|multiple) ", r"select_\1 ", _SAME.get(kind.lower(), kind))
    if not kind:
        if line.cell("name") or line.translations("label"):
            builder.sheet.add_error(_("The type is missing."), row=line.row, column="type")
        return
    if kind.lower() in _METADATA_TYPES:
        builder.sheet.add_note(
            _("“%(type)s” is ignored: Saathi records the author and time automatically."),
            row=line.row,
            column="type",
            type=kind,
        )
    elif match := _BEGIN.fullmatch(kind.lower()):
        _begin(builder, line, match[1])
    elif match := _END.fullmatch(kind.lower()):
        _end(builder, line, match[1])
    else:
        _question(builder, line, kind)


def _begin(builder: _SurveyBuilder, line: XlsformSheetLine, kind: str) -> None:
    name = _claim_name(builder, line)
    if len(builder.open) >= limits.GROUP_DEPTH:
        most = str(limits.GROUP_DEPTH)
        builder.sheet.add_error(
            _("Groups are nested more than %(most)s levels deep."), row=line.row, most=most
        )
    is_repeat = kind == "repeat"
    if is_repeat and any(outer == "repeat" for outer, _name, _row in builder.open):
        builder.sheet.add_error(
            _("A repeat inside a repeat is not supported."), row=line.row, column="type"
        )
    builder.open.append((kind, name, line.row))
    builder.groups[name] = XlsformGroup(
        name,
        sheets.with_default_language(line.translations("label"), builder.first),
        line.cell("relevant"),
        is_repeat,
    )


def _end(builder: _SurveyBuilder, line: XlsformSheetLine, kind: str) -> None:
    if not builder.open or builder.open[-1][0] != kind:
        builder.sheet.add_error(
            _("“end %(kind)s” has no matching begin of a %(kind)s."),
            row=line.row,
            column="type",
            kind=kind,
        )
        return
    builder.open.pop()


def _close(builder: _SurveyBuilder) -> None:
    for kind, name, row in builder.open:
        builder.sheet.add_error(
            _("The %(kind)s “%(name)s” begins here but has no end."),
            row=row,
            column="type",
            kind=kind,
            name=name,
        )


def _question(builder: _SurveyBuilder, line: XlsformSheetLine, kind: str) -> None:
    chosen = _TYPE.fullmatch(kind)
    kind_name, choices = (chosen[1], chosen[2]) if chosen else (kind.lower(), "")
    if kind_name not in set(XlsformQuestionKind) or (
        kind_name in {"select_one", "select_multiple"} and not chosen
    ):
        builder.sheet.add_error(
            _("The type “%(type)s” is not supported."), row=line.row, column="type", type=kind[:60]
        )
        return
    if chosen and chosen[3]:
        text = _(
            "“or_other” is not supported: add a choice “other” and a text question that "
            "depends on it."
        )
        builder.sheet.add_error(text, row=line.row, column="type")
    is_second = line.cell("name").lower() in builder.taken
    name = _claim_name(builder, line)
    if is_second:
        return
    builder.questions.append(
        XlsformQuestion(
            name=name,
            kind=XlsformQuestionKind(kind_name),
            label=sheets.with_default_language(line.translations("label"), builder.first),
            hint=sheets.with_default_language(line.translations("hint"), builder.first),
            is_required=_is_required(builder, line),
            relevant=line.cell("relevant"),
            constraint=line.cell("constraint"),
            message=sheets.with_default_language(
                line.translations("constraint_message"), builder.first
            ),
            calculation=line.cell("calculation"),
            choices=choices,
            choice_filter=line.cell("choice_filter"),
            within=tuple(outer for _kind, outer, _row in builder.open),
            data_class=_class(builder, line),
        )
    )


def _claim_name(builder: _SurveyBuilder, line: XlsformSheetLine) -> str:
    name = line.cell("name")
    if not _NAME.fullmatch(name):
        builder.sheet.add_error(
            _(
                "A name must begin with a Latin letter and contain only letters, digits and _, at"
                " most 40 characters."
            ),
            row=line.row,
            column="name",
        )
    elif name.lower() in builder.taken:
        builder.sheet.add_error(
            _("The name “%(name)s” is used twice."),
            row=line.row,
            column="name",
            name=name,
        )
    builder.rows.setdefault(name, line.row)
    builder.taken.add(name.lower())
    return name


def _is_required(builder: _SurveyBuilder, line: XlsformSheetLine) -> bool:
    text = line.cell("required").lower()
    if text not in _YES | _NO:
        builder.sheet.add_error(
            _("Write yes or no: conditions are not supported here."),
            row=line.row,
            column="required",
        )
    return text in _YES


def _class(builder: _SurveyBuilder, line: XlsformSheetLine) -> str:
    code = line.cell("classification").lower()
    if code and code not in DATA_CLASS_CODES:
        builder.sheet.add_error(
            _("Write identifying, sensitive, operational or statistical, or leave it blank."),
            row=line.row,
            column="classification",
        )
        return ""
    return code


def _lists(choices: XlsformSheet, first: str) -> dict[str, tuple[XlsformChoice, ...]]:
    lists: dict[str, list[XlsformChoice]] = {}
    for line in sheets.list_nonempty_lines(choices, "list_name", "name", "label"):
        list_name, name = line.cell("list_name"), line.cell("name")
        if not list_name:
            choices.add_error(
                _("The name of the list is missing."), row=line.row, column="list_name"
            )
            continue
        choices_of_list = lists.setdefault(list_name, [])
        if not _CHOICE.fullmatch(name):
            choices.add_error(
                _(
                    "The name of a choice can contain only Latin letters, digits, _ . and -, at most "
                    "40 characters."
                ),
                row=line.row,
                column="name",
            )
        elif any(name == known.name for known in choices_of_list):
            choices.add_error(
                _("The name “%(name)s” is used twice in this list."),
                row=line.row,
                column="name",
                name=name,
            )
        label = sheets.with_default_language(line.translations("label"), first)
        if not label:
            choices.add_error(_("The label is missing."), row=line.row, column="label")
        choices_of_list.append(XlsformChoice(name, label, dict(line.others)))
    return {name: tuple(choices_of_list) for name, choices_of_list in lists.items()}
