"""The data of the page of detected persons for its template: words and kinds, no markup."""

from dataclasses import dataclass

from saathi.evidence.series import Series
from saathi.evidence.vocabulary import CellKind, GlotipAgeGroup, GlotipExploitationType, Sex
from saathi.infra.countries import Country
from saathi.web.charts import Svg


@dataclass(frozen=True, slots=True)
class DetectedFilter:
    """The selected filter; `country` is None for all eight countries."""

    country: Country | None = None
    form: GlotipExploitationType = GlotipExploitationType.ALL
    sex: Sex = Sex.ALL
    age: GlotipAgeGroup = GlotipAgeGroup.CHILDREN

    @property
    def countries(self) -> tuple[Country, ...]:
        """The columns of the table."""
        return (self.country,) if self.country else tuple(Country)


@dataclass(frozen=True, slots=True)
class CountCell:
    """A cell: `text` is printed; `spoken_text` is added for screen readers."""

    kind: CellKind
    text: str
    spoken_text: str = ""
    in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of a table: its label, its cells, and whether it is a sum of others."""

    label: str
    cells: tuple[CountCell, ...]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class DetectedYearRow:
    """A year across the selected countries, with their sum where there are several."""

    year: int
    cells: tuple[CountCell, ...]
    total: CountCell | None


@dataclass(frozen=True, slots=True)
class DetectedOtherRow:
    """A row of the source along another dimension, as printed."""

    year: int
    dimension: str
    category: str
    cell: CountCell


@dataclass(frozen=True, slots=True)
class RegisterCountsTable:
    """The same table counted from our own register: distinct children in every cell."""

    columns: tuple[str, ...]
    rows: tuple[DetectedYearRow, ...]


@dataclass(frozen=True, slots=True)
class DetectedPage:
    """The data of the page of detected persons."""

    heading: str
    subject: str
    columns: tuple[str, ...]
    has_sums: bool
    rows: tuple[DetectedYearRow, ...]
    chart: Svg
    chart_description: str
    contradictions: tuple[str, ...]
    unstated: tuple[str, ...]
    others: tuple[DetectedOtherRow, ...]
    series: Series
    register: RegisterCountsTable | None
