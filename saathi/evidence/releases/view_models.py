"""The data of release pages for their templates: words and kinds, no markup."""

from dataclasses import dataclass, field

from saathi.evidence.indicators.pages import DefinitionEntry
from saathi.evidence.pages import CountRow
from saathi.protection.exchange.standards.wording import StandardLosses
from saathi.web.charts import Svg
from saathi.web.components import LabelledValue


@dataclass(frozen=True, slots=True)
class ReleaseTableCut:
    """A table cut out of a released cube, with its chart and caption."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    lines: tuple[CountRow, ...]
    chart: Svg
    chart_description: str
    legend: tuple[LabelledValue, ...]
    is_share: bool


@dataclass(frozen=True, slots=True)
class EditionTableLink:
    """A table of a release in its list."""

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class EditionFileLink:
    """A file of a release: its description, size and hash."""

    name: str
    what: str
    size: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class EditionNotice:
    """A notice before the numbers: corrected, withdrawn, or not the newest."""

    title: str
    text: str = ""
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A published release."""

    title: str
    subtitle: str
    question: str
    about: str
    notices: tuple[EditionNotice, ...]
    is_withdrawn: bool
    tables: tuple[EditionTableLink, ...]
    files: tuple[EditionFileLink, ...]
    definition: tuple[DefinitionEntry, ...]
    responsibilities: tuple[DefinitionEntry, ...]
    caveats: tuple[str, ...]
    breaks: tuple[str, ...]
    facts: tuple[LabelledValue, ...]
    citation: str
    words_are_english: bool = False
    versions: tuple[EditionTableLink, ...] = field(default_factory=tuple)
    losses: tuple[StandardLosses, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """A published release in a list."""

    title: str
    question: str
    url: str
    what: str
    is_withdrawn: bool
