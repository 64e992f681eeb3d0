"""What the parts of a form say of one another: names, lists, expressions, sizes, classes.

Every mistake is told where its author wrote it. A form that passes here can be filled in and asks
no expression of which nobody knows what it comes to.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.infra.reasons import mark as _
from saathi.protection.supplements.xlsform import limits
from saathi.protection.supplements.xlsform.definition import CHOSEN, Form, Kind, Question, Texts
from saathi.protection.supplements.xlsform.expressions import (
    ExpressionError,
    Node,
    asks_itself,
    cells_in,
    names_in,
    parse,
)
from saathi.protection.supplements.xlsform.sheets import Sheet

NAMED_IN_TEXT: Final = re.compile(r"\$\{\s*([^}]{1,80}?)\s*\}")
COUNTED: Final = frozenset({Kind.ONE, Kind.INTEGER})  # what statistics may have


@dataclass
class _Check:
    form: Form
    rows: Mapping[str, int]
    survey: Sheet
    rests_on: dict[str, set[str]]

    def tell(self, at: str, in_column: str, text: str, **values: str) -> None:
        """Keeps a mistake in the row of a name; `values` may well have a name of their own."""
        self.survey.tell(text, row=self.rows.get(at, 1), column=in_column, **values)


def check(form: Form, rows: Mapping[str, int], survey: Sheet, choices: Sheet) -> None:
    """Tells the sheets every mistake; `rows` says where each name stands."""
    seen = _Check(form, rows, survey, {})
    _sizes(seen, choices)
    for question in form.questions:
        _question(seen, question)
        _class(seen, question)
    for group in form.groups.values():
        _expression(seen, group.name, "relevant", group.relevant)
        _texts(seen, group.name, "label", group.label)
    _circles(seen)
    _translations(form, survey)


def trouble_of_class(form: Form, question: Question, data_class: str) -> str:
    """Why a question cannot be of this class, as a message id; empty where it can."""
    if data_class != "statistical":
        return ""
    if question.kind not in COUNTED:
        return _("Only select_one and integer can be statistical: other answers say too much.")
    if form.repeat_of(question):
        return _(
            "Inside a repeat nothing can be statistical: the rows of one child would stand out."
        )
    return ""


def fields_of_page(form: Form) -> int:
    """How many fields the page of a form has when its repeats are as long as they may be."""
    total = 0
    for question in form.asked:
        each = len(form.lists.get(question.choices, ())) if question.kind == Kind.MANY else 1
        each += 1  # why there is no answer
        total += each * (limits.REPEAT_ROWS if form.repeat_of(question) else 1)
    return total


def _sizes(seen: _Check, choices: Sheet) -> None:
    form, survey = seen.form, seen.survey
    if not form.asked and not survey.troubles:
        survey.tell(_("The form asks nothing."))
    if len(form.questions) > limits.QUESTIONS:
        survey.tell(_("The form has more than %(most)s questions."), most=str(limits.QUESTIONS))
    if sum(map(len, form.lists.values())) > limits.CHOICES:
        choices.tell(_("There are more than %(most)s choices."), most=str(limits.CHOICES))
    for name, own in form.lists.items():
        if len(own) > limits.CHOICES_OF_LIST:
            most = str(limits.CHOICES_OF_LIST)
            choices.tell(
                _("The list “%(name)s” has more than %(most)s choices."), name=name, most=most
            )
    if fields_of_page(form) > limits.FIELDS_OF_PAGE:
        survey.tell(
            _("The form asks more than one page can hold. Divide it into two forms."),
        )


def _question(seen: _Check, question: Question) -> None:
    name, kind = question.name, question.kind
    if not question.label and kind != Kind.CALCULATE:
        seen.tell(name, "label", _("The label is missing."))
    if kind in CHOSEN and question.choices not in seen.form.lists:
        seen.tell(name, "type", _("There is no list “%(name)s” of choices."), name=question.choices)
    if kind == Kind.CALCULATE and not question.calculation:
        seen.tell(name, "calculation", _("The calculation is missing."))
    if kind != Kind.CALCULATE and question.calculation:
        seen.tell(
            name,
            "calculation",
            _("Only the type calculate can have a calculation: nobody asked it."),
        )
    if question.choice_filter and kind not in CHOSEN:
        seen.tell(name, "choice_filter", _("Only a question with choices can have a filter."))
    if question.constraint and not question.is_asked:
        seen.tell(name, "constraint", _("Only what is answered can have a constraint."))
    _expression(seen, name, "relevant", question.relevant)
    _expression(seen, name, "constraint", question.constraint, of_itself=True)
    _expression(seen, name, "calculation", question.calculation)
    _filter(seen, question)
    for column, texts in (("label", question.label), ("hint", question.hint)):
        _texts(seen, name, column, texts)


def _class(seen: _Check, question: Question) -> None:
    if trouble := trouble_of_class(seen.form, question, question.data_class):
        seen.tell(question.name, "classification", trouble)


def _expression(
    seen: _Check, name: str, column: str, text: str, *, of_itself: bool = False
) -> Node | None:
    if not text:
        return None
    try:
        node = parse(text, may_name_cells=column == "choice_filter")
    except ExpressionError as error:
        seen.tell(name, column, error.text, **error.values)
        return None
    if asks_itself(node) and not of_itself:
        seen.tell(name, column, _("A point for the answer itself stands in a constraint only."))
    _known(seen, name, column, names_in(node))
    if column in {"relevant", "calculation"}:
        seen.rests_on.setdefault(name, set()).update(names_in(node))
    return node


def _known(seen: _Check, name: str, column: str, asked: set[str]) -> None:
    for other in sorted(asked):
        question = seen.form.by_name.get(other)
        group = seen.form.groups.get(other)
        is_note = question is not None and question.kind == Kind.NOTE
        if is_note or (question is None and not (group and group.is_repeat)):
            seen.tell(name, column, _("No question is called “%(name)s”."), name=other[:40])


def _filter(seen: _Check, question: Question) -> None:
    node = _expression(seen, question.name, "choice_filter", question.choice_filter)
    if node is None:
        return
    own = seen.form.lists.get(question.choices, ())
    known = {"name"} | {column for choice in own for column in choice.cells}
    for column in sorted(cells_in(node) - known):
        seen.tell(
            question.name,
            "choice_filter",
            _("The sheet “choices” has no column “%(name)s” for this list."),
            name=column,
        )


def _texts(seen: _Check, name: str, column: str, texts: Texts) -> None:
    for text in texts.values():
        _known(seen, name, column, set(NAMED_IN_TEXT.findall(text)))


def _circles(seen: _Check) -> None:
    """A question that is asked only by its own answer, or a calculation that rests on itself."""
    for question in seen.form.questions:
        for group in question.within:
            seen.rests_on.setdefault(question.name, set()).update(seen.rests_on.get(group, ()))
    depths: dict[str, int] = {}
    for name in list(seen.rests_on):
        if circle := _circle(seen.rests_on, name, depths):
            seen.tell(
                circle[0],
                "relevant",
                _("This rests on itself in a circle: %(names)s."),
                names=" → ".join([*circle, circle[0]])[:300],
            )
            return
    deepest = max(depths, key=lambda name: depths[name], default="")
    if depths.get(deepest, 0) > limits.CHAIN:
        seen.tell(
            deepest,
            "relevant",
            _("More than %(most)s conditions rest on one another in a chain."),
            most=str(limits.CHAIN),
        )


def _circle(rests_on: Mapping[str, set[str]], start: str, depths: dict[str, int]) -> list[str]:
    """The names of a circle that can be reached from here, without recursion: forms are long.

    Without a circle, `depths` then says of each name how long the chain is that it rests on.
    """
    if start in depths:
        return []
    way: list[str] = [start]
    ahead: list[Iterator[str]] = [iter(sorted(rests_on.get(start, ())))]
    while ahead:
        following = next(ahead[-1], None)
        if following is None:
            name = way.pop()
            below = [depths[one] for one in rests_on.get(name, ())]
            depths[name] = 1 + max(below) if below else 0
            ahead.pop()
        elif following in way:
            return way[way.index(following) :]
        elif following not in depths:
            way.append(following)
            ahead.append(iter(sorted(rests_on.get(following, ()))))
    return []


def _translations(form: Form, survey: Sheet) -> None:
    for code, name in form.languages.items():
        lacking = sum(bool(one.label) and code not in one.label for one in form.questions)
        if lacking:
            survey.note(
                _("In %(language)s %(count)s labels are missing; those of %(first)s stand there."),
                language=name,
                count=str(lacking),
                first=next(iter(form.languages.values())),
            )
