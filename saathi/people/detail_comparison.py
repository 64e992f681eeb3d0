"""Compares the details of two records for a person who decides: the same, similar or different.

A comparison claims no more than the two details show: a shared family name is reported as such, an
age next to a range is outside it, and a detail that one record lacks is not known.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from saathi.engines.matching import names
from saathi.engines.matching.names import NameAgreement
from saathi.infra.join_words import join_words
from saathi.people.age_evidence import ReadableAgeStatement
from saathi.people.formatting import format_age, format_age_statement
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import NameKind
from saathi.web.components import ComparisonLine, Similarity

DAYS_PER_YEAR = 365.25
MAX_YEARS_SIMILAR = 1  # outside the range
MAX_SPAN_NARROW = 2  # years; a wider range of ages says little about an age in it

_LIKENESS_OF = {
    NameAgreement.AGREE: Similarity.SAME,
    NameAgreement.SIMILAR: Similarity.SIMILAR,
    NameAgreement.DIFFER: Similarity.DIFFERENT,
}


@dataclass(frozen=True, slots=True)
class DetailComparison:
    """How two details compare, with any remark that is needed."""

    likeness: Similarity
    note: str | Promise = ""

    def line(self, label: object, left: str, right: str) -> ComparisonLine:
        """The two details side by side."""
        return ComparisonLine(str(label), left, right, self.likeness, self.note)


_UNKNOWN = DetailComparison(Similarity.UNKNOWN)


# --- Names ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _NameForms:
    """The ways to write the names of one record: in full, by first word, by family name."""

    full: tuple[str, ...]
    first: tuple[str, ...]
    family: tuple[str, ...]
    has_more_words: bool


def compare_person_names(ones: Iterable[Name], others: Iterable[Name]) -> DetailComparison:
    """The verdict on the two most similar names of two records, noting if only one part is shared."""
    person_names, other = _name_forms(list(ones)), _name_forms(list(others))
    whole = names.compare_names(person_names.full, other.full)
    if whole is None:
        return _UNKNOWN
    if whole == NameAgreement.AGREE:
        return _spelling_verdict(person_names.full, other.full)
    first = names.compare_names(person_names.first, other.first)
    if first == NameAgreement.AGREE:
        both_longer = person_names.has_more_words and other.has_more_words
        only_first = _("Only the first name is the same")
        return DetailComparison(Similarity.SIMILAR, only_first if both_longer else "")
    if names.compare_names(person_names.family, other.family) == NameAgreement.AGREE:
        both_longer = person_names.has_more_words and other.has_more_words
        likeness = Similarity.SIMILAR if first == NameAgreement.SIMILAR else Similarity.DIFFERENT
        if not both_longer:
            likeness = Similarity.SIMILAR
        note = "" if first == NameAgreement.SIMILAR else _("Only the family name is the same")
        return DetailComparison(likeness, note)
    return DetailComparison(_LIKENESS_OF[whole])


def _spelling_verdict(ones: Iterable[str], others: Iterable[str]) -> DetailComparison:
    """Verdict on agreeing names: the same if written alike, or if only names in two scripts agree."""
    agreeing = [
        (one, other)
        for one, other in product(ones, others)
        if names.compare_names([one], [other]) == NameAgreement.AGREE
    ]
    in_one_script = [
        (_written_words(entry), _written_words(other))
        for entry, other in agreeing
        if names.detect_script(entry) == names.detect_script(other)
    ]
    if not in_one_script or any(item == other for item, other in in_one_script):
        return DetailComparison(Similarity.SAME)
    return DetailComparison(Similarity.SIMILAR, _("Spelled differently"))


def _written_words(name: str) -> list[str]:
    return sorted(word.text.casefold() for word in names.parse_name(name).words)


def _name_forms(recorded_names: Sequence[Name]) -> _NameForms:
    family = [name.text for name in recorded_names if name.kind == NameKind.FAMILY]
    given = [name.text for name in recorded_names if name.kind != NameKind.FAMILY]
    full = [*given, *(f"{item} {other}" for item, other in product(given, family))] or family
    words = [[word.text for word in names.parse_name(text).words] or [text] for text in full]
    return _NameForms(
        full=tuple(full),
        first=tuple(of[0] for of in words) if given else (),
        family=(*family, *(of[-1] for of in words)),
        has_more_words=any(len(of) > 1 for of in words),
    )


# --- Ages -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AgeSpan:
    """The youngest and the oldest age in completed years on one day."""

    youngest: int
    oldest: int

    def years_apart(self, other: "AgeSpan") -> int:
        """The years apart; zero if they can be one age."""
        return max(0, self.youngest - other.oldest, other.youngest - self.oldest)

    @property
    def is_one_age(self) -> bool:
        """Whether it is a single age, not a range."""
        return self.youngest == self.oldest


def age_spans(child: Child, ages: Sequence[ReadableAgeStatement], on: dt.date) -> list[AgeSpan]:
    """The age on this day by each statement of age; without any, by the years of birth."""
    spans = [_statement_span(age, on) for age in ages]
    low, high = child.birth_year_low, child.birth_year_high
    if not spans and low is not None and high is not None:
        # An age gives two years of birth; the earlier one belongs to the day before the birthday.
        spans = [AgeSpan(on.year - high, on.year - low - (1 if low < high else 0))]
    return [span for span in spans if span.oldest >= 0]


def _statement_span(age: ReadableAgeStatement, on: dt.date) -> AgeSpan:
    born = age.evidence.born
    if born is not None and born.earliest and born.latest:
        return AgeSpan(_completed_years(born.latest, on), _completed_years(born.earliest, on))
    statement = age.statement
    elapsed = round((on - statement.as_of).days / DAYS_PER_YEAR)
    return AgeSpan(statement.low + elapsed, statement.high + elapsed)


def _completed_years(born: dt.date, on: dt.date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def describe_ages(ages: Sequence[ReadableAgeStatement], on: dt.date) -> str:
    """The statements of age in words, each with the age that it means on this day if that differs."""
    return "; ".join(_describe_age(age, on) for age in ages)


def _describe_age(age: ReadableAgeStatement, on: dt.date) -> str:
    words, span = format_age_statement(age), _statement_span(age, on)
    statement = age.statement
    stated = AgeSpan(statement.low, statement.high)
    if age.note:
        words = f"{words}, {age.note}"
    if age.evidence.born is None and span == stated:
        return words
    day = date_format(on, "SHORT_DATE_FORMAT")
    age_now = format_age(span.youngest, span.oldest)
    return gettext("%(words)s: %(age)s on %(day)s") % {"words": words, "age": age_now, "day": day}


def compare_ages(ones: Sequence[AgeSpan], others: Sequence[AgeSpan]) -> DetailComparison:
    """The verdict on the two nearest ages: one outside the other's range is never the same."""
    if not ones or not others:
        return _UNKNOWN
    result, other = min(product(ones, others), key=lambda pair: pair[0].years_apart(pair[1]))
    apart = result.years_apart(other)
    if apart:
        likeness = Similarity.SIMILAR if apart <= MAX_YEARS_SIMILAR else Similarity.DIFFERENT
        return DetailComparison(
            likeness, _distance(apart, in_range=not (result.is_one_age and other.is_one_age))
        )
    widest = max(result.oldest - result.youngest, other.oldest - other.youngest)
    if widest > MAX_SPAN_NARROW:
        return DetailComparison(Similarity.SIMILAR, _("Possible: the range is wide"))
    if result == other:
        return DetailComparison(Similarity.SAME)
    within = result.is_one_age or other.is_one_age
    return DetailComparison(
        Similarity.SIMILAR, _("Within the range") if within else _("The ranges overlap")
    )


