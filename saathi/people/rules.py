"""Why a date or an age is refused, and when an authority may end the presumption of minority."""

from datetime import date
from typing import Final

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.people.ages import (
    AGE_OF_MAJORITY,
    MAX_AGE,
    AgeRange,
    PartialDate,
    date_in_calendar,
    years_before,
)
from saathi.people.vocabulary import AgeBasis, Calendar, DatePrecision

AGE_TOO_HIGH: Final = Reason("age_too_high", _("Enter an age of 120 years or less."))
AGES_OUT_OF_ORDER: Final = Reason(
    "ages_out_of_order", _("The maximum age must not be below the minimum age.")
)


def reason_against_ages(low: int | None, high: int | None) -> Reason | None:
    """Why this is not a range of ages; None if it is one, or if nothing is known."""
    if max(low or 0, high or 0) > MAX_AGE:
        return AGE_TOO_HIGH
    return AGES_OUT_OF_ORDER if low is not None and high is not None and low > high else None


def reasons_against_birth_date(
    calendar: Calendar, year: int, month: int | None, day: int | None, *, today: date
) -> tuple[Reason, ...]:
    """Why year, month and day of a calendar are not a possible birth date; empty if they are."""
    if day is not None and month is None:
        return (Reason("month_missing", _("Enter the month as well as the day.")),)
    try:
        born = date_in_calendar(calendar, year, month, day)
    except ValueError:
        return (Reason("no_such_date", _("Enter a date that exists in this calendar.")),)
    if born.earliest is not None and born.earliest > today:
        return (Reason("in_the_future", _("Enter a date that is not in the future.")),)
    if born.earliest is not None and born.earliest < years_before(today, MAX_AGE):
        return (Reason("too_long_ago", _("This date is too long ago. Correct the year.")),)
    return ()


def reasons_against_interval(interval: PartialDate, *, today: date) -> tuple[Reason, ...]:
    """Why a date entered as an interval is inconsistent; empty if it is consistent.

    A date in another calendar, by season or by an event must keep its original wording: the
    interval is an interpretation (domain B.11).
    """
    reasons = []
    is_in_words = interval.precision in {DatePrecision.SEASON, DatePrecision.EVENT}
    if (interval.calendar != Calendar.GREGORIAN or is_in_words) and not interval.original.strip():
        reasons.append(
            Reason("original_missing", _("Enter the date as it was stated, in the original words."))
        )
    if interval.earliest and interval.latest and interval.earliest > interval.latest:
        reasons.append(
            Reason("ends_crossed", _("The earliest date must not be after the latest date."))
        )
    if interval.earliest and interval.earliest > today:
        reasons.append(Reason("in_the_future", _("Enter a date that is not in the future.")))
    return tuple(reasons)


def reasons_against_ending_presumption(
    basis: AgeBasis, years: AgeRange | None, note: str
) -> tuple[Reason, ...]:
    """Why a statement cannot end the presumption of minority; empty if it can.

    Only an authority ends it, for an age range entirely above 17, and with grounds (UNICEF
    Guidelines 2006, 3.1.2: presumption of age).
    """
    reasons = []
    if basis != AgeBasis.DECLARED:
        reasons.append(
            Reason(
                "not_declared",
                _("Only a declaration by an authority ends the presumption of being under 18."),
            )
        )
    if years is None or years.youngest < AGE_OF_MAJORITY:
        reasons.append(
            Reason(
                "reaches_below",
                _("This age includes ages under 18. The presumption of being under 18 remains."),
            )
        )
    if not note.strip():
        reasons.append(
            Reason("no_grounds", _("Enter which authority made the finding and on what grounds."))
        )
    return tuple(reasons)
