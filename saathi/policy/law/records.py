"""The facts about law as frozen values, so that a published fact cannot change.

Source lines are lines of the report's plain text; several places are separated by semicolons.
"""

from dataclasses import dataclass
from datetime import date

from saathi.infra.countries import Country
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


@dataclass(frozen=True, slots=True)
class InstrumentTitle:
    """The full title of an instrument in its original words, and the year of its adoption."""

    instrument: Instrument
    text: str
    adopted: int


@dataclass(frozen=True, slots=True)
class RatificationFact:
    """One of the 88 facts of Table 2.1, as of September 2008."""

    country: Country
    instrument: Instrument
    status: RatificationStatus
    year: int | None
    footnote: str
    confidence: CellConfidence
    note: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class TableFootnote:
    """A footnote of Table 2.1 with its mark."""

    mark: str
    text: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class StateAct:
    """A dated act of a State about an instrument: the history behind a cell of the table.

    `year` is None if the report says that the act happened but not when. `country` is None if all
    Member States of SAARC are meant.
    """

    country: Country | None
    instrument: Instrument
    act: StateActKind
    year: int | None
    on: date | None = None
    body: str = ""
    source_lines: str = ""
    certainty: LaterActCertainty | None = None
    claimed_source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LawFact:
    """The report's answer to one question about the law of a country (None: the region)."""

    country: Country | None
    attribute: LawQuestion
    answer: LawAnswer
    basis: LawAnswerBasis
    detail: str
    section: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class LegalAge:
    """An age in the law of a country, in completed years; the source was not checked by anyone yet."""

    country: Country
    about: LegalAgeKind
    girls: int
    boys: int
    law: str
    remark: str


@dataclass(frozen=True, slots=True)
class LawProvision:
    """A provision of a law that the report names; `territory` names the state of a sub-national law."""

    country: Country
    territory: str
    law: str
    year: int | None
    text: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class DefinitionGap:
    """A gap in definitions of trafficking; `country` is None if the report names none."""

    country: Country | None
    gap: DefinitionGapKind
    finding: GapAnswer
    detail: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class ConflictingClaims:
    """Two conflicting statements of the report, and how the pages show them."""

    key: str
    countries: tuple[Country, ...]
    instruments: tuple[Instrument, ...]
    kind: ClaimsDisagreement
    first: str
    first_lines: str
    second: str
    second_lines: str
    shown_as: str
