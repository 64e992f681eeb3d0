"""All 88 facts of Table 2.1 of 2008, its footnotes, and the acts behind it."""

from collections.abc import Collection
from dataclasses import FrozenInstanceError

import pytest

from saathi.infra.countries import Country
from saathi.policy.law import published_facts
from saathi.policy.law.records import StateAct
from saathi.policy.law.vocabulary import (
    TABLE_2_1,
    CellConfidence,
    Instrument,
    RatificationStatus,
    StateActKind,
)

# Transcribed from the report, independently of the file that ships: a year is a ratification,
# `s` a signature without ratification, `.` not listed; ? read from the layout, ! contradicted.
TRANSCRIPTION = """
                     AFG    BGD    BTN     IND      MDV    NPL    PAK      LKA
ILO_C138             .      .      .       .        .      1997   2006     2000
ILO_C182             .      2001   .       .        .      2002   2001     2001
CONV_1949            1985   1985   .       1953     .      .      1952     1958
HAGUE_ADOPTION       .      .      .       2003!    .      .      .        1995
CEDAW                2003   1984   1981    1993     1993   1991   1996     1981
CRC                  1994   1990   1990    1992     1991   1990   1990     1991
OPAC                 2003   2000   s2005   2005     2004   2007   s2001    2000
OPSC                 2002   2000   s2005   2005     2002   2006   s2001    2006
PALERMO_TIP          .      .      .       s2002    .      .      .        s2000
SAARC_TRAFFICKING    2007   2002?  2002    2002?    2002?  2005a  s2002?   s2002?
SAARC_CHILD_WELFARE  2007   2002?  2002?   2002?    2002?  2005b  s2002?   s2002?
"""
BINDING = frozenset(
    {
        StateActKind.RATIFIED,
        StateActKind.RATIFIED_AGAIN,
        StateActKind.ACCEDED,
        StateActKind.DEPOSITED,
    }
)
SIGNS = {"?": CellConfidence.LAYOUT, "!": CellConfidence.CONTRADICTED}


def ratification_status(acts: Collection[StateAct]) -> tuple[RatificationStatus, int | None]:
    """What a cell shows of a State's acts about one instrument.

    Note * of Table 2.1: for States that have both signed and ratified, only the year of
    ratification is shown. A second ratification does not move the year of the first (footnotes a
    and b). The acts themselves stay as they are.
    """
    for status, kinds in (
        (RatificationStatus.RATIFIED, BINDING),
        (RatificationStatus.SIGNED, {StateActKind.SIGNED}),
    ):
        chosen = [act for act in acts if act.act in kinds]
        if chosen:
            years = [act.year for act in chosen if act.year is not None]
            return status, min(years, default=None)
    return RatificationStatus.NONE_SHOWN, None


def transcribed() -> list[tuple[str, str, str]]:
    head, *lines = TRANSCRIPTION.strip().splitlines()
    countries = head.split()
    return [
        (line.split()[0], iso3, mark)
        for line in lines
        for iso3, mark in zip(countries, line.split()[1:], strict=True)
    ]


def told(mark: str) -> tuple[RatificationStatus, int | None, str, CellConfidence]:
    if mark == ".":
        return RatificationStatus.NONE_SHOWN, None, "", CellConfidence.EXPLICIT
    status = RatificationStatus.SIGNED if mark.startswith("s") else RatificationStatus.RATIFIED
    digits = "".join(filter(str.isdigit, mark))
    sign = mark.lstrip("s")[4:]
    return status, int(digits), sign.strip("?!"), SIGNS.get(sign, CellConfidence.EXPLICIT)


def test_the_table_has_eight_countries_by_eleven_instruments_each_once() -> None:
    pairs = {(cell.instrument, cell.country) for cell in published_facts.table_2_1()}
    assert len(published_facts.table_2_1()) == len(pairs) == 88 == len(Country) * len(TABLE_2_1)


@pytest.mark.requirement("LAW-001")
@pytest.mark.parametrize(("instrument", "iso3", "mark"), transcribed())
def test_each_fact_is_the_one_of_the_report(instrument: str, iso3: str, mark: str) -> None:
    (cell,) = [
        cell
        for cell in published_facts.table_2_1()
        if (cell.instrument.value, cell.country.value) == (instrument, iso3)
    ]
    assert (cell.status, cell.year, cell.footnote, cell.confidence) == told(mark)
    assert cell.source_lines


