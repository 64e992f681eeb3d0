"""Evaluates an expression for the answers of one form. Never raises, whatever the answers are.

This requires a form whose calculations are no deeper than `limits.EVALUATION_LEVELS`
(`form_checker`).

Values are texts, numbers, booleans, and lists if an expression refers to a repeat from outside.
Days are ISO texts; as numbers they count days, so that they can be subtracted.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from saathi.engines.xlsform import patterns
from saathi.engines.xlsform.expressions import (
    AnswerReference,
    BinaryOperation,
    ChoiceColumn,
    CurrentAnswer,
    FunctionCall,
    LiteralValue,
    Node,
)

type Value = str | float | bool | list[str]

MAX_TEXT_LENGTH: Final = 10_000  # the maximum length of a computed text, in characters
_EPOCH: Final = dt.date(1970, 1, 1)
_NAN: Final = math.nan


@dataclass(frozen=True)
class EvaluationContext:
    """What an expression can see: the answers, the current one, a choice's row, and the day."""

    answer: Callable[[str], Value]
    today: dt.date
    itself: Value = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    # Earlier matches by pattern and text, so that a page tries each only once.
    matched: dict[tuple[str, str], bool] = field(default_factory=dict)


def evaluate(node: Node, context: EvaluationContext) -> Value:
    """The value of an expression."""
    match node:
        case LiteralValue(value):
            return value
        case AnswerReference(name):
            return context.answer(name)
        case CurrentAnswer():
            return context.itself
        case ChoiceColumn(name):
            return context.cells.get(name, "")
        case BinaryOperation(sign, left, right):
            return _operate(sign, left, right, context)
        case FunctionCall(name, given):
            return _call(name, given, context)


def is_true(node: Node, context: EvaluationContext) -> bool:
    """Whether an expression is true."""
    return as_bool(evaluate(node, context))


def as_bool(value: Value) -> bool:
    """True for a non-empty text or list, and for a number that is neither 0 nor NaN."""
    if isinstance(value, float):
        return not math.isnan(value) and value != 0
    return bool(value)


def as_number(value: Value) -> float:
    """The value as a number; a date as its number of days; NaN if it is not a number."""
    if isinstance(value, bool | float):
        return float(value)
    text = as_text(value).strip()
    day = as_day(text)
    if day is not None:
        return float((day - _EPOCH).days)
    if not text or not text.isascii() or not set(text) <= set("0123456789.-"):
        return _NAN
    try:
        return float(text)
    except ValueError:
        return _NAN


def as_text(value: Value) -> str:
    """A value as it would be written in an answer."""
    if isinstance(value, list):
        return value[0] if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        whole = value == int(value) and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.10g}"
    return value[:MAX_TEXT_LENGTH]


def as_day(text: str) -> dt.date | None:
    """The date in a text such as 2026-03-07; None for any other text."""
    if len(text) != 10 or text[4] != "-":
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _operate(sign: str, left: Node, right: Node, context: EvaluationContext) -> Value:
    if sign == "and":
        return is_true(left, context) and is_true(right, context)
    if sign == "or":
        return is_true(left, context) or is_true(right, context)
    left_value, right_value = evaluate(left, context), evaluate(right, context)
    if sign in {"=", "!="}:
        return _is_equal(left_value, right_value) == (sign == "=")
    left_number, right_number = as_number(left_value), as_number(right_value)
    if sign in _COMPARE:
        return _COMPARE[sign](left_number, right_number)
    return _calculate(sign, left_number, right_number)


_COMPARE: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _calculate(sign: str, a: float, b: float) -> float:
    if sign == "+":
        return a + b
    if sign == "-":
        return a - b
    if sign == "*":
        return a * b
    if b == 0 or math.isnan(a) or math.isnan(b):
        return _NAN
    if sign == "div":
        return a / b
    return math.fmod(a, b) if math.isfinite(a) else _NAN


def _is_equal(one: Value, other: Value) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return as_bool(one) == as_bool(other)
    if isinstance(one, float) or isinstance(other, float):
        return as_number(one) == as_number(other)
    if isinstance(one, list) or isinstance(other, list):
        texts = one if isinstance(one, list) else [one]
        others = other if isinstance(other, list) else [other]
        return not {*texts}.isdisjoint(others) or not (texts or any(others))
    return one == other


