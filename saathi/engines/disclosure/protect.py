"""Protects linked tables by one method and attacks the result before it is published."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from saathi.engines.disclosure import earlier_releases
from saathi.engines.disclosure.areas import PopulationFloor
from saathi.engines.disclosure.audit import AttackProblem, WitnessProof, audit_tables
from saathi.engines.disclosure.audit_task import DisclosureAuditTask, EarlierRelease
from saathi.engines.disclosure.budget import CHOICE_SHARE, SuppressionEffort, limit_wall_clock
from saathi.engines.disclosure.cell_sources import CellSources, collect_sources, list_exposed_cells
from saathi.engines.disclosure.errors import InputError, TablesNotProtected
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.joint_table import add_joint_table, fill_joint_counts
from saathi.engines.disclosure.policy import (
    DisclosurePolicy,
    SuppressionProblem,
    build_problem,
    has_other_reasons,
)
from saathi.engines.disclosure.published_bounds import PublishedRules, bounds_of_rounded
from saathi.engines.disclosure.reader_costs import keep_cells
from saathi.engines.disclosure.report import DisclosureReport
from saathi.engines.disclosure.rounding import (
    RevealingValues,
    RoundedCounts,
    RoundingRule,
    round_counts,
)
from saathi.engines.disclosure.small_tables import is_small_table
from saathi.engines.disclosure.stronger_attackers import (
    AttackerAssumptions,
    audit_stronger_attackers,
)
from saathi.engines.disclosure.suppression import (
    BATCH,
    SuppressionResult,
    needs_windows,
    suppress_cells,
)
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.table_files import (
    build_counted_system,
    complete_and_check,
    counts_by_key,
    is_structural,
    write_table,
)
from saathi.engines.disclosure.tables import (
    CellKey,
    CellStatus,
    CountTable,
    DisclosureMethod,
    LinkedTables,
    TableRow,
    ZeroPolicy,
)
from saathi.engines.disclosure.usefulness import (
    describe_hidden_totals,
    describe_loss,
    describe_shown,
)

# Up to PROVEN_CELLS the best choice is proven. Seconds of search: up to that size, above it, and by
# windows; there one second more for every SIZE_A_WINDOWED_SECOND cells beyond WINDOWED_CELLS.
PROVEN_CELLS = 2_000
PROVEN_SECONDS = 15.0
SECONDS = 7.0
WINDOWED_SECONDS, WINDOWED_CELLS = 12.0, 10_000
SIZE_A_WINDOWED_SECOND = 250
SIZE_A_ROUNDING_SECOND = 300


@dataclass(frozen=True)
class ProtectionSettings:
    """How to protect: threshold, zero policy, method, base of rounding, time.

    `seconds` limits the total wall-clock time; without it the search has a few seconds of processor
    time. `key` is a secret of the publication series: it decides among equally good results, so
    that the same tables always give the same result and the choice cannot be reproduced without it.
    `keep` lists cells that suppression must show; `is_designed` says that they were rolled up first.
    """

    policy: DisclosurePolicy = field(default_factory=DisclosurePolicy)
    method: DisclosureMethod = DisclosureMethod.ROUND
    base: int | None = None
    key: bytes = b""
    seconds: float | None = None
    earlier: Sequence[EarlierRelease] = ()
    sensitive: Sequence[str] = ()
    floor: PopulationFloor = field(default_factory=PopulationFloor)
    keep: Sequence[CellKey] = ()
    is_designed: bool = False

    @property
    def rules(self) -> PublishedRules:
        """The published description of the method, which the attacker also knows."""
        return PublishedRules(self.policy.k, self.policy.zeros, self.base or self.policy.k)


@dataclass(frozen=True)
class ProtectionOutcome:
    """Tables to publish, the attack on them, and the cost of the protection, in words.

    `reach` is how far beyond the base a rounded margin may lie from its count; `notes` report it.
    """

    tables: Sequence[CountTable]
    report: DisclosureReport
    summary: str
    reach: int = 0
    notes: Sequence[str] = ()

    def write(self, folder: Path) -> None:
        """Writes all tables or none; refuses if the attack succeeded."""
        if not self.report.passes:
            raise TablesNotProtected(self.report.describe())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder) as aside:
                for table in self.tables:
                    write_table(Path(aside) / table.name, table)
                for table in self.tables:
                    (Path(aside) / table.name).replace(folder / table.name)
        except OSError as error:
            raise InputError(f"{folder}: cannot be written ({error.strerror}).") from error


def protect_tables(
    tables: Sequence[CountTable], hierarchies: Mapping[str, Hierarchy], order: ProtectionSettings
) -> ProtectionOutcome:
    """The tables protected and attacked; `InputError` if they are not sound, or time runs out."""
    with limit_wall_clock(order.seconds):
        return _protect_and_attack(tables, hierarchies, order)


def _protect_and_attack(
    tables: Sequence[CountTable], hierarchies: Mapping[str, Hierarchy], order: ProtectionSettings
) -> ProtectionOutcome:
    if order.policy.k < 2:
        raise InputError("k must be 2 or more; below that nothing is hidden.")
    if order.base is not None and order.base < order.policy.k:
        raise InputError("The base must be k or more, or a rounded 0 would say fewer than k.")
    whole = complete_and_check(tables, hierarchies, order.policy.zeros)
    if small := order.floor.list_small_areas(whole.tables, hierarchies):
        raise InputError(order.floor.describe(small))
    system = build_counted_system(whole)
    if order.method is DisclosureMethod.SUPPRESS:
        whole, system = _with_joint(whole, system, order.policy)
    task = build_problem(whole, system, order.policy)
    before = earlier_releases.build_attack_problems_of_releases(
        order.earlier, hierarchies, order.rules
    )
    origins = collect_sources(whole, system)
    visible = _METHODS[order.method](task, order, before, origins)
    rules = replace(order.rules, reach=visible.reach)
    published = [
        _shown(table, system, visible, rules) for table in whole.tables if table.printed_rows
    ]
    thorough = None if system.size <= PROVEN_CELLS else False
    attacked = DisclosureAuditTask(published, dict(hierarchies), rules, order.earlier, thorough)
    look = AttackerAssumptions(
        # An earlier release restricts the tables that agree; a replay does not know about it.
        pattern=order.method is DisclosureMethod.SUPPRESS and is_small_table(task) and not before,
        is_few_the_only_reason=not has_other_reasons(task),
        sensitive=order.sensitive,
    )
    report = audit_stronger_attackers(attacked, audit_tables(attacked, visible.proof), look)
    alone = list_exposed_cells(origins, system, attacked, order.policy, visible.proof)
    notes = (*report.notes, *visible.notes)
    report = replace(report, notes=notes, k=order.policy.k, exposed_cells=alone)
    return ProtectionOutcome(published, report, visible.summary, visible.reach, visible.notes)


def _with_joint(
    tables: LinkedTables, system: CellSystem, policy: DisclosurePolicy
) -> tuple[LinkedTables, CellSystem]:
    """The tables with the finest one behind them, if it is small enough and possible."""
    task = build_problem(tables, system, policy)
    more, wider = add_joint_table(tables, system, (task.counts == 0) & ~task.may_hide)
    if wider.size == system.size:
        return tables, system
    counts = counts_by_key(more)
    joint_counts = np.array([counts[key] for key in wider.keys], dtype=np.int64)
    filled = fill_joint_counts(more, wider, joint_counts)
    return (tables, system) if filled is None else (filled, wider)


type EarlierScenes = Sequence[tuple[AttackProblem, int]]


@dataclass(frozen=True)
class _Shown:
    values: IntArray
    statuses: Sequence[CellStatus]
    summary: str
    notes: Sequence[str] = ()
    reach: int = 0
    proof: WitnessProof | None = None


def _protect_by_rounding(
    task: SuppressionProblem, order: ProtectionSettings, before: EarlierScenes, origins: CellSources
) -> _Shown:
    system = task.system
    seconds = max(60.0, system.size / SIZE_A_ROUNDING_SECOND)
    if order.seconds is not None:
        seconds = order.seconds * CHOICE_SHARE
    rule = RoundingRule(order.rules.base, order.policy.zeros, _seed(system, task, order), seconds)
    earlier_bounds = earlier_releases.bounds_from_earlier(task, before) if before else None
    rounding = _rounded(
        task, rule, earlier_bounds, origins.min_rounded_values(order.policy, rule.base)
    )
    reach, notes = rounding.max_excess(task.counts, rule.base), []
    if rounding.cells_beyond_rule:
        notes.append(
            f"{rounding.cells_beyond_rule:,} margins moved further than by less than {rule.base}, none by "
            f"more than {rule.base - 1 + reach}: no rounding was found that adds up otherwise. Say "
            f"so beside the tables, and audit them with --reach {reach}."
        )
    statuses = [CellStatus.ROUNDED] * system.size
    for place in np.flatnonzero(_structural(task, order.policy.zeros)):
        statuses[place] = CellStatus.STRUCTURAL
    summary = (
        f"Rounded {int(task.printed.sum()):,} cells to multiples of {rule.base}; "
        f"mean distance {rounding.mean_distance(task.counts):.2f}."
    )
    return _Shown(rounding.values, statuses, summary, notes, reach)


def _rounded(
    task: SuppressionProblem,
    rule: RoundingRule,
    seen: tuple[IntArray, IntArray] | None,
    least: IntArray,
) -> RoundedCounts:
    """The rounding above the `least` values; the nearest of all if those do not add up."""
    if least.any():
        try:
            rounded = round_counts(
                task.system, task.counts, ~task.may_hide, rule, RevealingValues(least, seen)
            )
        except InputError:
            rounded = None
        if rounded is not None and not rounded.cells_beyond_rule:
            return rounded
    avoid = RevealingValues(np.zeros_like(task.counts), seen)
    return round_counts(task.system, task.counts, ~task.may_hide, rule, avoid)


def _protect_by_suppression(
    task: SuppressionProblem,
    order: ProtectionSettings,
    before: EarlierScenes,
    _origins: CellSources,
) -> _Shown:
    system = task.system
    kept = keep_cells(task, order.keep, "--keep")
    extended = earlier_releases.add_earlier_cells(kept, before) if before else kept
    batch = None if extended.system.size <= PROVEN_CELLS else BATCH
    effort = SuppressionEffort(_seconds(extended, order), _seed(system, task, order), batch)
    solution = _suppressed(extended, effort, before)
    hidden = solution.hidden[: system.size]
    summary = _describe_choice(task, solution, hidden, is_small=is_small_table(extended))
    loss = describe_loss(task, hidden, solution.bound, is_designed=order.is_designed)
    summary = f"{summary} {loss}".rstrip()
    witnesses = None if before else solution.witnesses
    proof = None if witnesses is None else WitnessProof(system.keys, witnesses)
    statuses = _suppressed_statuses(task, hidden, order.policy.zeros)
    return _Shown(task.counts, statuses, summary, proof=proof)


def _suppressed_statuses(
    task: SuppressionProblem, hidden: NDArray[np.bool_], zeros: ZeroPolicy
) -> list[CellStatus]:
    structural = _structural(task, zeros)
    statuses = []
    for place in range(task.system.size):
        if hidden[place]:
            statuses.append(CellStatus.SUPPRESSED)
        elif structural[place]:
            statuses.append(CellStatus.STRUCTURAL)
        else:
            statuses.append(CellStatus.SHOWN if task.counts[place] else CellStatus.ZERO)
    return statuses


def _describe_choice(
    task: SuppressionProblem,
    solution: SuppressionResult,
    hidden: NDArray[np.bool_],
    *,
    is_small: bool,
) -> str:
    """How much is hidden and shown, how good the choice is, and which important totals are hidden."""
    printed, non_zero = task.printed, task.printed & (task.counts > 0)
    if is_small:
        quality = "whole groups, drawn by the secret, because so small a table could be replayed"
    elif solution.cost_gap is None:
        quality = f"gap to the fewest possible: {solution.gap:.0f}"
    else:
        quality = f"gap to what costs readers least: {solution.gap:.0f}"
    text = (
        f"Hidden {int(hidden[printed].sum()):,} of {int(printed.sum()):,} cells: {solution.primary:,} "
        f"by the rule, {solution.secondary:,} besides ({quality}; "
        f"{solution.inference_cells} of them against inference from the rule). Shown are "
        f"{_share(non_zero & ~hidden, non_zero)} of the cells that are not zero, "
        f"{describe_shown(task, hidden)}."
    )
    totals = describe_hidden_totals(task, hidden, out_of_time=solution.is_out_of_time)
    return f"{text} {totals}" if totals else text


def _suppressed(
    problem: SuppressionProblem, effort: SuppressionEffort, before: EarlierScenes
) -> SuppressionResult:
    try:
        return suppress_cells(problem, effort)
    except InputError as error:
        if not before:
            raise
        raise TablesNotProtected(f"{error} The earlier release tells too much of it.") from error


_METHODS = {
    DisclosureMethod.ROUND: _protect_by_rounding,
    DisclosureMethod.SUPPRESS: _protect_by_suppression,
}


def _seconds(task: SuppressionProblem, order: ProtectionSettings) -> float:
    """The time for the proof of the best choice, in seconds of processor time."""
    system = task.system
    if order.seconds is not None:
        return order.seconds
    if system.size <= PROVEN_CELLS:
        return PROVEN_SECONDS
    if needs_windows(task):
        beyond = max(0, system.size - WINDOWED_CELLS)
        return WINDOWED_SECONDS + beyond / SIZE_A_WINDOWED_SECOND
    return SECONDS


def _structural(task: SuppressionProblem, zeros: ZeroPolicy) -> NDArray[np.bool_]:
    """Cells that must be empty; with public zeros these look like any other zero."""
    if zeros is ZeroPolicy.PUBLIC:
        return np.zeros(task.system.size, dtype=bool)
    return ~task.may_hide


def _share(some: NDArray[np.bool_], all_of: NDArray[np.bool_]) -> str:
    return f"{int(some.sum()):,} of {int(all_of.sum()):,}"


def _shown(
    table: CountTable, system: CellSystem, shown: _Shown, rules: PublishedRules
) -> CountTable:
    rows, ends = [], system.is_finest_in_tables()
    for row in table.printed_rows:
        place = system.index[table.key_of_row(row)]
        status = shown.statuses[place]
        if is_structural(row):
            status = CellStatus.STRUCTURAL
        text = "" if status is CellStatus.SUPPRESSED else str(int(shown.values[place]))
        possible = None
        if status is CellStatus.ROUNDED:
            low, high = bounds_of_rounded(int(shown.values[place]), rules)
            reach = 0 if ends[place] else rules.reach
            possible = max(0, low - reach), high + reach
        rows.append(
            TableRow(
                row.codes, None, text, status, written_codes=row.written_codes, possible=possible
            )
        )
    # Leaving out a row would reveal a protected zero; a public one may be left out.
    return CountTable(
        table.name,
        table.dimensions,
        rows,
        table.added_rows if rules.zeros is ZeroPolicy.PUBLIC else 0,
    )


def _seed(system: CellSystem, task: SuppressionProblem, order: ProtectionSettings) -> int:
    """The seed: the same for the same cells, counts, rule and key, in any order of the rows."""
    cells = sorted(zip(system.keys, task.counts.tolist(), strict=True))
    # A fixed text that names no class from the code: renaming one would change what is published.
    zeros, method = order.policy.zeros, order.method
    policy = f"Policy(k={order.policy.k}, zeros=<Zeros.{zeros.name}: {zeros.value!r}>)"
    text = (
        f"({cells!r}, {policy}, <Method.{method.name}: {method.value!r}>, {order.base!r})".encode()
    )
    return int.from_bytes(hmac.new(order.key, text, hashlib.sha256).digest()[:4], "big") >> 1
