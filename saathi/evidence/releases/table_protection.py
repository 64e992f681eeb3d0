"""Protects the chosen tables of a release together, and attacks the tables to be published.

Each cell needs at least three events, and two offices that know their own records must not learn
others' counts; nor must two operators of facilities. Suppression hides unsafe cells; rounding
cannot, and then the release fails.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from saathi.engines.disclosure.areas import PopulationFloor
from saathi.engines.disclosure.audit import audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask, EarlierRelease
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionOutcome, ProtectionSettings, protect_tables
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.report import DisclosureReport
from saathi.engines.disclosure.rollup import OTHERS_CODE, DetailLevel, roll_up
from saathi.engines.disclosure.tables import CountTable, DisclosureMethod
from saathi.evidence.releases.cube_counting import ReleaseCube

type ProgressCallback = Callable[[str, int], None]


NO_POPULATIONS = (
    "How many people live in the areas is not known here: no minimum population was checked."
)


class ReleaseNotProtectable(Exception):
    """The tables cannot be protected as they are; the text gives the reason for the person in charge."""


@dataclass(frozen=True)
class SeriesProtection:
    """The protection of a family: threshold, zeros, method, secret, and the assumed maximum change.

    `populations` is the number of inhabitants of each district, as far as this installation knows
    them.
    """

    policy: DisclosurePolicy
    method: DisclosureMethod
    key: bytes
    change: int | None = None
    populations: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ProtectedTables:
    """The tables to publish and the result of the attack on them."""

    tables: Sequence[CountTable]
    trees: Mapping[str, Hierarchy]
    summary: str
    report: Mapping[str, Any]
    passes: bool


def protect_cubes(
    chosen: Sequence[tuple[ReleaseCube, Mapping[str, DetailLevel]]],
    rule: SeriesProtection,
    earlier: Sequence[EarlierRelease],
    say: ProgressCallback,
) -> ProtectedTables:
    """The tables at their chosen levels, protected by one method and attacked together."""
    tables = [table_with_origins(cube, levels) for cube, levels in chosen]
    trees = _trees(tables, [cube for cube, _ in chosen])
    say("protect", 30)
    names = {name for table in tables for name in table.dimensions}
    sensitive = sorted(names & {name for cube, _ in chosen for name in cube.sensitive})
    areas = sorted(names & {name for cube, _ in chosen for name in cube.areas})
    floor = PopulationFloor(dict.fromkeys(areas, rule.populations) if rule.populations else {})
    order = ProtectionSettings(
        rule.policy, rule.method, key=rule.key, sensitive=sensitive, floor=floor
    )
    try:
        made = _protect(tables, trees, order, _bounded_releases(earlier, rule.change))
    except (InputError, TablesNotProtected) as error:
        raise ReleaseNotProtectable(str(error)) from error
    say("attack", 60)
    # The attacker knows the public description of the method: some margins are less accurate.
    rules = replace(order.rules, reach=made.reach)
    report, notes = _attack(made.tables, trees, rules, earlier, rule.change)
    report = replace(report, exposed_cells=made.report.exposed_cells, findings=made.report.findings)
    if areas and not rule.populations:
        notes.append(NO_POPULATIONS)
    report_values = report.as_json() | {
        "notes": [*report.notes, *made.notes, *notes],
        "reach": made.reach,
        "knows_offices": all(cube.knows_offices for cube, _ in chosen),
        "k": rule.policy.k,
        "zeros": rule.policy.zeros.value,
        "method": rule.method.value,
        "earlier": len(earlier),
    }
    return ProtectedTables(made.tables, trees, made.summary, report_values, report.passes)


def table_with_origins(cube: ReleaseCube, levels: Mapping[str, DetailLevel]) -> CountTable:
    """The table at these levels; each cell with its largest offices and its number of events.

    Where operators of facilities are known, the two largest of them take the place of the two largest
    offices in each cell of which they have more.
    """
    coarse = roll_up(cube.table(), cube.trees, levels)
    if not cube.knows_offices:
        return coarse
    places = [cube.dimensions.index(name) for name in coarse.dimensions]
    offices: dict[tuple[str, ...], Counter[int | None]] = defaultdict(Counter)
    operators: dict[tuple[str, ...], Counter[int | None]] = defaultdict(Counter)
    events: dict[tuple[str, ...], set[str | None]] = defaultdict(set)
    roll_ups = _RollUps(cube, coarse, levels)
    for record in cube.records:
        chains = [
            roll_ups.of(name, record.codes[place])
            for name, place in zip(coarse.dimensions, places, strict=True)
        ]
        for codes in product(*chains):
            offices[codes][record.office] += record.number
            if cube.knows_operators:
                operators[codes][record.operator] += record.number
            events[codes].add(record.event)
    rows = []
    for row in coarse.rows:
        top = max(_two_largest(offices[row.codes]), _two_largest(operators[row.codes]), key=sum)
        rows.append(
            replace(
                row,
                largest_agency_count=top[0],
                second_agency_count=top[1],
                events=len(events[row.codes]),
            )
            if row.count
            else row
        )
    return CountTable(coarse.name, coarse.dimensions, rows)


def _two_largest(counts: Counter[int | None]) -> list[int]:
    return ([number for _, number in counts.most_common(2)] + [0, 0])[:2]


class _RollUps:
    """The cells of a coarser table to which a finest code contributes."""

    def __init__(
        self, cube: ReleaseCube, coarse: CountTable, levels: Mapping[str, DetailLevel]
    ) -> None:
        self._trees, self._levels = cube.trees, levels
        self._kept = dict(zip(coarse.dimensions, coarse.codes_by_dimension(), strict=True))
        self._known: dict[tuple[str, str], list[str]] = {}

    def of(self, name: str, code: str) -> list[str]:
        """All codes of a dimension for a code, finest first, `Total` last."""
        if (name, code) not in self._known:
            self._known[name, code] = self._chain(name, code)
        return self._known[name, code]

    def _chain(self, name: str, code: str) -> list[str]:
        level = self._levels[name]
        if level.top is not None:
            return [code if code in self._kept[name] else OTHERS_CODE, TOTAL]
        chain = [code, *self._trees.get(name, Hierarchy()).ancestors(code)]
        return chain if level.depth is None else chain[-(level.depth + 1) :]


def _trees(tables: Sequence[CountTable], cubes: Sequence[ReleaseCube]) -> dict[str, Hierarchy]:
    """One tree for each dimension, over the codes of every table that has it."""
    used = {name for table in tables for name in table.dimensions}
    parents: dict[str, dict[str, str]] = {}
    for cube in cubes:
        for name, tree in cube.trees.items():
            if name in used:
                parents.setdefault(name, {}).update(tree.parents)
    return {name: Hierarchy(codes_parents) for name, codes_parents in parents.items()}


def _bounded_releases(
    earlier: Sequence[EarlierRelease], change: int | None
) -> list[EarlierRelease]:
    """The earlier releases, for an attacker who assumes a change of at most `change` per cell.

    Releases with a known limit, such as those of the same facts, keep it.
    """
    guessed = [
        earlier_release
        if earlier_release.change is not None
        else replace(earlier_release, change=change)
        for earlier_release in earlier
    ]
    return [earlier_release for earlier_release in guessed if earlier_release.change is not None]


def _protect(
    tables: Sequence[CountTable],
    trees: Mapping[str, Hierarchy],
    order: ProtectionSettings,
    before: Sequence[EarlierRelease],
) -> ProtectionOutcome:
    """The protected tables, with earlier publications taken into account where possible.

    Where those reveal too much, or cells changed further than assumed, the tables are protected on
    their own: the attack with the earlier releases then decides.
    """
    if before:
        try:
            return protect_tables(tables, trees, replace(order, earlier=before))
        except (InputError, TablesNotProtected):
            pass
    return protect_tables(tables, trees, order)


def _attack(
    tables: Sequence[CountTable],
    trees: Mapping[str, Hierarchy],
    rules: PublishedRules,
    earlier: Sequence[EarlierRelease],
    change: int | None,
) -> tuple[DisclosureReport, list[str]]:
    """The auditor's report on this release together with all earlier publications.

    An attacker may assume a maximum change of a count. Where the assumption contradicts the
    printed numbers, the attacker learns that it was wrong; the attack is then made without it.
    """
    known_trees = dict(trees)
    bound = _bounded_releases(earlier, change)
    if change is None or not bound:
        return audit_tables(DisclosureAuditTask(tables, known_trees, rules, earlier)), []
    linked = audit_tables(DisclosureAuditTask(tables, known_trees, rules, bound))
    if not (linked.contradictory or linked.false_totals):
        return linked, [f"Attacked with earlier releases, no cell changed by more than {change}."]
    loose = audit_tables(DisclosureAuditTask(tables, known_trees, rules, earlier))
    note = f"That no cell changed by more than {change} contradicts what is printed: left out."
    return loose, [note]
