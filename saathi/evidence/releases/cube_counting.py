"""Counts a release's cube from a snapshot: exact, in the worker's memory, never written to disk.

Each count keeps track of its offices and events, so that no published cell consists of a single
office or event. Where courts are known, they take the place of offices, and children that of events.
Where the operators of facilities are known, a cell has to be of several of them as well.
"""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy, from_pairs
from saathi.engines.disclosure.rollup import FULL_DETAIL, roll_up
from saathi.engines.disclosure.tables import CountTable, TableRow
from saathi.evidence.indicators import cubes, sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.dimensions import Dimension
from saathi.evidence.warehouse.errors import WarehouseError
from saathi.evidence.warehouse.snapshots import WarehouseSnapshot
from saathi.evidence.warehouse.steps import open_facts
from saathi.evidence.warehouse.store import WarehouseStore

YEAR, COUNTRY, COUNTED = "year", "country", "counted"
# The number of years in a period, to which a year rolls up.
YEARS_IN_PERIOD = 3
FACTS_OF_OFFICES = "facts_case"
COURT = "special_court"  # the column of frames that know before which court a row is
# The column of frames of facilities: a number for the agency that operates one, or for the facility.
OPERATOR = "facility_operator"


@dataclass(frozen=True, slots=True)
class CubeSpec:
    """The definition of a cube: first and last year, one country or all, and the dimensions."""

    first_year: int
    last_year: int
    country: str
    by: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the table."""
        return "-".join(dimension.replace("_", "-") for dimension in self.by) or "all"


@dataclass(frozen=True, slots=True)
class CubeRecord:
    """The number of units with one combination of codes, from one office and one of its events.

    Facilities that no register knows have no operator: they count as one.
    """

    codes: tuple[str, ...]
    number: int
    office: int | None
    event: str | None
    operator: int | None = None


@dataclass(frozen=True)
class ReleaseCube:
    """The finest counts of a table with its dimensions, and the trees of those that roll up."""

    name: str
    dimensions: tuple[str, ...]
    records: Sequence[CubeRecord]
    trees: Mapping[str, Hierarchy]
    knows_offices: bool
    sensitive: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    knows_operators: bool = False

    def table(self) -> CountTable:
        """The complete table of counts with all margins."""
        sums: dict[tuple[str, ...], int] = {}
        for record in self.records:
            sums[record.codes] = sums.get(record.codes, 0) + record.number
        rows = [TableRow(codes, count) for codes, count in sorted(sums.items())]
        finest = CountTable(f"{self.name}.csv", self.dimensions, rows)
        return roll_up(finest, self.trees, dict.fromkeys(self.dimensions, FULL_DETAIL))


def releasable_dimensions(indicator: Indicator) -> list[Dimension]:
    """The dimensions by which an indicator can be released: those whose categories add up."""
    return [dimension for dimension in indicator.by if dimension.do_sums_hold]


def count_cube(
    store: WarehouseStore, snapshot: WarehouseSnapshot, indicator: Indicator, spec: CubeSpec
) -> ReleaseCube:
    """The cube of one table; raises `WarehouseError` if nothing was counted at all."""
    by = [dimension for name in spec.by if (dimension := indicator.dimension(name)) is not None]
    if len(by) != len(spec.by) or not all(
        checked_dimension.do_sums_hold for checked_dimension in by
    ):
        raise WarehouseError(f"{indicator.name} has no table by {', '.join(spec.by)}.")
    files = {name: store.file_path(part) for name, part in snapshot.frames.items()}
    files |= {
        name: store.file_path(part)
        for name, part in snapshot.facts.items()
        if name == FACTS_OF_OFFICES
    }
    with open_facts(files, store.work) as database:
        columns = {row[0] for row in database.sql(f"DESCRIBE {indicator.frame}").fetchall()}
        offices = {row[0] for row in database.sql(f"DESCRIBE {FACTS_OF_OFFICES}").fetchall()}
        knows = "child" in columns and "office" in offices
        sources = source_columns(columns) if knows else None
        rows = database.sql(cube_statement(indicator, spec, by, sources)).fetchall()
    if not rows:
        raise WarehouseError("Nothing was counted in these years: there is nothing to release.")
    names = _names(indicator, spec)
    records = [CubeRecord(tuple(row[:-4]), *row[-4:]) for row in rows]
    return ReleaseCube(
        spec.name,
        names,
        records,
        dimension_trees(names, by, records),
        knows,
        frozenset(
            checked_dimension.name for checked_dimension in by if checked_dimension.sensitive
        ),
        frozenset(checked_dimension.name for checked_dimension in by if checked_dimension.area),
        knows_operators=knows and OPERATOR in columns,
    )


def _names(indicator: Indicator, cube_spec: CubeSpec) -> tuple[str, ...]:
    """The columns of the cube, year first."""
    country = () if cube_spec.country else (COUNTRY,)
    share = (COUNTED,) if indicator.is_share else ()
    return (YEAR, *country, *cube_spec.by, *share)


def source_columns(columns: Collection[str]) -> tuple[str, str, str]:
    """The SQL for the office, the event and the operator of the facility of a row.

    An event is everything that one office opened in one month: children found together are never
    two events, and at worst several events are one, which hides more.

    For rows of proceedings, the court is the office and the child the event: no figure is of one
    court or two, or of fewer than three children, however many hearings each has. A court that is
    not in the register is known by the office of the child only.
    """
    operator = OPERATOR if OPERATOR in columns else "NULL::BIGINT"
    if COURT in columns:
        return f"coalesce({COURT}, of_office)", "child::VARCHAR", operator
    return "of_office", "of_event", operator


def cube_statement(
    indicator: Indicator,
    spec: CubeSpec,
    by: Sequence[Dimension],
    sources: tuple[str, str, str] | None,
) -> str:
    """The SQL: one row for each combination of codes, office, event and operator.

    `sources` is the SQL of these three.
    """
    labels = {YEAR: f"year({indicator.when})::VARCHAR"}
    if not spec.country:
        labels[COUNTRY] = f"coalesce(country, '{sql.NO_COUNTRY}')"
    labels |= {dimension.name: sql.category_sql(dimension) for dimension in by}
    if indicator.counts is not None:
        labels[COUNTED] = (
            f"CASE WHEN {sql.condition_sql(indicator.counts)} THEN 'yes' ELSE 'no' END"
        )
    office, event, operator = sources or ("NULL::BIGINT", "NULL::VARCHAR", "NULL::BIGINT")
    listed = ", ".join(f"{label} AS {name}" for name, label in labels.items())
    joined = (
        " LEFT JOIN (SELECT child, arg_min(office, opened) AS of_office, "
        "arg_min(office, opened)::VARCHAR || ' ' || min(opened)::VARCHAR AS of_event "
        f"FROM {FACTS_OF_OFFICES} GROUP BY child) USING (child)"
    )
    country = f" AND country = '{spec.country}'" if spec.country else ""
    return (
        f"SELECT {listed}, count(*) AS number, {office} AS office, {event} AS event, "
        f"{operator} AS operator\n"
        f"FROM {indicator.frame}{joined if sources else ''}\n"
        f"WHERE {sql.condition_sql(indicator.among)} AND year({indicator.when}) "
        f"BETWEEN {spec.first_year} AND {spec.last_year}{country}\n"
        f"GROUP BY ALL ORDER BY ALL"
    ).replace(", count(*) AS number, ", ", count(*)::BIGINT AS number, ")


def dimension_trees(
    names: Sequence[str], by: Sequence[Dimension], records: Sequence[CubeRecord]
) -> dict[str, Hierarchy]:
    """The hierarchy of each dimension that has one, over the codes that occur."""
    trees: dict[str, Hierarchy] = {}
    parents = {dimension.name: cubes.dimension_hierarchy(dimension) for dimension in by}
    for place, name in enumerate(names):
        codes = sorted({record.codes[place] for record in records})
        pairs = _periods(codes) if name == YEAR else parents.get(name, [])
        if pairs:
            children = {child for child, _ in pairs}
            rest = [(code, TOTAL) for code in codes if code not in children]
            trees[name] = from_pairs([*pairs, *rest], name)
    return trees


def _periods(years: Sequence[str]) -> list[tuple[str, str]]:
    """Each year with its period of three years; empty if there are no more than three."""
    if len(years) <= YEARS_IN_PERIOD:
        return []
    first = int(years[0])
    groups: dict[int, list[str]] = {}
    for year in years:
        groups.setdefault((int(year) - first) // YEARS_IN_PERIOD, []).append(year)
    pairs = []
    for group in groups.values():
        if len(group) > 1:
            period = f"{group[0]}-{group[-1]}"
            pairs += [*((year, period) for year in group), (period, TOTAL)]
    return pairs


def family_secret(store: WarehouseStore, family: str) -> bytes:
    """The family's secret, which decides between equal roundings; it never leaves the warehouse."""
    key = store.key.to_bytes(8, "big")
    return hmac.new(key, f"release {family}".encode(), hashlib.sha256).digest()
