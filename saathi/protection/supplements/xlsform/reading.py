"""Reads a workbook into a form, with all that is wrong in it at once; nothing is kept half.

First the lines become questions, groups and choices; what they say of one another is looked at by
`checking`, when all of them are known.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from saathi.infra.reasons import mark as _
from saathi.protection.supplements.xlsform import checking, limits, sheets, workbook
from saathi.protection.supplements.xlsform.definition import Choice, Form, Group, Kind, Question
from saathi.protection.supplements.xlsform.sheets import Line, Sheet
from saathi.protection.supplements.xlsform.troubles import MOST_TOLD, Trouble, Unreadable

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_CHOICE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TYPE: Final = re.compile(r"(select_one|select_multiple)\s+(\S+)(?:\s+(or_other))?")
_YES: Final = frozenset({"yes", "true", "1", "true()"})
_NO: Final = frozenset({"", "no", "false", "0", "false()"})
_SAME: Final = {"string": "text", "int": "integer"}
# Saathi keeps by itself who wrote something down and when.
_KEPT_ANYWAY: Final = frozenset(
    {"start", "end", "today", "username", "deviceid", "subscriberid", "simserial", "phonenumber"}
    | {"email", "audit", "start-geopoint", "background-audio"}
)
_BEGIN: Final = re.compile(r"begin[ _](group|repeat)")
_END: Final = re.compile(r"end[ _](group|repeat)")
CLASSES: Final = frozenset({"identifying", "sensitive", "operational", "statistical"})
TAKEN: Final = frozenset({"new", "upload", "sample", "drafts"})  # by addresses of our pages


@dataclass(frozen=True)
class Read:
    """A workbook as it was read: the form, only when nothing is wrong, and what there is to say."""

    form: Form | None
    troubles: Sequence[Trouble]

    @property
    def mistakes(self) -> list[Trouble]:
        """What has to be mended first."""
        return [one for one in self.troubles if not one.is_note]

    @property
    def notes(self) -> list[Trouble]:
        """What stops nothing."""
        return [one for one in self.troubles if one.is_note]


@dataclass
class _Survey:
    """The lines of the survey on their way to questions."""

    sheet: Sheet
    first: str = ""
    questions: list[Question] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)  # where each name stands
    groups: dict[str, Group] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # names, however their letters are cased
    open: list[tuple[str, str, int]] = field(default_factory=list)  # kind, name, row


def read(data: bytes) -> Read:
    """The form of a workbook, or all that keeps it from being one."""
    try:
        rows = workbook.read(data)
    except Unreadable as error:
        return Read(None, [error.trouble])
    return of_rows(rows)


def of_rows(rows: Mapping[str, workbook.Rows]) -> Read:
    """The same for cells that were read already."""
    if not rows.get("survey"):
        return Read(None, [Trouble(_("The workbook has no sheet “survey” with questions."))])
    survey = sheets.read("survey", rows["survey"])
    choices = sheets.read("choices", rows.get("choices", {}))
    settings = sheets.read("settings", rows.get("settings", {}))
    if missing := {"type", "name"} - survey.columns:
        lacking = Trouble(
            _("The first row lacks the column “%(name)s”."),
            {"name": min(missing)},
            "survey",
            1,
        )
        return Read(None, [lacking])
    about = next(iter(settings.lines), Line(2, {}, {}, {}))
    troubles = settings.troubles
    spoken = sheets.languages((survey, choices), about.cell("default_language"), troubles)
    made = _Survey(survey, next(iter(spoken)))
    for line in survey.lines:
        _take(made, line)
    _close(made)
    form = Form(
        code=_code(about, settings),
        title={made.first: about.cell("form_title")},
        languages=spoken,
        questions=tuple(made.questions),
        groups=made.groups,
        lists=_lists(choices, made.first),
    )
    checking.check(form, made.rows, survey, choices)
    told = [*survey.troubles, *choices.troubles, *troubles]
    told = [one for one in told if not one.is_note][:MOST_TOLD] + [o for o in told if o.is_note]
    return Read(None if any(not one.is_note for one in told) else form, told)


def _code(about: Line, settings: Sheet) -> str:
    if not about.cell("form_title"):
        settings.tell(
            _("The form needs a title: a sheet “settings” with the column form_title."),
            row=about.row,
            column="form_title",
        )
    code = about.cell("form_id").lower().replace("-", "_").replace(" ", "_")
    if not _CODE.fullmatch(code) or code in TAKEN:
        settings.tell(
            _("form_id has to be a short name in small Latin letters, for example: home_visit."),
            row=about.row,
            column="form_id",
        )
    return code


def _take(made: _Survey, line: Line) -> None:
    """One line of the survey: a question, the begin or the end of a group, or nothing we ask."""
    kind = " ".join(line.cell("type").split())
    kind = re.sub(r"^select (one|multiple) ", r"select_\1 ", _SAME.get(kind.lower(), kind))
    if not kind:
        if line.cell("name") or line.words("label"):
            made.sheet.tell(_("The type is missing."), row=line.row, column="type")
        return
    if kind.lower() in _KEPT_ANYWAY:
        made.sheet.note(
            _("“%(type)s” is passed over: Saathi keeps who wrote it down, and when, by itself."),
            row=line.row,
            column="type",
            type=kind,
        )
    elif found := _BEGIN.fullmatch(kind.lower()):
        _begin(made, line, found[1])
    elif found := _END.fullmatch(kind.lower()):
        _end(made, line, found[1])
    else:
        _question(made, line, kind)


def _begin(made: _Survey, line: Line, kind: str) -> None:
    name = _named(made, line)
    if len(made.open) >= limits.GROUP_DEPTH:
        most = str(limits.GROUP_DEPTH)
        made.sheet.tell(_("Groups lie more than %(most)s deep."), row=line.row, most=most)
    is_repeat = kind == "repeat"
    if is_repeat and any(outer == "repeat" for outer, _name, _row in made.open):
        made.sheet.tell(
            _("A repeat inside a repeat is not understood."), row=line.row, column="type"
        )
    made.open.append((kind, name, line.row))
    made.groups[name] = Group(
        name, sheets.in_default(line.words("label"), made.first), line.cell("relevant"), is_repeat
    )


def _end(made: _Survey, line: Line, kind: str) -> None:
    if not made.open or made.open[-1][0] != kind:
        made.sheet.tell(
            _("“end %(kind)s” stands here, and no %(kind)s is open that it could end."),
            row=line.row,
            column="type",
            kind=kind,
        )
        return
    made.open.pop()


def _close(made: _Survey) -> None:
    for kind, name, row in made.open:
        made.sheet.tell(
            _("The %(kind)s “%(name)s” begins here and does not end."),
            row=row,
            column="type",
            kind=kind,
            name=name,
        )


def _question(made: _Survey, line: Line, kind: str) -> None:
    chosen = _TYPE.fullmatch(kind)
    kind_name, choices = (chosen[1], chosen[2]) if chosen else (kind.lower(), "")
    if kind_name not in set(Kind) or (
        kind_name in {"select_one", "select_multiple"} and not chosen
    ):
        made.sheet.tell(
            _("The type “%(type)s” is not understood."), row=line.row, column="type", type=kind[:60]
        )
        return
    if chosen and chosen[3]:
        made.sheet.tell(
            _("“or_other” is not understood: add a choice “other” and a text that depends on it."),
            row=line.row,
            column="type",
        )
    is_second = line.cell("name").lower() in made.taken
    name = _named(made, line)
    if is_second:
        return
    made.questions.append(
        Question(
            name=name,
            kind=Kind(kind_name),
            label=sheets.in_default(line.words("label"), made.first),
            hint=sheets.in_default(line.words("hint"), made.first),
            is_required=_is_required(made, line),
            relevant=line.cell("relevant"),
            constraint=line.cell("constraint"),
            message=sheets.in_default(line.words("constraint_message"), made.first),
            calculation=line.cell("calculation"),
            choices=choices,
            choice_filter=line.cell("choice_filter"),
            within=tuple(outer for _kind, outer, _row in made.open),
            data_class=_class(made, line),
        )
    )


def _named(made: _Survey, line: Line) -> str:
    name = line.cell("name")
    if not _NAME.fullmatch(name):
        made.sheet.tell(
            _("A name begins with a Latin letter and has letters, digits and _ only, 40 at most."),
            row=line.row,
            column="name",
        )
    elif name.lower() in made.taken:
        made.sheet.tell(
            _("The name “%(name)s” stands here a second time."),
            row=line.row,
            column="name",
            name=name,
        )
    made.rows.setdefault(name, line.row)
    made.taken.add(name.lower())
    return name


def _is_required(made: _Survey, line: Line) -> bool:
    told = line.cell("required").lower()
    if told not in _YES | _NO:
        made.sheet.tell(
            _("Write yes or no: a condition is not understood here."),
            row=line.row,
            column="required",
        )
    return told in _YES


def _class(made: _Survey, line: Line) -> str:
    told = line.cell("classification").lower()
    if told and told not in CLASSES:
        made.sheet.tell(
            _("Write identifying, sensitive, operational or statistical, or leave it empty."),
            row=line.row,
            column="classification",
        )
        return ""
    return told


def _lists(choices: Sheet, first: str) -> dict[str, tuple[Choice, ...]]:
    found: dict[str, list[Choice]] = {}
    for line in sheets.filled(choices, "list_name", "name", "label"):
        of, name = line.cell("list_name"), line.cell("name")
        if not of:
            choices.tell(_("The name of the list is missing."), row=line.row, column="list_name")
            continue
        own = found.setdefault(of, [])
        if not _CHOICE.fullmatch(name):
            choices.tell(
                _("A choice’s name has Latin letters, digits, _ . and - only, 40 at most."),
                row=line.row,
                column="name",
            )
        elif any(name == known.name for known in own):
            choices.tell(
                _("The name “%(name)s” stands in this list a second time."),
                row=line.row,
                column="name",
                name=name,
            )
        label = sheets.in_default(line.words("label"), first)
        if not label:
            choices.tell(_("The label is missing."), row=line.row, column="label")
        own.append(Choice(name, label, dict(line.others)))
    return {name: tuple(own) for name, own in found.items()}