def _distance(years: int, *, in_range: bool) -> str:
    if in_range:
        text = ngettext(
            "%(years)s year outside the range", "%(years)s years outside the range", years
        )
    else:
        text = ngettext("%(years)s year apart", "%(years)s years apart", years)
    return text % {"years": years}


# --- Other details --------------------------------------------------------------------------------


def compare_values(left: str, right: str) -> DetailComparison:
    """The verdict on one listed value on each side."""
    if not left or not right:
        return _UNKNOWN
    return DetailComparison(Similarity.SAME if left == right else Similarity.DIFFERENT)


def compare_several(
    label: object, left: Sequence[str], right: Sequence[str], named: Callable[[str], object]
) -> ComparisonLine:
    """Compares several values on each side, such as languages."""
    left_text, right_text = (
        join_words(str(named(code)) for code in side) for side in (left, right)
    )
    verdict = _UNKNOWN
    if left and right:
        shared = {*left} & {*right}
        verdict = DetailComparison(Similarity.SIMILAR, _("Some are the same"))
        if not shared:
            verdict = DetailComparison(Similarity.DIFFERENT)
        elif {*left} == {*right} or len(left) == 1 or len(right) == 1:
            verdict = DetailComparison(Similarity.SAME)
    return verdict.line(label, left_text, right_text)


def compare_texts(label: object, left: str, right: str) -> ComparisonLine:
    """Compares free-text descriptions; only a person can judge them unless they are the same."""
    verdict = _UNKNOWN
    if left and right:
        is_same = left.casefold().split() == right.casefold().split()
        verdict = DetailComparison(Similarity.SAME if is_same else Similarity.NOT_COMPARED)
    return verdict.line(label, left, right)
