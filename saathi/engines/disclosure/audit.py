"""The auditor: attacks published tables of any publisher and reports hidden cells it can compute.

It uses only what is printed. Bounds hold for whole numbers over all tables jointly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from saathi.engines.disclosure import nearby_tables
from saathi.engines.disclosure.attacker import (
    TOLERANCE,
    UNBOUNDED,
    DisclosureAttacker,
    RangeRequirement,
)
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.implied_margins import add_implied_margins
from saathi.engines.disclosure.joint_table import (
    OMITTED_NOTE,
    add_joint_table,
    is_joint_table_omitted,
)
from saathi.engines.disclosure.published_bounds import (
    PublishedBounds,
    PublishedRules,
    bounds_of_row,
    derive_bounds,
)
from saathi.engines.disclosure.report import DisclosureReport, DisclosureVerdict, HiddenCell
from saathi.engines.disclosure.sum_bounds import lower_bounds
from saathi.engines.disclosure.system import CellSystem, IntArray, SumConstraint, build_system
from saathi.engines.disclosure.table_files import complete_table
from saathi.engines.disclosure.tables import CellKey, CountTable, LinkedTables, TableRow, ZeroPolicy
from saathi.engines.disclosure.witnesses import WitnessTables

# Up to this many hidden cells every range is computed exactly; above, only until it is wide enough.
THOROUGH_CELLS = 1_500
# Above this many cells, the search begins with some whole table and others near it.
LARGE_CELLS = 10_000


@dataclass(frozen=True)
class WitnessProof:
    """Whole tables of the cells with these keys, as proof. Each is checked before use."""

    keys: Sequence[CellKey]
    witnesses: WitnessTables

    def give_tables_to(self, system: CellSystem, attacker: DisclosureAttacker) -> bool:
        """Gives the attacker the tables that fit its knowledge; returns whether any did."""
        if list(self.keys) != list(system.keys) or not attacker.allows_table(self.witnesses.whole):
            return False
        whole = system.matrix.astype(np.int64)
        everything = np.arange(system.size)
        for ends in self.witnesses.find_extremes(attacker.lower, attacker.upper, whole):
            attacker.add_witness_table(everything, ends)
        return True


def audit_tables(task: DisclosureAuditTask, proof: WitnessProof | None = None) -> DisclosureReport:
    """Attacks the tables; returns the range of every hidden cell, and what is proven about it.

    A `proof` from the protection saves the search for tables found before; a table that does not
    agree with everything printed proves nothing.
    """
    return run_attack(_build_task_scene(task), task.rules, thorough=task.thorough, proof=proof)


@dataclass(frozen=True)
class AttackProblem:
    """One system over all tables and releases, what is known of each cell, and the cells to judge."""

    system: CellSystem
    known: PublishedBounds
    judged_cells: NDArray[np.bool_]
    names: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def _build_task_scene(task: DisclosureAuditTask) -> AttackProblem:
    joint = build_attack_problem(task.tables, task)
    own_cells = len(joint.system.keys)
    for earlier in task.earlier:
        earlier_scene = build_attack_problem(
            earlier.tables, earlier.to_task(task.rules, task.hierarchies)
        )
        joint = join_attack_problems(joint, earlier_scene, earlier.change, own_cells)
        if earlier.change == 0:
            joint.judged_cells[_printed_then(joint, earlier_scene, task.rules.k)] = False
    return joint


def _printed_then(now: AttackProblem, then: AttackProblem, k: int) -> list[int]:
    """The cells that an earlier release of the same facts prints as k or more: not secret."""
    lower, upper = then.known.lower, then.known.upper
    pairs = ((now.system.index.get(key), place) for key, place in then.system.index.items())
    return [
        cell
        for cell, place in pairs
        if cell is not None and then.names[place] and k <= lower[place] == upper[place]
    ]


def build_attack_problem(tables: Sequence[CountTable], task: DisclosureAuditTask) -> AttackProblem:
    """The attack problem of a single release, under the rules and hierarchies of the task."""
    hierarchies = {
        name: tree
        for name, tree in task.hierarchies.items()
        if any(name in table.dimensions for table in tables)
    }
    whole = LinkedTables([complete_table(table, hierarchies) for table in tables], hierarchies)
    whole = add_implied_margins(whole, partial(_believed, task.rules))
    system = build_system(whole, lambda lines, index: _may_hold(whole, task.rules, lines, index))
    known = derive_bounds(whole, system, task.rules)
    more, wider = add_joint_table(whole, system, known.upper == 0)
    notes = (OMITTED_NOTE,) if is_joint_table_omitted(more, wider) else ()
    if wider.size > system.size:
        bounds = derive_bounds(more, wider, task.rules)
        # If no table is consistent with these, they do not count the same children.
        if DisclosureAttacker(wider.matrix, bounds.lower, bounds.upper).find_table() is not None:
            whole, system, known = more, wider, bounds
    judged = known.lower < known.upper
    judged[list(known.absent)] = False
    names: list[list[str]] = [[] for _ in range(system.size)]
    for table in whole.tables:
        for row in table.printed_rows:
            names[system.index[table.key_of_row(row)]].append(table.name)
    return AttackProblem(system, known, judged, names, notes)


def _believed(rules: PublishedRules, table: CountTable, row: TableRow) -> tuple[int, int]:
    """The bounds from one row alone: like `derive_bounds`, but a missing margin may be anything."""
    if row.text or row.status:
        low, high = bounds_of_row(row, rules, table)
        return max(0, low - rules.reach), high + rules.reach
    return 0, UNBOUNDED


def _may_hold(
    tables: LinkedTables,
    rules: PublishedRules,
    lines: Sequence[SumConstraint],
    index: dict[CellKey, int],
) -> bool:
    """Whether the sums that no table states can be assumed: no printed value contradicts them."""
    plain = CellSystem(list(index), index, (), sparse.csr_array((0, len(index))))
    known = derive_bounds(tables, plain, rules)
    for line in lines:
        total, parts = line.total, list(line.parts)
        if known.lower[parts].sum() > known.upper[total]:
            return False
        if min(known.upper[parts].sum(), UNBOUNDED) < known.lower[total]:
            return False
    return True


def join_attack_problems(
    new: AttackProblem, old: AttackProblem, change: int | None, own: int
) -> AttackProblem:
    """The attack problem of both releases; cells with the same key differ by at most a known change."""
    shift = new.system.size
    shared = [
        (place, shift + old.system.index[key])
        for place, key in enumerate(new.system.keys[:own])
        if change is not None
        and key in old.system.index
        and new.names[place]
        and old.names[old.system.index[key]]
    ]
    size = shift + old.system.size + len(shared)
    links = sparse.lil_array((len(shared), size))
    for number, (now, before) in enumerate(shared):
        links[number, now], links[number, before] = 1.0, -1.0
        links[number, shift + old.system.size + number] = -1.0
    both = sparse.block_diag([new.system.matrix, old.system.matrix])
    wide = sparse.hstack([both, sparse.csr_array((both.shape[0], len(shared)))])
    matrix = sparse.csr_array(sparse.vstack([wide, links.tocsr()]))
    limit = np.full(len(shared), change or 0, dtype=np.int64)
    none = np.zeros(old.system.size + len(shared), dtype=bool)
    known = replace(
        new.known,
        lower=np.concatenate([new.known.lower, old.known.lower, -limit]),
        upper=np.concatenate([new.known.upper, old.known.upper, limit]),
    )
    keys = [*new.system.keys, *old.system.keys, *(new.system.keys[now] for now, _ in shared)]
    names = [*new.names, *old.names, *([] for _ in shared)]
    system = CellSystem(keys, new.system.index, new.system.lines, matrix)
    return AttackProblem(system, known, np.concatenate([new.judged_cells, none]), names, new.notes)


def run_attack(
    problem: AttackProblem,
    rules: PublishedRules,
    *,
    thorough: bool | None = None,
    proof: WitnessProof | None = None,
) -> DisclosureReport:
    """The report on an attack problem; tables that contradict themselves are reported, not judged."""
    attacker = DisclosureAttacker(problem.system.matrix, problem.known.lower, problem.known.upper)
    is_proven = proof is not None and proof.give_tables_to(problem.system, attacker)
    whole = None if is_proven else _find_whole_table(problem, attacker)
    is_possible = is_proven or whole is not None
    contradictory = (
        np.zeros(problem.system.size, bool) if is_possible else attacker.contradictory_cells()
    )
    judged = np.flatnonzero(problem.judged_cells & ~contradictory).tolist()
    if thorough is None:
        thorough = len(judged) <= THOROUGH_CELLS
    needs = _list_needs(judged, problem.known, rules, thorough=thorough)
    sure = problem.known.lower
    if not thorough:
        sure = lower_bounds(problem.system.matrix, None, problem.known.lower, problem.known.upper)
        # The lower end is not computed if single sums prove it to be k; a solver would take long.
        needs = [need for need in needs if need.sign > 0 or sure[need.cell] < rules.k]
    if whole is not None:
        nearby_tables.explore_nearby_tables(attacker, problem.system, whole, needs)
    attacker.search_witnesses(needs)
    cells = [
        _judge_cell(problem, rules, attacker, cell, sure=int(sure[cell]), thorough=thorough)
        for cell in judged
    ]
    wrong = np.flatnonzero(contradictory & problem.judged_cells).tolist()
    false = [
        problem.system.describe_sum(line)
        for line in problem.system.lines
        if _is_impossible_sum(line, problem)
    ]
    wrong_keys = [problem.system.keys[place] for place in wrong]
    return DisclosureReport(cells, false, wrong_keys, notes=problem.notes)


def _judge_cell(  # noqa: PLR0913 - one cell of the attack problem and how far to go
    attack_problem: AttackProblem,
    rules: PublishedRules,
    attacker: DisclosureAttacker,
    cell: int,
    *,
    sure: int,
    thorough: bool,
) -> HiddenCell:
    """The range of one cell and its verdicts; `sure` is the lower bound from single sums."""
    known = attack_problem.known
    low_matters = thorough or (_counts_below(cell, known, rules) and sure < rules.k)
    lower = _lowest(attacker, cell, is_needed=low_matters)
    upper, is_open = _highest(attacker, cell, lower, rules.k, thorough=thorough)
    verdicts = _verdicts(cell, lower, upper, known, rules)
    floor, top = int(known.lower[cell]), int(known.upper[cell])
    if top < UNBOUNDED and ((low_matters and lower > floor) or (not is_open and upper < top)):
        verdicts.add(DisclosureVerdict.NARROWED)
    return HiddenCell(
        attack_problem.system.keys[cell],
        tuple(attack_problem.names[cell]),
        known.shown.get(cell, ""),
        lower,
        upper,
        is_open,
        frozenset(verdicts),
    )


def find_unreachable_ranges(
    task: DisclosureAuditTask, needs: Sequence[RangeRequirement], proof: WitnessProof | None = None
) -> list[RangeRequirement]:
    """The needs not met by any whole table that agrees with everything the task prints."""
    attack_problem = _build_task_scene(task)
    known = attack_problem.known
    attacker = DisclosureAttacker(attack_problem.system.matrix, known.lower, known.upper)
    is_shown = proof is not None and proof.give_tables_to(attack_problem.system, attacker)
    if not is_shown and (whole := _find_whole_table(attack_problem, attacker)) is not None:
        nearby_tables.explore_nearby_tables(attacker, attack_problem.system, whole, list(needs))
    hidden = [need for need in needs if known.lower[need.cell] < known.upper[need.cell]]
    attacker.search_witnesses(hidden)
    for need in hidden:
        if not attacker.is_met(need):
            attacker.find_furthest(need)
        if not attacker.is_met(need):
            attacker.bound_furthest_integer(need.cell, need.sign, need.goal)
    return [need for need in needs if not attacker.is_met(need)]


def _list_needs(
    judged: list[int], known: PublishedBounds, rules: PublishedRules, *, thorough: bool
) -> list[RangeRequirement]:
    """What must be possible in some table: each cell as high and as low as required."""
    goals = np.maximum(known.lower + 1, rules.k)
    needs = [RangeRequirement(c, 1, int(min(goals[c], known.upper[c]))) for c in judged]
    return needs + [
        RangeRequirement(c, -1, int(known.lower[c]))
        for c in judged
        if thorough or _counts_below(c, known, rules)
    ]


def _find_whole_table(
    attack_problem: AttackProblem, attacker: DisclosureAttacker
) -> IntArray | None:
    """A table that agrees with everything known: the rounded one, or any for large; or None."""
    known, size = attack_problem.known, attack_problem.system.size
    if len(attack_problem.system.index) != size:
        return None
    values = np.where(known.lower == known.upper, known.lower, -1)
    for cell, text in known.shown.items():
        if values[cell] < 0 and text.isdecimal():
            values[cell] = int(text)
    if (values >= 0).all() and attacker.allows_table(values):
        return values
    return attacker.find_table() if size > LARGE_CELLS else None


def _is_impossible_sum(line: SumConstraint, attack_problem: AttackProblem) -> bool:
    total, parts = line.total, list(line.parts)
    known = attack_problem.known
    return bool(
        known.lower[parts].sum() > known.upper[total]
        or min(int(known.upper[parts].sum()), UNBOUNDED) < known.lower[total]
    )


def _counts_below(cell: int, known: PublishedBounds, rules: PublishedRules) -> bool:
    """Whether a cell's lower end matters: only if it might prove a child's presence."""
    return rules.zeros is ZeroPolicy.PROTECTED and bool(known.lower[cell] == 0)


def _lowest(attacker: DisclosureAttacker, cell: int, *, is_needed: bool) -> int:
    """The lower end; if it is not needed, a value that the cell was seen to take."""
    floor = int(attacker.lower[cell])
    if attacker.low[cell] == floor:
        return floor
    if not is_needed and attacker.low[cell] < attacker.high[cell]:
        return int(attacker.low[cell])
    answer, _ = attacker.find_furthest(RangeRequirement(cell, -1, floor))
    bound = int(np.ceil(-answer.value - TOLERANCE))
    if attacker.low[cell] > bound:
        bound = int(np.ceil(attacker.bound_furthest_integer(cell, -1, floor) - TOLERANCE))
    return max(floor, bound)


def _highest(
    attacker: DisclosureAttacker, cell: int, lower: int, k: int, *, thorough: bool
) -> tuple[int, bool]:
    """The upper end, and whether the range continues beyond it."""
    top = int(attacker.upper[cell])
    horizon = min(top, attacker.horizon)
    if attacker.high[cell] >= horizon:
        return horizon, horizon < top
    if not thorough and attacker.high[cell] >= min(top, max(k, lower + 1)):
        return int(attacker.high[cell]), True
    goal = horizon if thorough else min(horizon, max(k, lower + 1))
    answer, _ = attacker.find_furthest(RangeRequirement(cell, 1, goal))
    bound = int(np.floor(answer.value + TOLERANCE))
    if attacker.high[cell] < bound:
        bound = int(np.floor(attacker.bound_furthest_integer(cell, 1, goal) + TOLERANCE))
    return bound, bound >= goal and goal < top


def _verdicts(
    cell: int, lower: int, upper: int, known: PublishedBounds, rules: PublishedRules
) -> set[DisclosureVerdict]:
    """What is proven about one cell that should have stayed unknown."""
    verdicts = set()
    is_stated = int(known.upper[cell]) < rules.k  # the publisher states that the count is small
    # With public zeros, a rounded 0 means "few or none"; that it is none is not secret, either.
    is_rounded = rules.zeros is ZeroPolicy.PUBLIC and cell in known.rounded
    is_stated |= is_rounded and known.shown.get(cell) == "0"
    if lower == upper and not (is_rounded and upper == 0):
        verdicts.add(DisclosureVerdict.EXACT)
    if rules.zeros is ZeroPolicy.PROTECTED and known.lower[cell] == 0 and 1 <= lower < rules.k:
        verdicts.add(DisclosureVerdict.PRESENCE)
    if upper < rules.k and not is_stated:
        verdicts.add(DisclosureVerdict.FEWER)
    return verdicts
