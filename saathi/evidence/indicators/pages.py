"""The data of indicator pages for their templates: words and kinds, no markup."""

from dataclasses import dataclass

from saathi.evidence.pages import CountCell, CountRow
from saathi.web.charts import Svg
from saathi.web.trends import Trend


@dataclass(frozen=True, slots=True)
class IndicatorEntry:
    """One indicator in the list, with its latest number and the year of that number."""

    name: str
    title: str
    question: str
    unit: str
    is_share: bool
    latest: CountCell
    year: str
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """The indicators of one theme."""

    title: str
    entries: tuple[IndicatorEntry, ...]


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """A term and its definition in the list below the table; `foreign` text stays in English."""

    term: str
    words: tuple[str, ...]
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorNumbers:
    """The table and chart of the selection."""

    subject: str
    years: tuple[str, ...]
    lines: tuple[CountRow, ...]
    left_out: int  # categories where no year has more than two
    do_sums_hold: bool
    breaks: tuple[str, ...]
    chart: Svg
    chart_description: str
    snapshot: str
    counted_at: str


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """The data of an indicator's page; it has no numbers before the first count."""

    name: str
    title: str
    question: str
    is_share: bool
    numbers: IndicatorNumbers | None
    definition: tuple[DefinitionEntry, ...]
    responsibilities: tuple[DefinitionEntry, ...]
    caveats: tuple[str, ...]
