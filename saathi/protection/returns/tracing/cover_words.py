"""Names the words of an enquiry that are refused, so that the person who wrote it finds them."""

from collections.abc import Collection

from django.utils.translation import gettext

from saathi.infra.reasons import Reason
from saathi.protection.returns.tracing import rules
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)


def reasons_with_words(text: str) -> tuple[Reason, ...]:
    """Why these words must not be used, and then which ones, as they were read; empty if all may be."""
    return _with_words(rules.reasons_against_cover_text(text), _find(text))


def reasons_with_recipient(text: str) -> tuple[Reason, ...]:
    """The same for the words that say who is asked."""
    return _with_words(rules.reasons_against_recipient(text), rules.recipient_words(_find(text)))


def _find(text: str) -> list[str]:
    return find_exploitation_words(text) + find_diagnosis_words(text)


def _with_words(reasons: tuple[Reason, ...], found: Collection[str]) -> tuple[Reason, ...]:
    if not reasons:
        return ()
    named = gettext("Not possible here: %(words)s") % {
        "words": ", ".join(f"“{word}”" for word in dict.fromkeys(found))
    }
    return (*reasons, Reason(reasons[0].code, named))
