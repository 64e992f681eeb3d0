"""Reads the facts that ship with the package once, and refuses a file that was changed.

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
    ConflictingClaims,
    DefinitionGap,
    InstrumentTitle,
    LawFact,
    LawProvision,
    LegalAge,
    RatificationFact,
    StateAct,
    TableFootnote,
)
from saathi.policy.law.vocabulary import (
    CellConfidence,
    ClaimsDisagreement,
    DefinitionGapKind,
    GapAnswer,
    Instrument,
    LaterActCertainty,
    LawAnswer,
    LawAnswerBasis,
    LawQuestion,
    LegalAgeKind,
    RatificationStatus,
    StateActKind,
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
def instrument_titles() -> dict[Instrument, InstrumentTitle]:
    """The full title of each instrument, quoted: it may contain words that we would not use."""
    return {
        Instrument(row["instrument"]): InstrumentTitle(
            instrument=Instrument(row["instrument"]),
            text=row["title"],
            adopted=int(row["adopted"]),
        )
        for row in _rows("instruments.csv")
    }


@cache
def table_2_1() -> tuple[RatificationFact, ...]:
    """The 88 facts of Table 2.1, instrument by instrument, in the report's order."""
    return tuple(
        RatificationFact(
            country=Country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            status=RatificationStatus(row["status"]),
            year=_year(row["year"]),
            footnote=row["footnote"],
            confidence=CellConfidence(row["confidence"]),
            note=row["note"],
            source_lines=row["source_lines"],
        )
        for row in _rows("table_2_1.csv")
    )


@cache
def footnotes() -> tuple[TableFootnote, ...]:
    """The footnotes of Table 2.1."""
    return tuple(TableFootnote(**row) for row in _rows("footnotes.csv"))


@cache
def acts_of_2008() -> tuple[StateAct, ...]:
    """Every act of a State in the report: first those in its text, then those in its table.

    An act in both is listed once, from the text, because the text gives more detail.
    """
    text_acts = tuple(
        StateAct(
            country=Country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            act=StateActKind(row["act"]),
            year=_year(row["year"]),
            body=row["body"],
            source_lines=row["source_lines"],
        )
        for row in _rows("further_acts_2008.csv")
    )
    text_keys = {(act.country, act.instrument, act.act, act.year) for act in text_acts}
    listed = (
        StateAct(
            country=cell.country,
            instrument=cell.instrument,
            act=StateActKind(cell.status.value),
            year=cell.year,
            source_lines=cell.source_lines,
        )
        for cell in table_2_1()
        if cell.status != RatificationStatus.NONE_SHOWN
    )
    return text_acts + tuple(
        act for act in listed if (act.country, act.instrument, act.act, act.year) not in text_keys
    )


@cache
def later_acts() -> tuple[StateAct, ...]:
    """Acts recorded after the report from general knowledge; each is still unverified."""
    return tuple(
        StateAct(
            country=_country(row["iso3"]),
            instrument=Instrument(row["instrument"]),
            act=StateActKind(row["act"]),
            year=_year(row["on"][:4]),
            on=date.fromisoformat(row["on"]) if row["on"] else None,
            certainty=LaterActCertainty(row["certainty"]),
            claimed_source=row["claimed_source"],
            note=row["note"],
        )
        for row in _rows("later_acts.csv")
    )


@cache
def law_facts() -> tuple[LawFact, ...]:
    """The report's answers about the law of each country and of the region."""
    return tuple(
        LawFact(
            country=_country(row["iso3"]),
            attribute=LawQuestion(row["attribute"]),
            answer=LawAnswer(row["answer"]),
            basis=LawAnswerBasis(row["basis"]),
            detail=row["detail"],
            section=row["section"],
            source_lines=row["source_lines"],
        )
        for row in _rows("law_facts.csv")
    )


@cache
def legal_ages() -> tuple[LegalAge, ...]:
    """Ages in present laws, each unverified: they name a law, but nobody compared them with its text."""
    return tuple(
        LegalAge(
            country=Country(row["iso3"]),
            about=LegalAgeKind(row["about"]),
            girls=int(row["girls"]),
            boys=int(row["boys"]),
            law=row["law"],
            remark=row["remark"],
        )
        for row in _rows("legal_ages_VERIFY.csv")
    )


@cache
def list_law_provisions() -> tuple[LawProvision, ...]:
    """The provisions of the laws that the report names, national and sub-national."""
    return tuple(
        LawProvision(
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
    """The gaps in national definitions that the report names."""
    return tuple(
        DefinitionGap(
            country=_country(row["iso3"]),
            gap=DefinitionGapKind(row["gap"]),
            finding=GapAnswer(row["finding"]),
            detail=row["detail"],
            source_lines=row["source_lines"],
        )
        for row in _rows("definition_gaps.csv")
    )


@cache
def conflicting_claims() -> tuple[ConflictingClaims, ...]:
    """Statements of the report that conflict with each other; none of them is resolved here."""
    return tuple(
        ConflictingClaims(
            key=row["key"],
            countries=tuple(Country(code) for code in row["iso3"].split()),
            instruments=tuple(Instrument(code) for code in row["instruments"].split()),
            kind=ClaimsDisagreement(row["kind"]),
            first=row["first_claim"],
            first_lines=row["first_lines"],
            second=row["second_claim"],
            second_lines=row["second_lines"],
            shown_as=row["shown_as"],
        )
        for row in _rows("contradictions.csv")
    )
