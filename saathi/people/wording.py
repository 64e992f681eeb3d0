"""Ages in words, as every page says them."""

from django.utils import formats
from django.utils.translation import gettext

from saathi.people.models import AgeStatement
from saathi.people.vocabulary import AgeBasis


def age_words(low: int | None, high: int | None) -> str:
    """An age or a range of ages in words; empty when nothing is known."""
    if low is None:
        return ""
    if high is None or low == high:
        return gettext("%(age)s years") % {"age": low}
    return gettext("%(low)s to %(high)s years") % {"low": low, "high": high}


def age_evidence(statement: AgeStatement) -> str:
    """One statement of a child's age in words: how old, when, and where it comes from."""
    return gettext("%(age)s on %(day)s (%(basis)s)") % {
        "age": age_words(statement.low, statement.high),
        "day": formats.date_format(statement.as_of, "SHORT_DATE_FORMAT"),
        "basis": AgeBasis(statement.basis).label,
    }
