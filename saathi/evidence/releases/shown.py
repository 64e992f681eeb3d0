"""What pages of releases show, ready for their templates: words and kinds, no markup."""

from dataclasses import dataclass, field

from saathi.evidence.indicators.pages import Said
from saathi.evidence.pages import Cell
from saathi.protection.exchange.standards.wording import Losses
from saathi.web.charts import Svg
from saathi.web.parts import Pair


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its label, its cells, and whether it is a sum of others."""

    label: str
    cells: tuple[Cell, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A table cut out of a released cube, with its chart and what it is called."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    chart: Svg
    chart_words: str
    legend: tuple[Pair, ...]
    is_share: bool


@dataclass(frozen=True, slots=True)
class TableLink:
    """A table of a release in its list."""

    name: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file of a release: what it is, how large, and its hash."""

    name: str
    what: str
    size: str
    sha256: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be known before a number is read: corrected, withdrawn, or not the newest."""

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
    notices: tuple[Notice, ...]
    is_withdrawn: bool
    tables: tuple[TableLink, ...]
    files: tuple[FileLink, ...]
    definition: tuple[Said, ...]
    responsibilities: tuple[Said, ...]
    caveats: tuple[str, ...]
    breaks: tuple[str, ...]
    facts: tuple[Pair, ...]
    citation: str
    words_are_english: bool = False
    versions: tuple[TableLink, ...] = field(default_factory=tuple)
    losses: tuple[Losses, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A published release in a list."""

    title: str
    question: str
    url: str
    what: str
    is_withdrawn: bool
