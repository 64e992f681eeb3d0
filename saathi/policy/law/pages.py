"""What the law pages show, ready for their templates: words, marks and notes, no markup."""

from dataclasses import dataclass

from saathi.infra.countries import Country
from saathi.policy.law.records import Title
from saathi.policy.law.vocabulary import Instrument


@dataclass(frozen=True, slots=True)
class Mark:
    """A small sign beside a fact and the words it stands for."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of Table 2.1: `words` say all of it; `kind` only chooses the look."""

    kind: str
    words: str
    marks: tuple[Mark, ...]
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
class StateRow:
    """One country and one instrument: the table of 2008, later facts apart, every act kept."""

    country: Country
    instrument: Instrument
    instrument_name: str
    cell: Cell
    later: tuple[ActLine, ...]
    acts: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An instrument across the eight countries."""

    instrument: Instrument
    name: str
    adopted: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LaterRow:
    """A fact recorded after the report, beside what the report's table says."""

    country_name: str
    instrument_name: str
    table_says: str
    line: ActLine


@dataclass(frozen=True, slots=True)
class Answered:
    """A question put to the law of a country, with its answer and how that is known."""

    question: str
    kind: str
    answer: str
    marks: tuple[Mark, ...] = ()
    basis: str = ""
    detail: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class LawRow:
    """A country across the questions of the law matrix."""

    country: Country
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class NamedLaw:
    """A law that the report names, what it does, and where it is in force."""

    name: str
    reach: str
    subnational: bool
    provisions: tuple[ActLine, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """Two statements of the report side by side."""

    kind: str
    first: str
    first_source: str
    second: str
    second_source: str
    shown_as: str


@dataclass(frozen=True, slots=True)
class LawPage:
    """Everything on the matrix page."""

    countries: tuple[Country, ...]
    rows: tuple[MatrixRow, ...]
    footnotes: tuple[Mark, ...]
    legend: tuple[Mark, ...]
    later: tuple[LaterRow, ...]
    questions: tuple[str, ...]
    law_rows: tuple[LawRow, ...]
    law_legend: tuple[Mark, ...]
    region: tuple[Answered, ...]
    moving: tuple[LawRow, ...]
    claims: tuple[Claims, ...]
    report: str


@dataclass(frozen=True, slots=True)
class CountryPage:
    """Everything on the page of a country."""

    country: Country
    rows: tuple[StateRow, ...]
    others: tuple[LaterRow, ...]
    footnotes: tuple[Mark, ...]
    legend: tuple[Mark, ...]
    answers: tuple[Answered, ...]
    gaps: tuple[Answered, ...]
    laws: tuple[NamedLaw, ...]
    claims: tuple[Claims, ...]
    report: str


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """Everything on the page of an instrument."""

    instrument: Instrument
    title: Title
    rows: tuple[StateRow, ...]
    for_all: tuple[ActLine, ...]
    footnotes: tuple[Mark, ...]
    legend: tuple[Mark, ...]
    claims: tuple[Claims, ...]
    report: str
