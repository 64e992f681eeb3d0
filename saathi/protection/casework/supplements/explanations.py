"""Problems and conditions of a form in words, for readers who do not know expressions."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from saathi.engines.xlsform.definition import (
    SELECT_KINDS,
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.expressions import (
    AnswerReference,
    BinaryOperation,
    FunctionCall,
    LiteralValue,
    Node,
)
from saathi.engines.xlsform.form_state import parse_if_valid
from saathi.engines.xlsform.problems import XlsformProblem
from saathi.infra.join_words import join_words

# Codes of languages written from right to left.
RTL_LANGUAGES = frozenset({"ar", "bal", "dv", "fa", "ks", "ps", "sd", "skr", "ur"})


def text_direction(language: str) -> str:
    """The direction in which a language is written, for the page."""
    return "rtl" if language.partition("-")[0] in RTL_LANGUAGES else "ltr"


def problem_text(problem: XlsformProblem) -> str:
    """The problem, preceded by its place: sheet, row, column."""
    text = _(problem.text) % dict(problem.values)
    place_parts = []
    if problem.sheet:
        place_parts.append(_("sheet %(name)s") % {"name": problem.sheet})
    if problem.row:
        place_parts.append(_("row %(number)s") % {"number": problem.row})
    if problem.column:
        place_parts.append(_("column %(name)s") % {"name": problem.column})
    place = ", ".join(place_parts)
    return f"{place[:1].upper()}{place[1:]}: {text}" if place else text


def not_recorded_text(label: str, question: XlsformQuestion) -> str:
    """The label of a question with the remark that Saathi does not record its type."""
    return _("%(question)s (%(type)s: not recorded in Saathi)") % {
        "question": label,
        "type": question.not_recorded,
    }


def condition_text(form: XlsformDefinition, question: XlsformQuestion, language: str) -> str:
    """When a question is asked, in words; empty if it always is."""
    texts = [form.groups[name].relevant for name in question.within]
    nodes = [node for text in (*texts, question.relevant) if (node := parse_if_valid(text))]
    explanations_of_nodes = [_ConditionExplainer(form, language).explain(node) for node in nodes]
    return _(" and ").join(explanations_of_nodes)


def rule_text(form: XlsformDefinition, question: XlsformQuestion, language: str) -> str:
    """What the form requires of an answer, in words; empty if it has no rule that can be read."""
    node = parse_if_valid(question.constraint)
    return _ConditionExplainer(form, language).explain(node) if node else ""


class _ConditionExplainer:
    def __init__(self, form: XlsformDefinition, language: str) -> None:
        self._form, self._language = form, language

    def explain(self, node: Node) -> str:
        match node:
            case BinaryOperation("and" | "or" as sign, left, right):
                word = _(" and ") if sign == "and" else _(" or ")
                return f"{self.explain(left)}{word}{self.explain(right)}"
            case BinaryOperation("=" | "!=" as sign, left, right):
                return self._compare(sign, left, right)
            case BinaryOperation(sign, left, right) if sign in _COMPARED:
                values = {"one": self._value(left), "other": self._value(right)}
                return _comparison_texts()[sign] % values
            case FunctionCall("selected", (AnswerReference(name), LiteralValue(code))):
                return self._equals(name, str(code))
            case FunctionCall("not", (inner,)):
                return _("not (%(condition)s)") % {"condition": self.explain(inner)}
            case _:
                return self._value(node)

    def _compare(self, sign: str, left: Node, right: Node) -> str:
        question_node, value_node = (
            (left, right) if isinstance(left, AnswerReference) else (right, left)
        )
        if isinstance(question_node, AnswerReference) and isinstance(value_node, LiteralValue):
            text = (
                value_node.value if isinstance(value_node.value, str) else f"{value_node.value:g}"
            )
            if text == "":
                words = (
                    _("“%(question)s” has no answer")
                    if sign == "="
                    else _("“%(question)s” has an answer")
                )
                return words % {"question": self._label(question_node.name)}
            condition = self._equals(question_node.name, text)
            return condition if sign == "=" else _("not (%(condition)s)") % {"condition": condition}
        values = {"one": self._value(left), "other": self._value(right)}
        return (
            _("%(one)s is %(other)s") if sign == "=" else _("%(one)s is not %(other)s")
        ) % values

    def _equals(self, name: str, code: str) -> str:
        question = self._form.questions_by_name.get(name)
        choices = self._form.lists.get(question.choices, ()) if question else ()
        labels = {
            choice.name: self._form.text_in_language(choice.label, self._language)
            for choice in choices
        }
        return _("“%(question)s”: %(answer)s") % {
            "question": self._label(name),
            "answer": labels.get(code, code),
        }

    def _value(self, node: Node) -> str:
        match node:
            case LiteralValue(float() as value):
                return f"{value:g}"
            case LiteralValue(str() as value):
                return f"“{value}”"
            case AnswerReference(name):
                return f"“{self._label(name)}”"
            case BinaryOperation(sign, left, right):
                return f"({self._value(left)} {sign} {self._value(right)})"
            case FunctionCall(name, given):
                return f"{name}({', '.join(self._value(argument) for argument in given)})"
            case _:
                return _("the answer")

    def _label(self, name: str) -> str:
        question = self._form.questions_by_name.get(name)
        texts = question.label if question else self._form.groups[name].label
        return self._form.text_in_language(texts, self._language) or name


_COMPARED = frozenset({"<", "<=", ">", ">="})


def _comparison_texts() -> Mapping[str, str]:
    return {
        "<": _("%(one)s is less than %(other)s"),
        "<=": _("%(one)s is at most %(other)s"),
        ">": _("%(one)s is more than %(other)s"),
        ">=": _("%(one)s is at least %(other)s"),
    }


def answer_text(
    form: XlsformDefinition, question: XlsformQuestion, answer: str, language: str
) -> str:
    """An answer as readers see it; for choices, the labels of those chosen."""
    if question.kind == XlsformQuestionKind.DATETIME:
        return answer.replace("T", " ")
    if question.kind not in SELECT_KINDS:
        return answer
    known = {choice.name: choice for choice in form.lists.get(question.choices, ())}
    labels: Iterable[str] = (
        form.text_in_language(known[code].label, language) if code in known else code
        for code in answer.split()
    )
    return join_words(list(labels))
