"""Attackers who know more than what is printed: own records, this program, or where to look.

Each returns sentences. What they find fails a release like the findings of the plain attacker.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from saathi.engines.disclosure.areas import PopulationFloor
from saathi.engines.disclosure.attacker import UNBOUNDED
from saathi.engines.disclosure.audit import AttackProblem, build_attack_problem, run_attack
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.patterns import (
    PatternKnowledge,
    SuppressionPattern,
    enumerate_pattern,
)
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem
from saathi.engines.disclosure.published_bounds import PublishedRules
from saathi.engines.disclosure.replay import Replay, replay_fewest, replay_groups
from saathi.engines.disclosure.report import DisclosureReport
from saathi.engines.disclosure.rule_inference import HiddenCells, list_inferred_cells
from saathi.engines.disclosure.small_tables import is_small_table
from saathi.engines.disclosure.suppression import suppress_fewest_cells
from saathi.engines.disclosure.system import IntArray, SumConstraint, sums_within
from saathi.engines.disclosure.tables import CountTable, ZeroPolicy, describe_cell

# From this share on, a row concentrated in one category reveals everyone in it.
CONCENTRATED = 0.9
# The number of sentences shown of each kind; the rest are only counted.
MAX_FINDINGS_SHOWN = 20
TOO_MANY_TO_INFER = (
    "What the rule proves of each block of hidden cells was not tried: there are too many of them."
)


@dataclass(frozen=True)
class Insider:
    """An attacker with own records: an agency, or a child who knows their own record."""

    name: str
    table: CountTable


@dataclass(frozen=True)
class AttackerAssumptions:
    """Further attackers to simulate: one who knows the program, insiders, sensitive dimensions.

    Also, how many people must live in an area that is shown. `is_few_the_only_reason` is True if
    cells are hidden only for being small, or to protect such cells; not also for few agencies or
    events.
    """

    pattern: bool = False
    is_few_the_only_reason: bool = True
    insiders: Sequence[Insider] = ()
    sensitive: Sequence[str] = ()
    floor: PopulationFloor = field(default_factory=PopulationFloor)


def audit_stronger_attackers(
    task: DisclosureAuditTask, report: DisclosureReport, look: AttackerAssumptions
) -> DisclosureReport:
    """The report with what these attackers find beyond it."""
    unknown = set(look.sensitive) - {name for table in task.tables for name in table.dimensions}
    if unknown:
        raise InputError(f"“{min(unknown)}” is no table's dimension.")
    if report.contradictory or report.false_totals:
        return report
    attack = build_attack_problem(task.tables, task)
    small = look.floor.list_small_areas(task.tables, task.hierarchies)
    findings = [look.floor.describe(small)] if small else []
    notes: list[str] = []
    if look.is_few_the_only_reason:
        sentences, notes = _inferred_from_rule(attack, task.rules)
        findings += sentences
    if look.pattern:
        sentences, note = _patterns(attack, task.rules)
        findings += sentences
        notes.append(note)
    for group in _coalitions(look.insiders):
        findings += _insider(attack, task.rules, group)
    if look.sensitive:
        findings += _concentrated(attack, report, look.sensitive)
    return replace(report, findings=(*report.findings, *findings), notes=(*report.notes, *notes))


def _inferred_from_rule(
    attack: AttackProblem, rules: PublishedRules
) -> tuple[list[str], list[str]]:
    """Sentences on cells that must be small, as nothing else explains why their block is hidden."""
    known = attack.known
    own = np.array([bool(names) for names in attack.names])
    if not (own & (known.upper >= UNBOUNDED)).any():
        return [], []
    system = attack.system
    hidden = HiddenCells(
        system.matrix, known.lower, known.upper, None, rules.k, own, system.is_sum_of_tables()
    )
    inferred = list_inferred_cells(hidden)
    if inferred is None:
        return [], [TOO_MANY_TO_INFER]
    sentences = [
        f"By the rule {describe_cell(attack.system.keys[each.cell])} is fewer than {rules.k}: nothing "
        f"else explains why its block of {len(each.block)} hidden cells is hidden."
        for each in inferred
    ]
    return _shortened(sentences), []


def _patterns(attack: AttackProblem, rules: PublishedRules) -> tuple[list[str], str]:
    """What the choice of hidden cells reveals to an attacker with this program."""
    known, is_zero_sensitive = attack.known, rules.zeros is ZeroPolicy.PROTECTED
    own = np.array([cell for cell, names in enumerate(attack.names) if names], dtype=np.int64)
    lower, upper = known.lower[own], known.upper[own]
    matrix = sums_within(attack.system.matrix, own)
    sight = PatternKnowledge(matrix, lower, upper, rules.k, is_zero_sensitive)
    pattern = None if (upper[lower < upper] < UNBOUNDED).any() else enumerate_pattern(sight)
    if pattern is None:
        return [], "The pattern of hidden cells was not enumerated: too many tables are possible."
    pattern = replace(pattern, cells=own[pattern.cells])
    problem = _possible_problem(attack, rules, pattern)
    if is_small_table(problem):
        replay = replay_groups(problem, pattern, 0)
        if not replay.is_explained:
            replay = replay_fewest(problem, pattern, suppress_fewest_cells) or replay
        if replay.is_explained:
            return _replayed(attack, rules, replay)
    sentences = []
    for cell in pattern.list_revealed_cells(rules.k, is_zero_sensitive=is_zero_sensitive):
        low, high = pattern.ranges[cell]
        sentences.append(
            f"By the pattern of hidden cells {describe_cell(attack.system.keys[cell])} is {low} to {high}."
        )
    note = (
        f"{len(pattern.tables):,} whole tables agree with what is printed; in "
        f"{int(pattern.likely.sum()):,} of them this program had a reason to hide each cell."
    )
    return _shortened(sentences), note


def _possible_problem(
    attack: AttackProblem, rules: PublishedRules, pattern: SuppressionPattern
) -> SuppressionProblem:
    """The release as the program would see it, with the counts of one of the tables that agree."""
    known, size = attack.known, attack.system.size
    counts = np.where(known.lower == known.upper, known.lower, 0)
    counts[pattern.cells] = pattern.tables[0]
    unprinted = np.array([not names for names in attack.names])
    nothing = np.zeros(size, dtype=bool)
    may_hide = (counts > 0) | (rules.zeros is ZeroPolicy.PROTECTED)
    may_hide &= np.array([known.shown.get(cell) != "0" for cell in range(size)])
    floor = np.full(size, int(rules.zeros is ZeroPolicy.PUBLIC))
    policy = DisclosurePolicy(rules.k, rules.zeros)
    return SuppressionProblem(
        attack.system, counts, nothing, floor, counts, floor, may_hide, policy,
        unprinted if unprinted.any() else None,
    )  # fmt: skip


def _replayed(
    attack: AttackProblem, rules: PublishedRules, replay: Replay
) -> tuple[list[str], str]:
    sentences = [
        f"By how often this program leads to the pattern {describe_cell(attack.system.keys[cell])} {item}."
        for cell, item in replay.list_findings(rules.k, rules.zeros)
    ]
    note = (
        f"{len(replay.frequency):,} whole tables agree with what is printed; "
        f"{int((replay.frequency > 0).sum()):,} of them lead to this pattern with some of the secrets tried."
    )
    return _shortened(sentences), note


def _coalitions(insiders: Sequence[Insider]) -> Iterator[tuple[Insider, ...]]:
    """Each insider alone, and every two together."""
    yield from ((insider,) for insider in insiders)
    yield from combinations(insiders, 2)


def _insider(attack: AttackProblem, rules: PublishedRules, group: tuple[Insider, ...]) -> list[str]:
    """What these insiders learn about the others in each cell by subtracting their own records."""
    own = np.zeros(attack.system.size, dtype=np.int64)
    for insider in group:
        own += _own(attack, insider)
    name = " and ".join(insider.name for insider in group)
    if (own > attack.known.upper).any():
        place = int(np.flatnonzero(own > attack.known.upper)[0])
        raise InputError(
            f"{name}: has more records of {describe_cell(attack.system.keys[place])} than the tables show."
        )
    lower = np.maximum(attack.known.lower, own)
    wiser = replace(attack, known=replace(attack.known, lower=lower))
    sentences = []
    for cell in run_attack(wiser, rules, thorough=True).cells:
        place = attack.system.index[cell.key]
        low, high = cell.lower - int(own[place]), cell.upper - int(own[place])
        is_stated = attack.known.upper[place] < rules.k
        is_few = not cell.is_open and high < rules.k and not is_stated
        is_there = rules.zeros is ZeroPolicy.PROTECTED and 0 < low < rules.k
        if low == high or is_few or is_there:
            end = "or more" if cell.is_open else f"to {high}"
            sentences.append(
                f"{name} learns of {describe_cell(cell.key)}: others there are {low} {end}."
            )
    return _shortened(sentences)


def _own(attack: AttackProblem, insider: Insider) -> IntArray:
    """The insider's own records in each cell, with their sums if only the finest are given."""
    own = np.zeros(attack.system.size, dtype=np.int64)
    for row in insider.table.rows:
        place = attack.system.index.get(insider.table.key_of_row(row))
        if place is None:
            words = describe_cell(insider.table.key_of_row(row))
            raise InputError(
                f"{insider.table.describe_place(row)}: the tables have no cell {words}."
            )
        own[place] = row.count or 0
    while True:
        before = own.copy()
        for line in attack.system.lines:
            own[line.total] = max(own[line.total], own[list(line.parts)].sum())
        if (before == own).all():
            return own


