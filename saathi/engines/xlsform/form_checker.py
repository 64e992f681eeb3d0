"""Checks the parts of a form against one another: names, lists, expressions, sizes, classes.

Every error is reported at the place where the author wrote it. A form that passes can be filled in,
and all its expressions can be evaluated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.data_classes import DATA_CLASS_VALUES, data_class_problem
from saathi.engines.xlsform.definition import (
    REFERENCE,
    SELECT_KINDS,
    Texts,
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.expressions import (
    ExpressionError,
    ExpressionNotSupported,
    Node,
    count_pattern_steps,
    expression_height,
    parse_expression,
    referenced_choice_columns,
    referenced_questions,
    uses_current_answer,
)
from saathi.engines.xlsform.sheets import XlsformSheet
from saathi.infra.reasons import mark_for_translation as _

# Nested calls that the evaluator makes for a name, and for an operation or a function.
_LEVELS_OF_NAME: Final = 9
_LEVELS_OF_OPERATION: Final = 3


@dataclass
class _Check:
    form: XlsformDefinition
    rows: Mapping[str, int]
    survey: XlsformSheet
    depends_on: dict[str, set[str]]
    dropped: set[tuple[str, str]] = field(default_factory=set)  # name and column
    heights: dict[str, int] = field(default_factory=dict)  # of relevant and calculation, by name
    steps_left: int = limits.PAGE_PATTERN_STEPS

    def drop(self, at: str, in_column: str, text: str, **values: str) -> None:
        """Leaves an expression out of the form, with a note in the row of its name."""
        self.dropped.add((at, in_column))
        self.add_note(at, in_column, text, **values)

    def add_note(self, at: str, in_column: str, text: str, **values: str) -> None:
        """Adds a note in the row of a name."""
        self.survey.add_note(text, row=self.rows.get(at, 1), column=in_column, **values)

    def add_error(self, at: str, in_column: str, text: str, **values: str) -> None:
        """Adds an error in the row of a name; `values` may contain a key `name` of its own."""
        self.survey.add_error(text, row=self.rows.get(at, 1), column=in_column, **values)


def check_form(
    form: XlsformDefinition, rows: Mapping[str, int], survey: XlsformSheet, choices: XlsformSheet
) -> XlsformDefinition:
    """The form without expressions that Saathi does not evaluate; each of these has a note.

    Reports every error to the sheets; `rows` gives the row of each name.
    """
    checker = _Check(form, rows, survey, {})
    _sizes(checker, choices)
    for question in form.questions:
        _question(checker, question)
        _class(checker, question)
    for group in form.groups.values():
        _expression(checker, group.name, "relevant", group.relevant)
        _texts(checker, group.name, "label", group.label)
    _check_circles(checker)
    _translations(form, survey)
    return _without(form, checker.dropped)


def _without(form: XlsformDefinition, dropped: set[tuple[str, str]]) -> XlsformDefinition:
    """The form without these expressions. A calculation that loses its own is not recorded."""
    groups = {
        name: replace(group, relevant="") if (name, "relevant") in dropped else group
        for name, group in form.groups.items()
    }
    questions = tuple(_question_without(question, dropped) for question in form.questions)
    return replace(form, groups=groups, questions=questions)


def _question_without(question: XlsformQuestion, dropped: set[tuple[str, str]]) -> XlsformQuestion:
    def kept(column: str, text: str) -> str:
        return "" if (question.name, column) in dropped else text

    question = replace(
        question,
        relevant=kept("relevant", question.relevant),
        constraint=kept("constraint", question.constraint),
        choice_filter=kept("choice_filter", question.choice_filter),
    )
    if kept("calculation", question.calculation) == question.calculation:
        return question
    return replace(
        question,
        kind=XlsformQuestionKind.NOTE,
        calculation="",
        not_recorded=str(question.kind),
        data_class="",
    )


def count_page_fields(form: XlsformDefinition) -> int:
    """The number of fields on the page of a form when all its repeats are full."""
    total = 0
    for question in form.answerable_questions:
        field_count = (
            len(form.lists.get(question.choices, ()))
            if question.kind == XlsformQuestionKind.MANY
            else 1
        )
        field_count += 1  # for the field that explains a missing answer
        total += field_count * (limits.REPEAT_ROWS if form.repeat_of(question) else 1)
    return total


def count_page_letters(form: XlsformDefinition) -> int:
    """The letters of all labels, hints and choices on the page of a form when its repeats are full."""

    def longest(*texts: Texts) -> int:
        return sum(max(map(len, text.values()), default=0) for text in texts)

    lists = {
        name: sum(longest(choice.label) for choice in choices)
        for name, choices in form.lists.items()
    }
    total = 0
    for question in form.questions:
        letters = longest(question.label, question.hint, question.message)
        rows = limits.REPEAT_ROWS if form.repeat_of(question) else 1
        total += rows * (letters + lists.get(question.choices, 0))
    return total


def _sizes(checker: _Check, choices: XlsformSheet) -> None:
    form, survey = checker.form, checker.survey
    if len(form.questions) > limits.QUESTIONS:
        survey.add_error(
            _("The form has more than %(most)s questions."), most=str(limits.QUESTIONS)
        )
    if sum(map(len, form.lists.values())) > limits.CHOICES:
        choices.add_error(_("There are more than %(most)s choices."), most=str(limits.CHOICES))
    for name, choices_of_list in form.lists.items():
        if len(choices_of_list) > limits.LIST_CHOICES:
            most = str(limits.LIST_CHOICES)
            choices.add_error(
                _("The list “%(name)s” has more than %(most)s choices."), name=name, most=most
            )
    if count_page_fields(form) > limits.PAGE_FIELDS:
        survey.add_error(
            _("The form has more questions than fit on one page. Split it into two forms."),
        )
    if count_page_letters(form) > limits.PAGE_LETTERS:
        survey.add_error(
            _("The form has more text than fits on one page. Split it into two forms."),
        )


def _question(checker: _Check, question: XlsformQuestion) -> None:
    name, kind = question.name, question.kind
    if kind in SELECT_KINDS and question.choices not in checker.form.lists:
        checker.add_error(
            name, "type", _("There is no list of choices named “%(name)s”."), name=question.choices
        )
    if kind == XlsformQuestionKind.CALCULATE and not question.calculation:
        checker.add_error(name, "calculation", _("The calculation is missing."))
    _expression(checker, name, "relevant", question.relevant)
    _expression(checker, name, "constraint", question.constraint, of_itself=True)
    _expression(checker, name, "calculation", question.calculation)
    _filter(checker, question)
    for column, texts in (("label", question.label), ("hint", question.hint)):
        _texts(checker, name, column, texts)


def _class(checker: _Check, question: XlsformQuestion) -> None:
    if trouble := data_class_problem(checker.form, question, question.data_class):
        checker.add_error(question.name, "classification", trouble, **DATA_CLASS_VALUES)


def _expression(
    checker: _Check, name: str, column: str, text: str, *, of_itself: bool = False
) -> Node | None:
    if not text:
        return None
    try:
        node = parse_expression(text, may_name_cells=column == "choice_filter")
    except ExpressionNotSupported as error:
        checker.drop(name, column, error.text, **error.values)
        return None
    except ExpressionError as error:
        checker.add_error(name, column, error.text, **error.values)
        return None
    if uses_current_answer(node) and not of_itself:
        checker.add_error(
            name, column, _("“.” (the current answer) can be used only in a constraint.")
        )
    steps = count_pattern_steps(node) * _times_evaluated(checker.form, name, column)
    if steps > checker.steps_left:
        checker.drop(
            name, column, _("Together, the regex() patterns in this form take too long to check.")
        )
        return None
    checker.steps_left -= steps
    _known(checker, name, column, referenced_questions(node))
    if column in {"relevant", "calculation"}:
        checker.depends_on.setdefault(name, set()).update(referenced_questions(node))
        height = expression_height(node)
        checker.heights[name] = max(height, checker.heights.get(name, 0))
    return node


def _times_evaluated(form: XlsformDefinition, name: str, column: str) -> int:
    """The most times a page evaluates an expression: once for each row and filtered choice."""
    question = form.questions_by_name.get(name)
    if question is None:
        is_repeated = any(group.is_repeat for group in form.groups.values())
    else:
        is_repeated = bool(form.repeat_of(question))
    choices = form.lists.get(question.choices, ()) if question else ()
    times = len(choices) if column == "choice_filter" else 1
    return times * (limits.REPEAT_ROWS if is_repeated else 1)


def _known(checker: _Check, name: str, column: str, names: set[str]) -> None:
    for other in sorted(names):
        question = checker.form.questions_by_name.get(other)
        group = checker.form.groups.get(other)
        if question is None and group is None:
            checker.add_error(
                name, column, _("There is no question named “%(name)s”."), name=other[:40]
            )
        elif (question and question.kind == XlsformQuestionKind.NOTE) or (
            question is None and group and not group.is_repeat
        ):
            checker.add_note(name, column, _("“%(name)s” never has an answer."), name=other[:40])


def _filter(checker: _Check, question: XlsformQuestion) -> None:
    node = _expression(checker, question.name, "choice_filter", question.choice_filter)
    if node is None:
        return
    choices = checker.form.lists.get(question.choices, ())
    columns = {"name"} | {column for choice in choices for column in choice.cells}
    for column in sorted(referenced_choice_columns(node) - columns):
        checker.drop(
            question.name,
            "choice_filter",
            _(
                "The sheet “choices” has no column “%(name)s” for this list: all choices are offered."
            ),
            name=column,
        )


def _texts(checker: _Check, name: str, column: str, texts: Texts) -> None:
    for text in texts.values():
        _known(checker, name, column, set(REFERENCE.findall(text)))


def _check_circles(checker: _Check) -> None:
    """Reports a cycle: a question or a calculation that depends on its own answer."""
    for question in checker.form.questions:
        for group in question.within:
            checker.depends_on.setdefault(question.name, set()).update(
                checker.depends_on.get(group, ())
            )
            checker.heights[question.name] = max(
                checker.heights.get(question.name, 0), checker.heights.get(group, 0)
            )
    depths: dict[str, int] = {}
    for name in list(checker.depends_on):
        if circle := _circle(checker.depends_on, name, depths):
            checker.add_error(
                circle[0],
                "relevant",
                _("These items depend on each other in a circle: %(names)s."),
                names=" → ".join([*circle, circle[0]])[:300],
            )
            return
    deepest = max(depths, key=lambda name: depths[name], default="")
    if depths.get(deepest, 0) > limits.DEPENDENCY_CHAIN:
        checker.add_error(
            deepest,
            "relevant",
            _("More than %(most)s conditions depend on one another."),
            most=str(limits.DEPENDENCY_CHAIN),
        )
        return
    levels = _evaluation_levels(checker, depths)
    deepest = max(levels, key=lambda name: levels[name], default="")
    if levels.get(deepest, 0) > limits.EVALUATION_LEVELS:
        checker.add_error(
            deepest,
            "calculation",
            _(
                "The expressions used by this expression are nested too deeply in total. "
                "Shorten them, or use fewer calculations."
            ),
        )


def _evaluation_levels(checker: _Check, depths: Mapping[str, int]) -> dict[str, int]:
    """How many levels of Python's stack each name may need, with all that it depends on."""
    levels: dict[str, int] = {}
    for name in sorted(depths, key=lambda name: depths[name]):  # what a name depends on comes first
        below = max((levels.get(other, 0) for other in checker.depends_on.get(name, ())), default=0)
        own = _LEVELS_OF_NAME + _LEVELS_OF_OPERATION * checker.heights.get(name, 0)
        levels[name] = own + below
    return levels


