"""A workbook's choice lists, and those that Saathi adds for `or_other` and confirmations."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from saathi.engines.xlsform import limits, sheets
from saathi.engines.xlsform.definition import (
    CONFIRMATION_LIST,
    OR_OTHER,
    OTHER,
    XlsformChoice,
    XlsformQuestion,
)
from saathi.engines.xlsform.own_texts import CONFIRMED, OTHER_CHOICE, translate_to_languages
from saathi.engines.xlsform.sheets import XlsformSheet, XlsformSheetLine
from saathi.infra.reasons import mark_for_translation as _

_CHOICE: Final = re.compile(rf"[^\W_][^\s]{{0,{limits.NAME_LETTERS - 1}}}")
_YES: Final = frozenset({"yes", "true", "1"})

type ChoiceLists = dict[str, tuple[XlsformChoice, ...]]


def group_choices_by_list(choices: XlsformSheet) -> dict[str, list[XlsformSheetLine]]:
    """The lines of each list, by its name."""
    lines: dict[str, list[XlsformSheetLine]] = {}
    for line in sheets.list_nonempty_lines(choices, "list_name", "name", "label"):
        if line.cell("list_name"):
            lines.setdefault(line.cell("list_name"), []).append(line)
        else:
            choices.add_error(
                _("The name of the list is missing."), row=line.row, column="list_name"
            )
    return lines


def read_lists(
    choices: XlsformSheet,
    lines: Mapping[str, Iterable[XlsformSheetLine]],
    first: str,
    *,
    duplicates: str = "",
) -> ChoiceLists:
    """Each list with its choices; `duplicates` is the setting allow_choice_duplicates."""
    without_label: list[int] = []
    lists: ChoiceLists = {}
    for name, lines_of_list in lines.items():
        results: list[XlsformChoice] = []
        for line in lines_of_list:
            label = sheets.with_default_language(line.translations("label"), first)
            if not label:
                without_label.append(line.row)
            choice = XlsformChoice(
                "_".join(line.cell("name").split()),
                label or {first: line.cell("name")},
                dict(line.others),
            )
            if _is_new(choices, line, choice, results, duplicates.lower() in _YES):
                results.append(choice)
        lists[name] = tuple(results)
    if without_label:
        choices.add_note(
            _("Choices without a label, shown by their name: %(count)s."),
            row=without_label[0],
            column="label",
            count=str(len(without_label)),
        )
    return lists


def _is_new(
    choices: XlsformSheet,
    line: XlsformSheetLine,
    choice: XlsformChoice,
    found: list[XlsformChoice],
    may_repeat: bool,  # noqa: FBT001 - read from the form's own setting
) -> bool:
    """Whether to add the choice to the list; reports a name that is invalid or used twice."""
    if not _CHOICE.fullmatch(choice.name):
        choices.add_error(
            _(
                "The name of a choice must begin with a letter or digit and have at most "
                "%(most)s characters."
            ),
            row=line.row,
            column="name",
            most=str(limits.NAME_LETTERS),
        )
        return False
    same = [known for known in found if known.name == choice.name]
    # Lists narrowed by a filter, such as districts by province, may repeat a name.
    if same and not may_repeat and any(known.cells == choice.cells for known in same):
        choices.add_error(
            _("The name “%(name)s” is used twice in this list."),
            row=line.row,
            column="name",
            name=choice.name,
        )
    return choice not in same


def add_own_lists(
    lists: ChoiceLists, questions: Iterable[XlsformQuestion], languages: Iterable[str]
) -> None:
    """Adds the lists of questions with `or_other`, and of confirmations."""
    for question in questions:
        if question.choices == CONFIRMATION_LIST:
            lists[CONFIRMATION_LIST] = (
                XlsformChoice("OK", translate_to_languages(CONFIRMED, languages)),
            )
        elif question.choices.endswith(OR_OTHER):
            plain = lists.get(question.choices.removesuffix(OR_OTHER))
            if plain is not None:
                known = any(choice.name == OTHER for choice in plain)
                other = (
                    ()
                    if known
                    else (XlsformChoice(OTHER, translate_to_languages(OTHER_CHOICE, languages)),)
                )
                lists[question.choices] = (*plain, *other)
