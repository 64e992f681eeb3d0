"""Parses an expression of a form (relevant, constraint, calculation, choice_filter) into a tree.

The part of XPath that XLSForms use, and nothing that reaches beyond the answers of one form: no
path, no axis, no document. Unsupported syntax is refused here, when the form is uploaded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.patterns import count_steps, pattern_problem
from saathi.infra.reasons import mark_for_translation as _


class ExpressionError(Exception):
    """An expression that cannot be read; the message id `text`, with `values`, explains why."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text % values if values else text)
        self.text, self.values = text, values


class ExpressionNotSupported(ExpressionError):
    """The expression may be correct, and Saathi does not evaluate it."""


@dataclass(frozen=True, slots=True)
class LiteralValue:
    """A text or a number written in the expression."""

    value: str | float


@dataclass(frozen=True, slots=True)
class AnswerReference:
    """`${name}`: the answer to a question, or the result of a calculation."""

    name: str


@dataclass(frozen=True, slots=True)
class CurrentAnswer:
    """`.`: the answer that a constraint checks."""


@dataclass(frozen=True, slots=True)
class ChoiceColumn:
    """A bare name in a choice_filter: the value of that column for a choice."""

    name: str


@dataclass(frozen=True, slots=True)
class BinaryOperation:
    """Two sides with an operator between them."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function and its arguments."""

    name: str
    arguments: tuple["Node", ...]


type Node = (
    LiteralValue | AnswerReference | CurrentAnswer | ChoiceColumn | BinaryOperation | FunctionCall
)

# Each supported function, with its minimum and maximum number of arguments.
FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    "selected": (2, 2), "count-selected": (1, 1), "selected-at": (2, 2), "if": (3, 3),
    "coalesce": (2, 2), "not": (1, 1), "boolean": (1, 1), "true": (0, 0), "false": (0, 0),
    "string": (1, 1), "number": (1, 1), "int": (1, 1), "round": (1, 2), "floor": (1, 1),
    "ceiling": (1, 1), "abs": (1, 1), "concat": (1, 20), "contains": (2, 2),
    "starts-with": (2, 2), "ends-with": (2, 2), "string-length": (1, 1),
    "normalize-space": (1, 1), "substr": (2, 3), "regex": (2, 2), "today": (0, 0),
    "date": (1, 1), "sum": (1, 1), "count": (1, 1), "count-non-empty": (1, 1), "min": (1, 20),
    "max": (1, 20), "join": (2, 2),
}  # fmt: skip
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<answer>\$\{\s*[^}]{1,80}\})|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign><=|>=|!=|[=<>+*(),-])"
    r"|(?P<itself>\.(?!\.))|(?P<word>[A-Za-z_][A-Za-z0-9_-]*))"
)
# Weakest first; each row binds more tightly than the one before.
_SIGNS: Final = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"),
                 ("*", "div", "mod"))  # fmt: skip
_WORDS: Final = frozenset({"or", "and", "div", "mod"})


def parse_expression(text: str, *, may_name_cells: bool = False) -> Node:
    """The tree of an expression; `ExpressionError` if it is not supported."""
    if len(text) > limits.EXPRESSION_LETTERS:
        raise ExpressionNotSupported(
            _("The expression is longer than %(most)s characters."),
            most=str(limits.EXPRESSION_LETTERS),
        )
    tokens = list(_tokens(_with_plain_quotes(text)))
    if len(tokens) > limits.EXPRESSION_PARTS:
        raise ExpressionNotSupported(
            _("The expression has more than %(most)s parts. Split it with a calculation."),
            most=str(limits.EXPRESSION_PARTS),
        )
    reader = _ExpressionParser(tokens, may_name_cells=may_name_cells)
    node = reader.side(0)
    reader.expect_end()
    return node


def referenced_questions(node: Node) -> set[str]:
    """The questions whose answers an expression uses."""
    match node:
        case AnswerReference(name):
            return {name}
        case BinaryOperation(_sign, left, right):
            return referenced_questions(left) | referenced_questions(right)
        case FunctionCall(_name, given):
            return {name for argument in given for name in referenced_questions(argument)}
        case _:
            return set()


def referenced_choice_columns(node: Node) -> set[str]:
    """The choice list columns that the expression uses."""
    match node:
        case ChoiceColumn(name):
            return {name}
        case BinaryOperation(_sign, left, right):
            return referenced_choice_columns(left) | referenced_choice_columns(right)
        case FunctionCall(_name, given):
            return {name for argument in given for name in referenced_choice_columns(argument)}
        case _:
            return set()


def expression_height(node: Node) -> int:
    """The depth of nested operations and calls in an expression, including itself."""
    match node:
        case BinaryOperation(_sign, left, right):
            return 1 + max(expression_height(left), expression_height(right))
        case FunctionCall(_name, given):
            return 1 + max(map(expression_height, given), default=0)
        case _:
            return 1


