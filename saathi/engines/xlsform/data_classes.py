"""Which data class a question of a form can have, by its type, place and words."""

from collections.abc import Iterator
from typing import Final

from saathi.engines.xlsform import limits
from saathi.engines.xlsform.definition import (
    XlsformDefinition,
    XlsformQuestion,
    XlsformQuestionKind,
)
from saathi.engines.xlsform.disclosing_words import discloses
from saathi.infra.reasons import mark_for_translation as _

# The types that can be classified statistical.
STATISTICAL_KINDS: Final = frozenset({XlsformQuestionKind.ONE, XlsformQuestionKind.INTEGER})

# The values in the messages of `data_class_problem`.
DATA_CLASS_VALUES: Final = {"most": str(limits.STATISTICAL_CHOICES)}


def data_class_problem(form: XlsformDefinition, question: XlsformQuestion, data_class: str) -> str:
    """Why a question cannot have this class, as a message id; empty if it can.

    The message may have places for `DATA_CLASS_VALUES`. The database refuses to publish the same.
    """
    if data_class != "statistical":
        return ""
    if question.kind not in STATISTICAL_KINDS:
        return _(
            "Only select_one and integer questions can be statistical: other answers disclose"
            " too much."
        )
    if form.repeat_of(question):
        return _(
            "Questions inside a repeat cannot be statistical: the rows of one child could be "
            "recognised."
        )
    if len(form.lists.get(question.choices, ())) > limits.STATISTICAL_CHOICES:
        return _(
            "Questions with more than %(most)s choices cannot be statistical: one choice may name a "
            "place or a person."
        )
    if discloses(_texts_of_question(form, question), _texts_of_choices(form, question)):
        return _(
            "The name, label, hint, group or list of choices of this question has a word for a name, "
            "phone, address, caste, ethnicity or religion. Such answers are stored encrypted and cannot "
            "be statistical."
        )
    return ""


def _texts_of_question(form: XlsformDefinition, question: XlsformQuestion) -> Iterator[str]:
    """What a reader learns about the answer: also by the groups around the question."""
    yield from (question.name, question.choices)
    groups = [form.groups[name] for name in question.within]
    for texts in (
        question.label,
        question.hint,
        question.message,
        *(group.label for group in groups),
    ):
        yield from texts.values()
    yield from question.within


def _texts_of_choices(form: XlsformDefinition, question: XlsformQuestion) -> Iterator[str]:
    """The codes of the choices, which are what is counted, and their labels."""
    for choice in form.lists.get(question.choices, ()):
        yield choice.name
        yield from choice.label.values()
