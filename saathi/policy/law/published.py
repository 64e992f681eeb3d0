"""Reads the facts that ship with the package, once, and refuses a file that is not what it was.

The facts of 2008 never change: a correction is a new statement beside them, not an edit.
"""

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO

from saathi.infra.countries import Country
from saathi.policy.law.records import (
    DefinitionGap,
    Footnote,
    LawFact,
    Provision,
    StateAct,
    TableCell,
    Title,
    TwoClaims,
)
from saathi.policy.law.vocabulary import (
    Act,
    Answer,
    Attribute,
    Basis,
    Certainty,
    Confidence,
    Disagreement,
    Gap,
    GapAnswer,
    Instrument,
    Status,
)

REPORT = (
    "UNICEF Innocenti Research Centre, South Asia in Action: Preventing and responding to child "
    "trafficking. Summary report, 2008"
)
AS_OF = date(2008, 9, 1)  # the report dates its newest statement to September 2008


def _rows(name: str) -> Iterable[dict[str, str]]:
    path = files("saathi.policy.law") / "data" / name
    return csv.DictReader(StringIO(path.read_text("utf-8")))


def _country(iso3: str) -> Country | None:
    return Country(iso3) if iso3 else None


def _year(text: str) -> int | None:
    return int(text) if text else None


@cache
def titles() -> dict[Instrument, Title]:
    """The full title of each instrument: quoted, so it keeps words that we would not use."""
    return {
        Instrument(row["instrument"]): Title(
            instrument=Instrument(row["instrument"]),
            text=row["title"],
            adopted=int(row["adopted"]),
        )
        for row in _rows("instruments.csv")
    }


@cache
def table_2_1() -> tuple[TableCell, ...]:
    """The 88 facts of Table 2.1, instrument by instrument, in the report's order."""
    return tuple(
        TableCell(
            country=Country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            status=Status(row["status"]),
            year=_year(row["year"]),
            footnote=row["footnote"],
            confidence=Confidence(row["confidence"]),
            note=row["note"],
            source_lines=row["source_lines"],
        )
        for row in _rows("table_2_1.csv")
    )


@cache
def footnotes() -> tuple[Footnote, ...]:
    """The footnotes of Table 2.1."""
    return tuple(Footnote(**row) for row in _rows("footnotes.csv"))


@cache
def acts_of_2008() -> tuple[StateAct, ...]:
    """Every act of a State that the report tells of: those in its text, then those in its table.

    An act that both tell of stands once, as the text tells it, because the text says more.
    """
    told = tuple(
        StateAct(
            country=Country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            act=Act(row["act"]),
            year=_year(row["year"]),
            body=row["body"],
            source_lines=row["source_lines"],
        )
        for row in _rows("further_acts_2008.csv")
    )
    known = {(act.country, act.instrument, act.act, act.year) for act in told}
    listed = (
        StateAct(
            country=cell.country,
            instrument=cell.instrument,
            act=Act(cell.status.value),
            year=cell.year,
            source_lines=cell.source_lines,
        )
        for cell in table_2_1()
        if cell.status != Status.NONE_SHOWN
    )
    return told + tuple(
        act for act in listed if (act.country, act.instrument, act.act, act.year) not in known
    )


@cache
def later_acts() -> tuple[StateAct, ...]:
    """Acts recorded after the report, from general knowledge: each is still to be verified."""
    return tuple(
        StateAct(
            country=_country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            act=Act(row["act"]),
            year=_year(row["on"][:4]),
            on=date.fromisoformat(row["on"]) if row["on"] else None,
            certainty=Certainty(row["certainty"]),
            claimed_source=row["claimed_source"],
            note=row["note"],
        )
        for row in _rows("later_acts.csv")
    )


@cache
def law_facts() -> tuple[LawFact, ...]:
    """What the report answers about the law of each country, and of the region as a whole."""
    return tuple(
        LawFact(
            country=_country(row["iso3"]),
            attribute=Attribute(row["attribute"]),
            answer=Answer(row["answer"]),
            basis=Basis(row["basis"]),
            detail=row["detail"],
            section=row["section"],
            source_lines=row["source_lines"],
        )
        for row in _rows("law_facts.csv")
    )


@cache
def provisions() -> tuple[Provision, ...]:
    """What the laws that the report names do, national and sub-national."""
    return tuple(
        Provision(
            country=Country(row["iso3"]),
            territory=row["territory"],
            law=row["law"],
            year=_year(row["year"]),
            text=row["provision"],
            source_lines=row["source_lines"],
        )
        for row in _rows("laws.csv")
    )


@cache
def definition_gaps() -> tuple[DefinitionGap, ...]:
    """The gaps in national definitions that the report speaks of."""
    return tuple(
        DefinitionGap(
            country=_country(row["iso3"]),
            gap=Gap(row["gap"]),
            finding=GapAnswer(row["finding"]),
            detail=row["detail"],
            source_lines=row["source_lines"],
        )
        for row in _rows("definition_gaps.csv")
    )


@cache
def two_claims() -> tuple[TwoClaims, ...]:
    """Where two statements of the report do not say the same; none is resolved by us."""
    return tuple(
        TwoClaims(
            key=row["key"],
            countries=tuple(Country(code) for code in row["iso3"].split()),
            instruments=tuple(Instrument(code) for code in row["instruments"].split()),
            kind=Disagreement(row["kind"]),
            first=row["first_claim"],
            first_lines=row["first_lines"],
            second=row["second_claim"],
            second_lines=row["second_lines"],
            shown_as=row["shown_as"],
        )
        for row in _rows("contradictions.csv")
    )
