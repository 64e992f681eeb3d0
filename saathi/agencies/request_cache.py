"""Answers cached for one request: the person's rights to a file, time targets.

The middleware starts a cache for each request. Elsewhere, in jobs and commands, nothing is cached.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("remembered", default=None)


@contextmanager
def request_cache() -> Iterator[None]:
    """Inside the block, `get_cached` computes each answer only once."""
    mark = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(mark)


def is_cache_active() -> bool:
    """Whether a request is being processed, so that its answers are cached."""
    return _answers.get() is not None


def get_cached[AnswerT](question: Hashable, ask: Callable[[], AnswerT]) -> AnswerT:
    """The answer to a question; calls `ask` only if it is not cached for this request."""
    answers = _answers.get()
    if answers is None:
        return ask()
    if question not in answers:
        answers[question] = ask()
    return cast("AnswerT", answers[question])


def cache_answer(question: Hashable, answer: object) -> None:
    """Caches an answer obtained together with another question."""
    if (answers := _answers.get()) is not None:
        answers[question] = answer


def forget_answer(question: Hashable) -> None:
    """Removes a cached answer that is out of date."""
    if (answers := _answers.get()) is not None:
        answers.pop(question, None)