def _call(name: str, arguments: Sequence[Node], context: EvaluationContext) -> Value:
    if name == "if":
        return evaluate(arguments[1] if is_true(arguments[0], context) else arguments[2], context)
    if name == "today":
        return context.today.isoformat()
    values = [evaluate(argument, context) for argument in arguments]
    if name == "regex":
        return _matches(as_text(values[1]), as_text(values[0]), context)
    return _FUNCTIONS[name](*values)


def _matches(pattern: str, text: str, context: EvaluationContext) -> bool:
    key = (pattern, text)
    if key not in context.matched:
        context.matched[key] = patterns.matches_pattern(pattern, text)
    return context.matched[key]


def _numbers(values: Sequence[Value]) -> list[float]:
    numbers = [as_number(item) for value in values for item in _as_list(value)]
    return [number for number in numbers if not math.isnan(number)]


def _as_list(value: Value) -> Sequence[Value]:
    return value if isinstance(value, list) else [value]


def _nonempty_texts(value: Value) -> list[str]:
    return [text for item in _as_list(value) if (text := as_text(item)).strip()]


def _round(value: Value, digits: Value = 0.0) -> Value:
    number, places = as_number(value), as_number(digits)
    if not math.isfinite(number) or not -15 <= places <= 15 or abs(number) > 1e15:
        return _NAN
    # Halves are rounded up, as people expect; Python rounds to the even number.
    shift = float(10 ** int(places))
    return math.floor(number * shift + 0.5) / shift


def _whole(value: Value, rounding: Callable[[float], int]) -> Value:
    number = as_number(value)
    return float(rounding(number)) if math.isfinite(number) else _NAN


def _substr(value: Value, start: Value, end: Value = _NAN) -> Value:
    text, first, last = as_text(value), as_number(start), as_number(end)
    if math.isnan(first) or abs(first) > MAX_TEXT_LENGTH:
        return ""
    until = len(text) if math.isnan(last) or abs(last) > MAX_TEXT_LENGTH else int(last)
    return text[int(first) : until]


def _selected_at(value: Value, place: Value) -> Value:
    chosen, index = as_text(value).split(), as_number(place)
    return chosen[int(index)] if not math.isnan(index) and 0 <= index < len(chosen) else ""


def _date(value: Value) -> Value:
    number = as_number(value)
    if not math.isfinite(number) or abs(number) > 700_000:
        return ""
    return (_EPOCH + dt.timedelta(days=int(number))).isoformat()


_FUNCTIONS: Final[dict[str, Callable[..., Value]]] = {
    "selected": lambda value, code: as_text(code) in as_text(value).split(),
    "count-selected": lambda value: float(len(as_text(value).split())),
    "selected-at": _selected_at,
    "coalesce": lambda one, other: one if as_text(one) else other,
    "not": lambda value: not as_bool(value),
    "boolean": as_bool,
    "true": lambda: True,
    "false": lambda: False,
    "string": as_text,
    "number": as_number,
    "int": lambda value: _whole(value, int),
    "round": _round,
    "floor": lambda value: _whole(value, math.floor),
    "ceiling": lambda value: _whole(value, math.ceil),
    "abs": lambda value: abs(as_number(value)),
    "concat": lambda *values: "".join(map(as_text, values))[:MAX_TEXT_LENGTH],
    "contains": lambda value, part: as_text(part) in as_text(value),
    "starts-with": lambda value, part: as_text(value).startswith(as_text(part)),
    "ends-with": lambda value, part: as_text(value).endswith(as_text(part)),
    "string-length": lambda value: float(len(as_text(value))),
    "normalize-space": lambda value: " ".join(as_text(value).split()),
    "substr": _substr,
    "date": _date,
    "sum": lambda value: float(sum(_numbers([value]))),
    "count": lambda value: float(len(value)) if isinstance(value, list) else float(bool(value)),
    "count-non-empty": lambda value: float(len(_nonempty_texts(value))),
    "min": lambda *values: min(_numbers(values), default=_NAN),
    "max": lambda *values: max(_numbers(values), default=_NAN),
    "join": lambda sign, value: as_text(sign).join(_nonempty_texts(value))[:MAX_TEXT_LENGTH],
}