def _circle(rests_on: Mapping[str, set[str]], start: str, depths: dict[str, int]) -> list[str]:
    """The names of a cycle reachable from `start`; not recursive, because forms are long.

    If there is no cycle, `depths` then gives the length of each name's dependency chain.
    """
    if start in depths:
        return []
    path: list[str] = [start]
    pending: list[Iterator[str]] = [iter(sorted(rests_on.get(start, ())))]
    while pending:
        following = next(pending[-1], None)
        if following is None:
            name = path.pop()
            depths_below = [depths[dependency] for dependency in rests_on.get(name, ())]
            depths[name] = 1 + max(depths_below) if depths_below else 0
            pending.pop()
        elif following in path:
            return path[path.index(following) :]
        elif following not in depths:
            path.append(following)
            pending.append(iter(sorted(rests_on.get(following, ()))))
    return []


def _translations(form: XlsformDefinition, survey: XlsformSheet) -> None:
    for code, name in form.languages.items():
        missing = sum(
            bool(question.label) and code not in question.label for question in form.questions
        )
        if missing:
            survey.add_note(
                _(
                    "%(count)s labels are missing in %(language)s. The labels in %(first)s "
                    "are shown instead."
                ),
                language=name,
                count=str(missing),
                first=next(iter(form.languages.values())),
            )