def count_pattern_steps(node: Node) -> int:
    """The most comparisons that the patterns in an expression may need."""
    match node:
        case BinaryOperation(_sign, left, right):
            return count_pattern_steps(left) + count_pattern_steps(right)
        case FunctionCall("regex", (value, LiteralValue(str(pattern)))):
            return count_pattern_steps(value) + count_steps(pattern)
        case FunctionCall(_name, given):
            return sum(map(count_pattern_steps, given))
        case _:
            return 0


def uses_current_answer(node: Node) -> bool:
    """Whether an expression uses `.`."""
    match node:
        case CurrentAnswer():
            return True
        case BinaryOperation(_sign, left, right):
            return uses_current_answer(left) or uses_current_answer(right)
        case FunctionCall(_name, given):
            return any(uses_current_answer(argument) for argument in given)
        case _:
            return False


def _with_plain_quotes(text: str) -> str:
    """The text with straight quotes; word processors replace them with curly ones."""
    return text.translate(str.maketrans("‘’“”\u00a0", "''\"\" "))


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionNotSupported(
                _("“%(part)s” is not supported in an expression."),
                part=text[position:end].strip()[:20],
            )
        position = match.end()
        kind = str(match.lastgroup)
        yield kind, match[kind]


class _ExpressionParser:
    def __init__(self, tokens: list[tuple[str, str]], *, may_name_cells: bool) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0
        self._may_name_cells = may_name_cells

    def _next(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "")

    def _take(self) -> tuple[str, str]:
        token = self._next()
        self._at += 1
        return token

    def side(self, level: int) -> Node:
        """The parsed operand of an operator of this level; at level 0, the whole expression."""
        if level == len(_SIGNS):
            return self._signed()
        node = self.side(level + 1)
        while self._is_sign(_SIGNS[level]):
            _kind, sign = self._take()
            node = BinaryOperation(sign, node, self.side(level + 1))
        return node

    def _is_sign(self, signs: tuple[str, ...]) -> bool:
        kind, text = self._next()
        return text in signs and (kind == "sign" or text in _WORDS)

    def _signed(self) -> Node:
        self._depth += 1
        if self._depth > limits.EXPRESSION_DEPTH:
            raise ExpressionNotSupported(_("The expression has too many nested levels."))
        if self._next() == ("sign", "-"):
            self._take()
            node: Node = BinaryOperation("-", LiteralValue(0.0), self._signed())
        else:
            node = self._single()
        self._depth -= 1
        return node

    def _single(self) -> Node:
        kind, text = self._take()
        if kind == "answer":
            return AnswerReference(text[2:-1].strip())
        if kind == "number":
            return LiteralValue(float(text))
        if kind == "text":
            return LiteralValue(text[1:-1])
        if kind == "itself":
            return CurrentAnswer()
        if kind == "word":
            return self._call(text) if self._next() == ("sign", "(") else self._cell(text)
        if (kind, text) == ("sign", "("):
            node = self.side(0)
            self._expect(")")
            return node
        if kind == "end":
            raise ExpressionError(_("The expression is incomplete."))
        raise ExpressionError(_("“%(part)s” was found where a value was expected."), part=text)

    def _cell(self, name: str) -> Node:
        if self._may_name_cells and name not in _WORDS:
            return ChoiceColumn(name)
        raise ExpressionNotSupported(
            _("“%(part)s” is not a value. Write ${%(part)s} for the answer to a question."),
            part=name,
        )

    def _call(self, name: str) -> Node:
        argument_counts = FUNCTIONS.get(name)
        if argument_counts is None:
            raise ExpressionNotSupported(_("The function %(name)s() is not supported."), name=name)
        self._take()
        arguments: list[Node] = []
        if self._next() == ("sign", ")"):
            self._take()
        else:
            arguments.append(self.side(0))
            while self._next() == ("sign", ","):
                self._take()
                arguments.append(self.side(0))
            self._expect(")")
        if not argument_counts[0] <= len(arguments) <= argument_counts[1]:
            raise ExpressionNotSupported(
                _("The function %(name)s() has the wrong number of arguments."), name=name
            )
        self._check_pattern(name, arguments)
        return FunctionCall(name, tuple(arguments))

    @staticmethod
    def _check_pattern(name: str, arguments: list[Node]) -> None:
        if name != "regex":
            return
        pattern = arguments[1]
        if not isinstance(pattern, LiteralValue) or not isinstance(pattern.value, str):
            raise ExpressionNotSupported(_("The pattern of regex() must be text."))
        if trouble := pattern_problem(pattern.value):
            raise ExpressionNotSupported(trouble)

    def _expect(self, sign: str) -> None:
        kind, text = self._take()
        if (kind, text) != ("sign", sign):
            raise ExpressionError(_("A “%(sign)s” is missing in the expression."), sign=sign)

    def expect_end(self) -> None:
        """Raises an error for anything after the expression."""
        kind, text = self._next()
        if kind != "end":
            raise ExpressionError(
                _("“%(part)s” was found where the expression should end."), part=text
            )
