"""Partial dates."""

from datetime import date

import pytest

from saathi.people.ages import PartialDate
from saathi.people.rules import reasons_against_interval
from saathi.people.vocabulary import Calendar, DatePrecision

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("parts", "precision", "earliest", "latest"),
    [
        ((2010,), DatePrecision.YEAR, date(2010, 1, 1), date(2010, 12, 31)),
        ((2010, 2), DatePrecision.MONTH, date(2010, 2, 1), date(2010, 2, 28)),
        ((2012, 2), DatePrecision.MONTH, date(2012, 2, 1), date(2012, 2, 29)),
        ((2010, 12), DatePrecision.MONTH, date(2010, 12, 1), date(2010, 12, 31)),
        ((2010, 5, 3), DatePrecision.DAY, date(2010, 5, 3), date(2010, 5, 3)),
    ],
)
def test_a_gregorian_date_covers_what_is_known(
    parts: tuple[int, ...], precision: DatePrecision, earliest: date, latest: date
) -> None:
    partial_date = PartialDate.gregorian(*parts, original="as told")
    assert (partial_date.precision, partial_date.earliest, partial_date.latest) == (
        precision,
        earliest,
        latest,
    )
    assert partial_date.original == "as told"


# the words | the date | why not
TOLD = [
    ("2068 in Bikram Sambat, entered as 2011 to 2012", PartialDate(DatePrecision.YEAR, date(2011, 4, 14), date(2012, 4, 12), Calendar.BIKRAM_SAMBAT, "२०६८ साल"), []),
    ("in another calendar, the words lost", PartialDate(DatePrecision.YEAR, date(2011, 4, 14), date(2012, 4, 12), Calendar.BIKRAM_SAMBAT), ["original_missing"]),
    ("before the flood", PartialDate(DatePrecision.EVENT, None, date(2010, 7, 31), original="before the flood"), []),
    ("by an event, the words lost", PartialDate(DatePrecision.EVENT, None, date(2010, 7, 31), original=" "), ["original_missing"]),
    ("in another calendar, not converted by anybody yet", PartialDate(DatePrecision.DAY, None, None, Calendar.SOLAR_HIJRI, "12 Hamal 1390"), []),
    ("a range of days", PartialDate(DatePrecision.RANGE, date(2010, 1, 1), date(2010, 3, 1)), []),
    ("ends crossed", PartialDate(DatePrecision.RANGE, date(2010, 3, 1), date(2010, 1, 1)), ["ends_crossed"]),
    ("still to come", PartialDate(DatePrecision.RANGE, date(2025, 1, 1), date(2025, 3, 1)), ["in_the_future"]),
    ("nothing known", PartialDate(DatePrecision.UNKNOWN), []),
]  # fmt: skip


@pytest.mark.parametrize(("told", "codes"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])  # fmt: skip
def test_a_date_keeps_its_original_words(told: PartialDate, codes: list[str]) -> None:
    assert [reason.code for reason in reasons_against_interval(told, today=TODAY)] == codes


def test_the_original_words_stay_unchanged() -> None:
    partial_date = PartialDate(
        DatePrecision.YEAR,
        date(2011, 4, 14),
        date(2012, 4, 12),
        Calendar.BIKRAM_SAMBAT,
        "२०६८ साल",
    )
    assert partial_date.original == "२०६८ साल"
    assert partial_date.calendar == Calendar.BIKRAM_SAMBAT
