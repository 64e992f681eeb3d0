"""What one request has asked already and need not ask again: her rights to a file, time targets.

The middleware begins it for each request. Elsewhere, in jobs and commands, everything is asked anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def request_cache() -> Iterator[None]:
    """Inside, `once_asked` asks each question once."""
    mark = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(mark)


def is_cache_active() -> bool:
    """Whether a request is under way: what is asked now will be there for its next question."""
    return _answers.get() is not None


def get_cached[AnswerT](question: Hashable, ask: Callable[[], AnswerT]) -> AnswerT:
    """The answer to a question, from `ask` where it was not asked in this request."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast("AnswerT", answers[question])


def cache_answer(question: Hashable, answer: object) -> None:
    """Remembers an answer that came along with another question."""
    if (answers := _answers.get()) is not None:
        answers[question] = answer


def forget_answer(question: Hashable) -> None:
    """Lets the question be asked anew: the answer has changed."""
    if (answers := _answers.get()) is not None:
        answers.pop(question, None)