def _concentrated(
    attack: AttackProblem, report: DisclosureReport, sensitive: Sequence[str]
) -> list[str]:
    """Sentences on rows where all, or nearly all, children must be in one sensitive category."""
    low, high = attack.known.lower.copy(), attack.known.upper.copy()
    for cell in report.cells:
        place = attack.system.index[cell.key]
        low[place], high[place] = cell.lower, UNBOUNDED if cell.is_open else cell.upper
    sentences = []
    for line in attack.system.lines:
        if line.dimension in sensitive:
            sentences += _one_category(attack, line, low, high)
    return _shortened(sorted(set(sentences)))


def _one_category(
    attack: AttackProblem, line: SumConstraint, low: IntArray, high: IntArray
) -> list[str]:
    parts = list(line.parts)
    total = int(low[line.total])
    others = np.minimum(high[parts].sum(), 2 * UNBOUNDED) - high[parts]
    if not total or len(parts) < 2:
        return []
    best = int(np.argmin(others))
    if others[best] > (1 - CONCENTRATED) * total:
        return []
    keys = attack.system.keys
    share = "All" if not others[best] else f"At least {1 - others[best] / total:.0%}"
    return [f"{share} of {describe_cell(keys[line.total])} are {describe_cell(keys[parts[best]])}."]


def _shortened(found: list[str]) -> list[str]:
    more = len(found) - MAX_FINDINGS_SHOWN
    return [*found[:MAX_FINDINGS_SHOWN], f"{more} more of this kind."] if more > 0 else found
