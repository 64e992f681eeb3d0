"""What the pages of indicators show, ready for their templates: words and kinds, no markup."""

from dataclasses import dataclass

from saathi.evidence.pages import CountCell
from saathi.web.charts import Svg


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator in the list."""

    name: str
    title: str
    question: str
    unit: str
    basis: str
    is_share: bool


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators of one theme."""

    title: str
    entries: tuple[IndicatorEntry, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the table: a category, its cell in each year, and what follows from a role."""

    label: str
    cells: tuple[CountCell, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """A term and what is said to it, in the list beneath the table; `foreign` stays in English."""

    term: str
    words: tuple[str, ...]
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorNumbers:
    """Table and chart of what was asked for."""

    subject: str
    years: tuple[str, ...]
    lines: tuple[IndicatorRow, ...]
    left_out: int  # categories in which no year has more than two
    adds_up: bool
    breaks: tuple[str, ...]
    chart: Svg
    chart_description: str
    snapshot: str
    counted_at: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """Everything on the page of one indicator; no numbers before the first count."""

    name: str
    title: str
    question: str
    is_share: bool
    numbers: IndicatorNumbers | None
    definition: tuple[DefinitionEntry, ...]
    responsibilities: tuple[DefinitionEntry, ...]
    caveats: tuple[str, ...]
