"""Protects linked tables by one method and attacks the result before anybody sees it."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from saathi.disclosure import earlier
from saathi.disclosure.areas import Floor
from saathi.disclosure.audit import Earlier, Proof, Scene, Task, audit
from saathi.disclosure.errors import InputError, NotProtected
from saathi.disclosure.further import Look, audit_further
from saathi.disclosure.hierarchies import Hierarchy
from saathi.disclosure.joint import with_counts, with_joint
from saathi.disclosure.knowledge import Rules
from saathi.disclosure.needs import Policy, Problem, problem
from saathi.disclosure.origins import Origins, exposed, origins_of
from saathi.disclosure.reading import checked, counts_of, is_structural, system_of, write_table
from saathi.disclosure.report import Report
from saathi.disclosure.rounding import Avoid, Rounding, Rule, round_counts
from saathi.disclosure.suppression import BATCH, Effort, Suppression, is_large, suppress
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.tables import Method, Row, Status, Table, Tables, Zeros
from saathi.disclosure.usefulness import advice

# Up to so many cells the best choice is proven. Seconds that a search may take: there, above, and window
# by window, there with one more for so many cells beyond the first.
PROVEN_CELLS = 2_000
PROVEN_SECONDS = 15.0
SECONDS = 7.0
WINDOWED_SECONDS, WINDOWED_CELLS = 12.0, 10_000
SIZE_A_WINDOWED_SECOND = 250
SIZE_A_ROUNDING_SECOND = 300


@dataclass(frozen=True)
class Order:
    """How to protect: threshold, zero policy, method, base of rounding, time.

    `key` is a secret of the release family: it decides among equally good results, so that the same
    tables always give the same result and nobody can play the choice through without it.
    """

    policy: Policy = field(default_factory=Policy)
    method: Method = Method.ROUND
    base: int | None = None
    key: bytes = b""
    seconds: float | None = None
    earlier: Sequence[Earlier] = ()
    sensitive: Sequence[str] = ()
    floor: Floor = field(default_factory=Floor)

    @property
    def rules(self) -> Rules:
        """What is told to the world of the method, and so to the attacker."""
        return Rules(self.policy.k, self.policy.zeros, self.base or self.policy.k)


@dataclass(frozen=True)
class Protected:
    """Tables to publish, the attack on them, and what the protection cost, in words.

    `reach` is how much further than by less than the base a rounded margin may lie; `notes` say so.
    """

    tables: Sequence[Table]
    report: Report
    summary: str
    reach: int = 0
    notes: Sequence[str] = ()

    def write(self, folder: Path) -> None:
        """Writes all tables or none; refuses where the attack succeeded."""
        if not self.report.passes:
            raise NotProtected(self.report.in_words())
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with TemporaryDirectory(dir=folder) as aside:
                for table in self.tables:
                    write_table(Path(aside) / table.name, table)
                for table in self.tables:
                    (Path(aside) / table.name).replace(folder / table.name)
        except OSError as error:
            raise InputError(f"{folder}: cannot be written ({error.strerror}).") from error


def protect(
    tables: Sequence[Table], hierarchies: Mapping[str, Hierarchy], order: Order
) -> Protected:
    """The tables protected and attacked; an `InputError` where they are not sound."""
    if order.policy.k < 2:
        raise InputError("k must be 2 or more; below that nothing is hidden.")
    if order.base is not None and order.base < order.policy.k:
        raise InputError("The base must be k or more, or a rounded 0 would say fewer than k.")
    whole = checked(tables, hierarchies, order.policy.zeros)
    if small := order.floor.too_small(whole.tables, hierarchies):
        raise InputError(order.floor.in_words(small))
    system = system_of(whole)
    if order.method is Method.SUPPRESS:
        whole, system = _with_joint(whole, system, order.policy)
    task = problem(whole, system, order.policy)
    before = earlier.scenes(order.earlier, hierarchies, order.rules)
    origins = origins_of(whole, system)
    shown = _METHODS[order.method](task, order, before, origins)
    published = [
        _shown(table, system, shown, order.policy.zeros) for table in whole.tables if table.printed
    ]
    rules = replace(order.rules, reach=shown.reach)
    thorough = None if system.size <= PROVEN_CELLS else False
    attacked = Task(published, dict(hierarchies), rules, order.earlier, thorough)
    look = Look(sensitive=order.sensitive)
    report = audit_further(attacked, audit(attacked, shown.proof), look)
    alone = exposed(origins, system, attacked, order.policy, shown.proof)
    notes = (*report.notes, *shown.notes)
    report = replace(report, notes=notes, k=order.policy.k, alone=alone)
    return Protected(published, report, shown.summary, shown.reach, shown.notes)


def _with_joint(tables: Tables, system: System, policy: Policy) -> tuple[Tables, System]:
    """With the finest table behind linked ones, where it is small enough and there can be one."""
    task = problem(tables, system, policy)
    more, wider = with_joint(tables, system, (task.counts == 0) & ~task.may_hide)
    if wider.size == system.size:
        return tables, system
    counts = counts_of(more)
    known = np.array([counts[key] for key in wider.keys], dtype=np.int64)
    filled = with_counts(more, wider, known)
    return (tables, system) if filled is None else (filled, wider)


type Before = Sequence[tuple[Scene, int]]


@dataclass(frozen=True)
class _Shown:
    values: Numbers
    statuses: Sequence[Status]
    summary: str
    notes: Sequence[str] = ()
    reach: int = 0
    proof: Proof | None = None


def _by_rounding(task: Problem, order: Order, before: Before, origins: Origins) -> _Shown:
    system = task.system
    seconds = order.seconds or max(60.0, system.size / SIZE_A_ROUNDING_SECOND)
    rule = Rule(order.rules.base, order.policy.zeros, _seed(system, task, order), seconds)
    seen = earlier.seen_before(task, before) if before else None
    rounding = _rounded(task, rule, seen, origins.least_shown(order.policy, rule.base))
    reach, notes = rounding.reach(task.counts, rule.base), []
    if rounding.beyond:
        notes.append(
            f"{rounding.beyond:,} margins moved further than by less than {rule.base}, none by "
            f"more than {rule.base - 1 + reach}: no rounding was found that adds up otherwise. Say "
            f"so beside the tables, and audit them with --reach {reach}."
        )
    statuses = [Status.ROUNDED] * system.size
    for place in np.flatnonzero(_structural(task, order.policy.zeros)):
        statuses[place] = Status.STRUCTURAL
    summary = (
        f"Rounded {int(task.printed.sum()):,} cells to multiples of {rule.base}; "
        f"mean distance {rounding.distance(task.counts):.2f}."
    )
    return _Shown(rounding.values, statuses, summary, notes, reach)


def _rounded(
    task: Problem, rule: Rule, seen: tuple[Numbers, Numbers] | None, least: Numbers
) -> Rounding:
    """The rounding above the `least` values; the nearest of all where they do not add up."""
    if least.any():
        try:
            found = round_counts(task.system, task.counts, ~task.may_hide, rule, Avoid(least, seen))
        except InputError:
            found = None
        if found is not None and not found.beyond:
            return found
    avoid = Avoid(np.zeros_like(task.counts), seen)
    return round_counts(task.system, task.counts, ~task.may_hide, rule, avoid)


def _by_suppression(task: Problem, order: Order, before: Before, _origins: Origins) -> _Shown:
    system = task.system
    asked = earlier.with_earlier(task, before) if before else task
    batch = None if asked.system.size <= PROVEN_CELLS else BATCH
    effort = Effort(_seconds(asked, order), _seed(system, task, order), batch)
    found = _suppressed(asked, effort, before)
    statuses = []
    structural = _structural(task, order.policy.zeros)
    for place in range(system.size):
        if found.hidden[place]:
            statuses.append(Status.SUPPRESSED)
        elif structural[place]:
            statuses.append(Status.STRUCTURAL)
        else:
            statuses.append(Status.SHOWN if task.counts[place] else Status.ZERO)
    hidden, printed = found.hidden[: system.size], task.printed
    there = printed & (task.counts > 0)
    summary = (
        f"Hidden {int(hidden[printed].sum()):,} of {int(printed.sum()):,} cells: {found.primary:,} "
        f"by the rule, {found.secondary:,} besides (gap to the fewest possible: {found.gap:.0f}; "
        f"{found.besides} of them against inference from the rule). Shown are "
        f"{_share(there & ~hidden, there)} of the cells that are not zero."
    )
    if told := advice(task, hidden, found.bound):
        summary += f" {told}"
    proof = None
    if found.seen is not None and not before:
        proof = Proof(system.keys, found.seen)
    return _Shown(task.counts, statuses, summary, proof=proof)


def _suppressed(asked: Problem, effort: Effort, before: Before) -> Suppression:
    try:
        return suppress(asked, effort)
    except InputError as error:
        if not before:
            raise
        raise NotProtected(f"{error} The earlier release tells too much of it.") from error


_METHODS = {Method.ROUND: _by_rounding, Method.SUPPRESS: _by_suppression}


def _seconds(task: Problem, order: Order) -> float:
    """How long the proof of the best choice may take, in seconds of processor time."""
    system = task.system
    if order.seconds is not None:
        return order.seconds
    if system.size <= PROVEN_CELLS:
        return PROVEN_SECONDS
    if is_large(task):
        beyond = max(0, system.size - WINDOWED_CELLS)
        return WINDOWED_SECONDS + beyond / SIZE_A_WINDOWED_SECOND
    return SECONDS


def _structural(task: Problem, zeros: Zeros) -> NDArray[np.bool_]:
    """Cells that cannot hold anybody; where zeros are public these look like any other zero."""
    if zeros is Zeros.PUBLIC:
        return np.zeros(task.system.size, dtype=bool)
    return ~task.may_hide


def _share(some: NDArray[np.bool_], all_of: NDArray[np.bool_]) -> str:
    return f"{int(some.sum()):,} of {int(all_of.sum()):,}"


def _shown(table: Table, system: System, shown: _Shown, zeros: Zeros) -> Table:
    rows = []
    for row in table.printed:
        place = system.index[table.key(row)]
        status = shown.statuses[place]
        if is_structural(row):
            status = Status.STRUCTURAL
        text = "" if status is Status.SUPPRESSED else str(int(shown.values[place]))
        rows.append(Row(row.codes, None, text, status, written=row.written))
    # A row that was left out would tell a protected zero; a public one may stay out.
    return Table(table.name, table.dimensions, rows, table.added if zeros is Zeros.PUBLIC else 0)


def _seed(system: System, task: Problem, order: Order) -> int:
    """The same for the same cells, counts, rule and key, in whatever order the rows come."""
    cells = sorted(zip(system.keys, task.counts.tolist(), strict=True))
    told = repr((cells, order.policy, order.method, order.base)).encode()
    return int.from_bytes(hmac.new(order.key, told, hashlib.sha256).digest()[:4], "big") >> 1
