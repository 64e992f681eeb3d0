"""Uncertain dates and ages as intervals, and the presumption of minority.

The consequences of being a child belong to `protection`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from saathi.infra import calendars
from saathi.people.vocabulary import AgeBasis, Calendar, DatePrecision, MinorStatus

# The protective age is 18 everywhere (CRC art. 1, Palermo art. 3(d)); national ages of marriage
# or work never lower it (domain B.11).
AGE_OF_MAJORITY: Final = 18
MAX_AGE: Final = 120


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A partial date: a Gregorian interval and its original wording.

    Both ends are None if nothing is known. Only Gregorian dates are converted; for any other
    calendar the original text is kept, with a Gregorian interval that a person entered.
    """

    precision: DatePrecision
    earliest: date | None = None
    latest: date | None = None
    calendar: Calendar = Calendar.GREGORIAN
    original: str = ""

    @classmethod
    def gregorian(
        cls, year: int, month: int | None = None, day: int | None = None, *, original: str = ""
    ) -> "PartialDate":
        """The interval covered by a year, a month or a day.

        An impossible date raises ValueError.
        """
        if month is None:
            span = (date(year, 1, 1), date(year, 12, 31))
            return cls(DatePrecision.YEAR, *span, original=original)
        if day is None:
            first = date(year, month, 1)
            following = date(year + month // 12, month % 12 + 1, 1)
            last = following - timedelta(days=1)
            return cls(DatePrecision.MONTH, first, last, original=original)
        exact = date(year, month, day)
        return cls(DatePrecision.DAY, exact, exact, original=original)

    @classmethod
    def on(cls, day: date) -> "PartialDate":
        """A date known to the day."""
        return cls(DatePrecision.DAY, day, day)


def date_in_calendar(
    calendar: Calendar, year: int, month: int | None = None, day: int | None = None
) -> PartialDate:
    """The interval of days that a date in a supported calendar can mean.

    Call `reasons_against_birth_date` first: a date that the calendar does not have raises
    ValueError.
    """
    original = "-".join(str(part) for part in (year, month, day) if part is not None)
    if calendar == Calendar.GREGORIAN:
        return PartialDate.gregorian(year, month, day, original=original)
    precision = DatePrecision.YEAR if month is None else DatePrecision.MONTH
    precision = precision if day is None else DatePrecision.DAY
    return PartialDate(
        precision,
        *calendars.gregorian_span(calendar, year, month, day),
        calendar=calendar,
        original=original,
    )


@dataclass(frozen=True, slots=True)
class BirthInterval:
    """The first and the last day on which the child may have been born."""

    earliest: date
    latest: date

    @property
    def years(self) -> tuple[int, int]:
        """The first and last possible year of birth: the statistical columns."""
        return self.earliest.year, self.latest.year


@dataclass(frozen=True, slots=True)
class AgeRange:
    """The youngest and the oldest age, in completed years, that the evidence allows."""

    youngest: int
    oldest: int


@dataclass(frozen=True, slots=True)
class AgeEvidence:
    """One statement about age: a birth date, or an age on a day, with its source.

    `years` counts completed years; with `running` it counts the current year of life ("in the
    twelfth year" is eleven completed), as is usual in parts of the region (domain B.11).
    """

    basis: AgeBasis
    born: PartialDate | None = None
    years: AgeRange | None = None
    as_of: PartialDate | None = None
    running: bool = False
    method: str = ""  # an AgeMethod
    confidence: str = ""  # a Confidence
    ends_presumption: bool = False  # an authority found, with reasons, that the person is an adult


@dataclass(frozen=True, slots=True)
class AgeView:
    """All evidence, each with its interval, and the conclusions from it.

    `widest_interval` covers every statement and decides the presumption of minority; `best_interval` is the
    interval for statistics; `is_conflicting` means that no birthday fits all statements.
    """

    evidence: tuple[tuple[AgeEvidence, BirthInterval | None], ...]
    widest_interval: BirthInterval | None
    best_interval: BirthInterval | None
    is_conflicting: bool


def years_before(day: date, years: int) -> date:
    """The same day a number of years earlier; 29 February becomes 28 February."""
    year = max(day.year - years, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def completed_years(born: date, on: date) -> int:
    """The age in completed years.

    Zero before birth. After a birth on 29 February a year is completed on 1 March.
    """
    return max(0, on.year - born.year - ((on.month, on.day) < (born.month, born.day)))


def birth_interval(evidence: AgeEvidence) -> BirthInterval | None:
    """The birth interval if this statement is true; None if it gives none.

    A person of N completed years on a day was born after the day N + 1 years before, and on or
    before the day N years before; an uncertain day or age widens the interval.
    """
    if evidence.born is not None:
        if evidence.born.earliest is None or evidence.born.latest is None:
            return None
        return BirthInterval(evidence.born.earliest, evidence.born.latest)
    if evidence.years is None or evidence.as_of is None:
        return None
    if evidence.as_of.earliest is None or evidence.as_of.latest is None:
        return None
    years = completed_age(evidence) or evidence.years
    return BirthInterval(
        years_before(evidence.as_of.earliest, years.oldest + 1) + timedelta(days=1),
        years_before(evidence.as_of.latest, years.youngest),
    )


def completed_age(evidence: AgeEvidence) -> AgeRange | None:
    """The age in completed years, however it was counted; None if no age was stated."""
    if evidence.years is None:
        return None
    running_year = 1 if evidence.running else 0
    return AgeRange(
        max(0, evidence.years.youngest - running_year), max(0, evidence.years.oldest - running_year)
    )


def is_presumption_ended(evidence: Iterable[AgeEvidence]) -> bool:
    """Whether an authority's latest declaration ended the presumption; a later one can restore it.

    `evidence` must be in the order of its days.
    """
    declared = [statement for statement in evidence if statement.basis == AgeBasis.DECLARED]
    return bool(declared) and declared[-1].ends_presumption


# Which statement statistics use when statements contradict each other [derived]. An authority's
# declaration has its legal effect but no precedence over the evidence (AUT-004).
_STATISTICAL_ORDER: Final = (
    AgeBasis.DOCUMENTED,
    AgeBasis.ASSESSED,
    AgeBasis.DECLARED,
    AgeBasis.STATED,
    AgeBasis.IMPORTED,
    AgeBasis.REPORTED,
)


def age_view(evidence: Iterable[AgeEvidence]) -> AgeView:
    """Every statement with its interval, and the joint conclusions (IDN-012, AUT-004).

    Nothing is dropped or overruled: where statements agree, `best_interval` is their intersection; where
    they conflict, it follows the strongest basis, and the conflict is shown.
    """
    pairs = tuple((statement, birth_interval(statement)) for statement in evidence)
    intervals = [interval for _statement, interval in pairs if interval is not None]
    if not intervals:
        return AgeView(pairs, None, None, is_conflicting=False)
    widest = _enclosing_interval(intervals)
    shared = _shared_interval(intervals)
    if shared is not None:
        return AgeView(pairs, widest, shared, is_conflicting=False)
    return AgeView(pairs, widest, _strongest(pairs), is_conflicting=True)


def _strongest(pairs: tuple[tuple[AgeEvidence, BirthInterval | None], ...]) -> BirthInterval:
    by_basis = [
        (statement.basis, interval) for statement, interval in pairs if interval is not None
    ]
    strongest = min((basis for basis, _interval in by_basis), key=_STATISTICAL_ORDER.index)
    strongest_intervals = [interval for basis, interval in by_basis if basis == strongest]
    return _shared_interval(strongest_intervals) or _enclosing_interval(strongest_intervals)


def _enclosing_interval(intervals: list[BirthInterval]) -> BirthInterval:
    earliest = min(interval.earliest for interval in intervals)
    return BirthInterval(earliest, max(interval.latest for interval in intervals))


def _shared_interval(intervals: list[BirthInterval]) -> BirthInterval | None:
    earliest = max(interval.earliest for interval in intervals)
    latest = min(interval.latest for interval in intervals)
    return BirthInterval(earliest, latest) if earliest <= latest else None


def age_at(born: BirthInterval | None, when: PartialDate) -> AgeRange | None:
    """The age range on a date that may itself be uncertain; None if either is unknown.

    Used for the age at recruitment and at identification, each on its own date (IDN-013).
    """
    if born is None or when.earliest is None or when.latest is None:
        return None
    return AgeRange(
        completed_years(born.latest, when.earliest),
        completed_years(born.earliest, when.latest),
    )


def minor_status(age: AgeRange | None, *, rebutted: bool = False) -> MinorStatus:
    """Whether the person is, or is presumed to be, a child.

    A child if the age range reaches below 18; an unknown age counts as reaching below it (UNICEF
    Guidelines 2006, 3.1.2, presumption of age). A recorded finding can rebut the presumption, but
    not for a range that is entirely below 18.
    """
    if age is not None and age.oldest < AGE_OF_MAJORITY:
        return MinorStatus.CHILD
    if rebutted or (age is not None and age.youngest >= AGE_OF_MAJORITY):
        return MinorStatus.ADULT
    return MinorStatus.PRESUMED
