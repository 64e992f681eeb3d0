"""Troubles and conditions of a form in words, as somebody reads them who never saw an expression."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from saathi.infra.listing import listed
from saathi.protection.supplements.xlsform.answering import parsed
from saathi.protection.supplements.xlsform.definition import CHOSEN, Form, Question
from saathi.protection.supplements.xlsform.expressions import (
    Answer,
    Call,
    Literal,
    Node,
    Operation,
)
from saathi.protection.supplements.xlsform.troubles import Trouble

# Languages that are written from the right, by their codes.
FROM_THE_RIGHT = frozenset({"ar", "bal", "dv", "fa", "ks", "ps", "sd", "skr", "ur"})


def direction(language: str) -> str:
    """In which direction a language is written, for the page."""
    return "rtl" if language.partition("-")[0] in FROM_THE_RIGHT else "ltr"


def trouble(told: Trouble) -> str:
    """What is wrong, with the place first: sheet, row, column."""
    text = _(told.text) % dict(told.values)
    place = []
    if told.sheet:
        place.append(_("sheet %(name)s") % {"name": told.sheet})
    if told.row:
        place.append(_("row %(number)s") % {"number": told.row})
    if told.column:
        place.append(_("column %(name)s") % {"name": told.column})
    where = ", ".join(place)
    return f"{where[:1].upper()}{where[1:]}: {text}" if where else text


def condition(form: Form, question: Question, language: str) -> str:
    """When a question is asked, in words; empty where it always is."""
    texts = [form.groups[name].relevant for name in question.within]
    nodes = [node for text in (*texts, question.relevant) if (node := parsed(text))]
    told = [_Teller(form, language).tell(node) for node in nodes]
    return _(" and ").join(told)


class _Teller:
    def __init__(self, form: Form, language: str) -> None:
        self._form, self._language = form, language

    def tell(self, node: Node) -> str:
        match node:
            case Operation("and" | "or" as sign, left, right):
                word = _(" and ") if sign == "and" else _(" or ")
                return f"{self.tell(left)}{word}{self.tell(right)}"
            case Operation("=" | "!=" as sign, left, right):
                return self._compare(sign, left, right)
            case Operation(sign, left, right) if sign in _COMPARED:
                values = {"one": self._value(left), "other": self._value(right)}
                return _compared()[sign] % values
            case Call("selected", (Answer(name), Literal(code))):
                return self._equals(name, str(code))
            case Call("not", (inner,)):
                return _("not (%(condition)s)") % {"condition": self.tell(inner)}
            case _:
                return self._value(node)

    def _compare(self, sign: str, left: Node, right: Node) -> str:
        one, other = (left, right) if isinstance(left, Answer) else (right, left)
        if isinstance(one, Answer) and isinstance(other, Literal):
            text = other.value if isinstance(other.value, str) else f"{other.value:g}"
            if text == "":
                words = (
                    _("“%(question)s” has no answer")
                    if sign == "="
                    else _("“%(question)s” has an answer")
                )
                return words % {"question": self._label(one.name)}
            told = self._equals(one.name, text)
            return told if sign == "=" else _("not (%(condition)s)") % {"condition": told}
        values = {"one": self._value(left), "other": self._value(right)}
        return (
            _("%(one)s is %(other)s") if sign == "=" else _("%(one)s is not %(other)s")
        ) % values

    def _equals(self, name: str, code: str) -> str:
        question = self._form.by_name.get(name)
        choices = self._form.lists.get(question.choices, ()) if question else ()
        labels = {one.name: self._form.text(one.label, self._language) for one in choices}
        return _("“%(question)s”: %(answer)s") % {
            "question": self._label(name),
            "answer": labels.get(code, code),
        }

    def _value(self, node: Node) -> str:
        match node:
            case Literal(float() as value):
                return f"{value:g}"
            case Literal(str() as value):
                return f"“{value}”"
            case Answer(name):
                return f"“{self._label(name)}”"
            case Operation(sign, left, right):
                return f"({self._value(left)} {sign} {self._value(right)})"
            case Call(name, given):
                return f"{name}({', '.join(self._value(one) for one in given)})"
            case _:
                return _("the answer")

    def _label(self, name: str) -> str:
        question = self._form.by_name.get(name)
        texts = question.label if question else self._form.groups[name].label
        return self._form.text(texts, self._language) or name


_COMPARED = frozenset({"<", "<=", ">", ">="})


def _compared() -> Mapping[str, str]:
    return {
        "<": _("%(one)s is less than %(other)s"),
        "<=": _("%(one)s is at most %(other)s"),
        ">": _("%(one)s is more than %(other)s"),
        ">=": _("%(one)s is at least %(other)s"),
    }


def answer_in_words(form: Form, question: Question, given: str, language: str) -> str:
    """An answer as a person reads it; the labels of what was chosen."""
    if question.kind not in CHOSEN:
        return given
    known = {one.name: one for one in form.lists.get(question.choices, ())}
    labels: Iterable[str] = (
        form.text(known[code].label, language) if code in known else code for code in given.split()
    )
    return listed(list(labels))
