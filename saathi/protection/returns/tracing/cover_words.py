"""Names the words of a cover text that are refused, so that the person who wrote it finds them."""

from django.utils.translation import gettext

from saathi.infra.reasons import Reason
from saathi.protection.returns.tracing import rules
from saathi.protection.returns.tracing.exploitation_words import (
    find_diagnosis_words,
    find_exploitation_words,
)


def reasons_with_words(text: str) -> tuple[Reason, ...]:
    """Why these words must not be used, and then which ones, as they were read; empty if all may be."""
    reasons = rules.reasons_against_cover_text(text)
    if not reasons:
        return ()
    found = dict.fromkeys(find_exploitation_words(text) + find_diagnosis_words(text))
    named = gettext("Not possible here: %(words)s") % {
        "words": ", ".join(f"“{word}”" for word in found)
    }
    return (*reasons, Reason("cover_text", named))
