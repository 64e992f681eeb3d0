"""The data of the law pages for their templates: words, marks and notes, without markup."""

from dataclasses import dataclass

from saathi.infra.countries import Country
from saathi.policy.law.records import InstrumentTitle
from saathi.policy.law.vocabulary import Instrument


@dataclass(frozen=True, slots=True)
class LawMark:
    """A mark beside a fact and its meaning."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class RatificationCell:
    """A cell of Table 2.1: `words` give its full meaning; `kind` only chooses the style."""

    kind: str
    words: str
    marks: tuple[LawMark, ...]
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act of a State in words, with its source."""

    words: str
    source: str
    note: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class RatificationRow:
    """One country and one instrument: the table of 2008, later facts separately, and every act."""

    country: Country
    instrument: Instrument
    instrument_name: str
    cell: RatificationCell
    later: tuple[ActLine, ...]
    acts: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class PresentCell:
    """The current status next to that of 2008; `changed` if it changed since then.

    `remark`: why it cannot change, or that an older act is missing from the table of 2008.
    """

    kind: str
    words: str
    then: RatificationCell
    changed: bool
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PresentRow:
    """An instrument across the eight countries, today and in 2008."""

    instrument: Instrument
    name: str
    adopted: str
    cells: tuple[PresentCell, ...]


@dataclass(frozen=True, slots=True)
class CountrySummary:
    """How many instruments bind a country, of those in the table, and how many were added since 2008."""

    country: Country
    bound: int
    of: int
    changed: int


@dataclass(frozen=True, slots=True)
class ActSinceReportRow:
    """A fact recorded after the report, shown beside the report's table."""

    country_name: str
    instrument_name: str
    table_says: str
    line: ActLine


@dataclass(frozen=True, slots=True)
class LawAnswerRow:
    """A question about the law of a country, with its answer and the basis of the answer."""

    question: str
    kind: str
    answer: str
    marks: tuple[LawMark, ...] = ()
    basis: str = ""
    detail: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class CountryLawRow:
    """A country across the questions of the law matrix."""

    country: Country
    answers: tuple[LawAnswerRow, ...]


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law that the report names, its effect and its territory."""

    name: str
    reach: str
    subnational: bool
    provisions: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class ConflictingClaimsRow:
    """Two conflicting statements of the report."""

    kind: str
    first: str
    first_source: str
    second: str
    second_source: str
    shown_as: str


@dataclass(frozen=True, slots=True)
class LawMatrixPage:
    """The data of the matrix page."""

    countries: tuple[Country, ...]
    rows: tuple[PresentRow, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    later: tuple[ActSinceReportRow, ...]
    questions: tuple[str, ...]
    law_rows: tuple[CountryLawRow, ...]
    law_legend: tuple[LawMark, ...]
    region: tuple[LawAnswerRow, ...]
    moving: tuple[CountryLawRow, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str


@dataclass(frozen=True, slots=True)
class CountryLawPage:
    """The data of the page of a country."""

    country: Country
    rows: tuple[RatificationRow, ...]
    others: tuple[ActSinceReportRow, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    answers: tuple[LawAnswerRow, ...]
    gaps: tuple[LawAnswerRow, ...]
    laws: tuple[NamedLaw, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """The data of the page of an instrument."""

    instrument: Instrument
    title: InstrumentTitle
    rows: tuple[RatificationRow, ...]
    for_all: tuple[ActLine, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str