def acts(country: Country, instrument: Instrument) -> list[tuple[StateActKind, int | None, str]]:
    return [
        (act.act, act.year, act.body)
        for act in published_facts.acts_of_2008()
        if (act.country, act.instrument) == (country, instrument)
    ]


@pytest.mark.requirement("LAW-002")
def test_all_88_cells_follow_from_the_acts() -> None:
    for cell in published_facts.table_2_1():
        behind = [
            act
            for act in published_facts.acts_of_2008()
            if (act.country, act.instrument) == (cell.country, cell.instrument)
        ]
        assert ratification_status(behind) == (cell.status, cell.year), cell


@pytest.mark.requirement("LAW-002")
def test_a_state_that_signed_and_ratified_shows_its_ratification_and_keeps_both_acts() -> None:
    both_acts = acts(Country.AFGHANISTAN, Instrument.SAARC_TRAFFICKING)
    assert sorted(both_acts) == [(StateActKind.RATIFIED, 2007, ""), (StateActKind.SIGNED, None, "")]


@pytest.mark.requirement("LAW-002")
def test_signature_of_2008_and_ratification_since_are_both_kept_and_the_latter_is_shown() -> None:
    india = (Country.INDIA, Instrument.PALERMO_TIP)
    recorded_acts = [
        act
        for act in (*published_facts.acts_of_2008(), *published_facts.later_acts())
        if (act.country, act.instrument) == india
    ]
    assert [(act.act, act.year) for act in recorded_acts] == [
        (StateActKind.SIGNED, 2002),
        (StateActKind.RATIFIED, 2011),
    ]
    assert ratification_status(recorded_acts) == (RatificationStatus.RATIFIED, 2011)
    assert ratification_status(recorded_acts[:1]) == (RatificationStatus.SIGNED, 2002)


@pytest.mark.requirement("LAW-003")
@pytest.mark.parametrize(
    ("instrument", "mark"),
    [(Instrument.SAARC_TRAFFICKING, "a"), (Instrument.SAARC_CHILD_WELFARE, "b")],
)
def test_nepal_ratified_twice_and_both_events_are_kept(instrument: Instrument, mark: str) -> None:
    assert acts(Country.NEPAL, instrument) == [
        (StateActKind.RATIFIED, 2005, "Cabinet headed by the King"),
        (StateActKind.RATIFIED_AGAIN, 2006, "Parliament"),
        (StateActKind.SIGNED, None, ""),
    ]
    (note,) = [note for note in published_facts.footnotes() if note.mark == mark]
    assert "2005 by the Cabinet headed by the King" in note.text
    assert "re-ratified by the Parliament in 2006" in note.text


def test_the_snapshot_cannot_be_changed() -> None:
    cell = published_facts.table_2_1()[0]
    with pytest.raises(FrozenInstanceError):
        cell.year = 2024  # type: ignore[misc]
    with pytest.raises(TypeError):
        published_facts.table_2_1()[0] = cell  # type: ignore[index]


def test_later_acts_are_not_among_the_facts_of_2008() -> None:
    years = [act.year for act in published_facts.acts_of_2008() if act.year]
    assert max(years) <= published_facts.AS_OF.year
    assert all(act.certainty for act in published_facts.later_acts())
    assert not any(act.certainty for act in published_facts.acts_of_2008())


def test_two_dates_for_bhutan_and_palermo_are_both_kept() -> None:
    dates = {
        str(act.on): act.claimed_source
        for act in published_facts.later_acts()
        if (act.country, act.instrument) == (Country.BHUTAN, Instrument.PALERMO_TIP)
    }
    assert dates == {
        "2023-02-20": "UNODC South Asia, news page",
        "2023-03-21": "Ministry of Foreign Affairs, Bhutan",
    }


def test_every_instrument_has_its_title_and_year_of_adoption() -> None:
    assert set(published_facts.instrument_titles()) == set(Instrument)
    assert published_facts.instrument_titles()[Instrument.CRC].adopted == 1989
