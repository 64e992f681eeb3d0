"""What the law pages show, ready for their templates: words, marks and notes, no markup."""

from dataclasses import dataclass

from saathi.infra.countries import Country
from saathi.policy.law.records import InstrumentTitle
from saathi.policy.law.vocabulary import Instrument


@dataclass(frozen=True, slots=True)
class LawMark:
    """A small sign beside a fact and the words it stands for."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class RatificationCell:
    """A cell of Table 2.1: `words` say all of it; `kind` only chooses the look."""

    kind: str
    words: str
    marks: tuple[LawMark, ...]
    note: str
    source_lines: str


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act of a State in words, with where it is said."""

    words: str
    source: str
    note: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class RatificationRow:
    """One country and one instrument: the table of 2008, later facts apart, every act kept."""

    country: Country
    instrument: Instrument
    instrument_name: str
    cell: RatificationCell
    later: tuple[ActLine, ...]
    acts: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class RatificationMatrixRow:
    """An instrument across the eight countries."""

    instrument: Instrument
    name: str
    adopted: str
    cells: tuple[RatificationCell, ...]


@dataclass(frozen=True, slots=True)
class LaterActRow:
    """A fact recorded after the report, beside what the report's table says."""

    country_name: str
    instrument_name: str
    table_says: str
    line: ActLine


@dataclass(frozen=True, slots=True)
class LawAnswerRow:
    """A question put to the law of a country, with its answer and how that is known."""

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
    """A law that the report names, what it does, and where it is in force."""

    name: str
    reach: str
    subnational: bool
    provisions: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class ConflictingClaimsRow:
    """Two statements of the report side by side."""

    kind: str
    first: str
    first_source: str
    second: str
    second_source: str
    shown_as: str


@dataclass(frozen=True, slots=True)
class LawMatrixPage:
    """Everything on the matrix page."""

    countries: tuple[Country, ...]
    rows: tuple[RatificationMatrixRow, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    later: tuple[LaterActRow, ...]
    questions: tuple[str, ...]
    law_rows: tuple[CountryLawRow, ...]
    law_legend: tuple[LawMark, ...]
    region: tuple[LawAnswerRow, ...]
    moving: tuple[CountryLawRow, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str


@dataclass(frozen=True, slots=True)
class CountryLawPage:
    """Everything on the page of a country."""

    country: Country
    rows: tuple[RatificationRow, ...]
    others: tuple[LaterActRow, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    answers: tuple[LawAnswerRow, ...]
    gaps: tuple[LawAnswerRow, ...]
    laws: tuple[NamedLaw, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """Everything on the page of an instrument."""

    instrument: Instrument
    title: InstrumentTitle
    rows: tuple[RatificationRow, ...]
    for_all: tuple[ActLine, ...]
    footnotes: tuple[LawMark, ...]
    legend: tuple[LawMark, ...]
    claims: tuple[ConflictingClaimsRow, ...]
    report: str
