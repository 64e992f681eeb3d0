"""Design before protection: coarser tables that remain useful, with what each would publish.

For every set of dimensions, the roll-up lattice is searched from the most detailed table for those
that keep at least four fifths of their non-zero cells. Only designs that no other one beats in
every respect are listed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from saathi.engines.disclosure.budget import (
    OutOfTime,
    SuppressionEffort,
    TimeBudget,
    limit_wall_clock,
)
from saathi.engines.disclosure.coarse_counts import CoarseCounts, CoarseTableFacts
from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.policy import DisclosurePolicy, SuppressionProblem, build_problem
from saathi.engines.disclosure.reader_costs import keep_cells
from saathi.engines.disclosure.rollup import (
    DROPPED,
    FULL_DETAIL,
    DetailLevel,
    list_detail_levels_by_dimension,
    roll_up,
)
from saathi.engines.disclosure.suppression import suppress_cells
from saathi.engines.disclosure.table_files import build_counted_system, complete_and_check
from saathi.engines.disclosure.tables import CellKey, CountTable, DisclosureMethod

LARGEST_LOSS = 0.2
# Of each set of dimensions, the most detailed designs are considered of which the rule alone hides
# no more than these shares.
RULE_LOSSES = (0.2, 0.15, 0.11, 0.08, 0.05, 0.03, 0.01, 0.0)
# Seconds of processor time for each trial and for all trials of a table; a trial that has not ended
# after TRIAL_LIMIT seconds by the clock counts as failed.
TRIAL_SECONDS = 5.0
TRIAL_LIMIT = 15.0
SEARCH_SECONDS = 24.0


@dataclass(frozen=True)
class DesignRequirements:
    """What a design must keep: dimensions, and codes whose own total must be shown by their name."""

    dimensions: frozenset[str] = frozenset()
    categories: frozenset[tuple[str, str]] = frozenset()

    @property
    def kept_dimensions(self) -> frozenset[str]:
        """The dimensions that no design may leave out."""
        return self.dimensions | {name for name, _ in self.categories}

    def kept_cells(self) -> list[CellKey]:
        """The cells of these categories, which suppression must show."""
        return [(pair,) for pair in sorted(self.categories)]

    def __bool__(self) -> bool:
        """Whether anything is required."""
        return bool(self.dimensions or self.categories)

    def limit_to(
        self, table: CountTable, hierarchies: Mapping[str, Hierarchy]
    ) -> "DesignRequirements":
        """The requirements that a table can fulfil, where several tables are designed."""
        codes = _codes_of(table, hierarchies)
        return DesignRequirements(
            self.dimensions & set(table.dimensions),
            frozenset(
                (name, code) for name, code in self.categories if code in codes.get(name, ())
            ),
        )

    def check(self, tables: Sequence[CountTable], hierarchies: Mapping[str, Hierarchy]) -> None:
        """Raises `InputError` for a dimension or category that no table has."""
        parts = [self.limit_to(table, hierarchies) for table in tables]
        for name in sorted(self.dimensions.difference(*(part.dimensions for part in parts))):
            raise InputError(f"--require: there is no dimension “{name}”.")
        for name, code in sorted(self.categories.difference(*(part.categories for part in parts))):
            raise InputError(f"--require: there is no “{code}” in a dimension “{name}”.")


NO_REQUIREMENTS = DesignRequirements()


@dataclass(frozen=True)
class EvaluatedDesign:
    """A table worth protecting: its levels, its non-zero cells, and the share that will be visible.

    `shown_share` is the share of these cells, `persons_share` that of the children in its finest
    cells.
    """

    table: CountTable
    levels: Mapping[str, DetailLevel]
    cells: int
    shown_share: float
    persons_share: float

    @property
    def shown_cells(self) -> int:
        """How many of its non-zero cells stay visible: how much detail is published."""
        return round(self.cells * self.shown_share)

    def describe_detail(self) -> str:
        """The dimensions that it has, and how detailed each is."""
        return " x ".join(
            level.describe(n) for n, level in self.levels.items() if not level.is_dropped
        )

    def beats(self, other: "EvaluatedDesign") -> bool:
        """Whether no dimension of it is coarser than the other's, and it publishes no less of anything."""
        if not all(level.is_at_least(other.levels[n]) for n, level in self.levels.items()):
            return False
        own, others = self._values(), other._values()
        return all(a >= b for a, b in zip(own, others, strict=True)) and own != others

    def _values(self) -> tuple[int, float, float]:
        return self.shown_cells, self.shown_share, self.persons_share


@dataclass(frozen=True)
class DesignList:
    """Designs that none of the others beats, most cells shown first, and whether time ran out."""

    designs: Sequence[EvaluatedDesign]
    is_out_of_time: bool = False


def list_designs(
    table: CountTable,
    hierarchies: Mapping[str, Hierarchy],
    policy: DisclosurePolicy,
    method: DisclosureMethod,
    requirements: DesignRequirements = NO_REQUIREMENTS,
) -> DesignList:
    """The designs that fulfil the requirements and keep four fifths of their cells."""
    whole = complete_and_check([table], hierarchies).tables[0]
    requirements.check([whole], hierarchies)
    search = _DesignSearch(whole, hierarchies, policy, method, requirements)
    found = search.run()
    best = [design for design in found if not any(other.beats(design) for other in found)]
    return DesignList(
        sorted(best, key=lambda design: (-design.shown_cells, -design.persons_share)),
        search.is_out_of_time,
    )


def _codes_of(table: CountTable, hierarchies: Mapping[str, Hierarchy]) -> dict[str, set[str]]:
    """The codes of each dimension, with those of its hierarchy above them."""
    every = {}
    for name, codes in zip(table.dimensions, table.codes_by_dimension(), strict=True):
        tree = hierarchies.get(name, Hierarchy())
        every[name] = codes | {above for code in codes for above in tree.ancestors(code)}
    return every


@dataclass
class _WaitingDesigns:
    """The designs of one set of dimensions; the rule hides a smaller share of each than of that before.

    The most detailed useful one is searched first: one in the middle is tried, then half of those
    before or after it. Then follow those after it, which show less and a larger share of it.
    """

    every: Sequence[CoarseTableFacts]
    start: int = field(init=False, default=0)
    end: int = field(init=False)
    tried: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.end = len(self.every)

    @property
    def is_searching(self) -> bool:
        """Whether the most detailed useful one is not known yet."""
        return self.start < self.end

    @property
    def next_place(self) -> int:
        """The place of the design to try now; after the last one if there is none left."""
        if self.is_searching:
            return (self.start + self.end) // 2
        places = range(self.end, len(self.every))
        return next((n for n in places if n not in self.tried), len(self.every))

    def is_waiting(self, *, is_search: bool) -> bool:
        """Whether there is something left to try in the search, or after it."""
        if is_search:
            return self.is_searching
        return self.next_place < len(self.every)

    def learn(self, place: int, *, is_useful: bool) -> None:
        """Goes on with more detail if that design was useful, else with less."""
        self.tried.add(place)
        if self.is_searching and is_useful:
            self.end = place
        elif self.is_searching:
            self.start = place + 1


@dataclass
class _DesignSearch:
    table: CountTable
    hierarchies: Mapping[str, Hierarchy]
    policy: DisclosurePolicy
    method: DisclosureMethod
    requirements: DesignRequirements
    is_out_of_time: bool = False

    def run(self) -> list[EvaluatedDesign]:
        """Every design that keeps enough, among those that were tried."""
        candidates = self._list_candidates()
        if self.method is DisclosureMethod.SUPPRESS:
            self._check_categories()
            return list(self._try_all(candidates))
        return [
            self._design(facts, 1 - facts.few / facts.cells, facts.persons_shown)
            for own in candidates
            for facts in own
        ]

    def _list_candidates(self) -> list[list[CoarseTableFacts]]:
        """For each set of dimensions, the designs to consider; those that lose most first."""
        counts = CoarseCounts(self.table, self.hierarchies, self.policy.k)
        possible = self._list_levels()
        names, needed = self.table.dimensions, self.requirements.kept_dimensions
        lists = []
        for size in range(len(names), 0, -1):
            for kept in combinations(names, size):
                if needed <= set(kept):
                    levels = {n: possible[n] if n in kept else [DROPPED] for n in names}
                    filled = [each for each in counts.list_facts(levels) if each.cells]
                    lists.append(list_by_loss(filled))
        return [own for own in lists if own]

    def _list_levels(self) -> dict[str, list[DetailLevel]]:
        """The levels of each dimension at which the required codes keep their names."""
        possible = list_detail_levels_by_dimension(self.table, self.hierarchies)
        for name, code in sorted(self.requirements.categories):
            tree = self.hierarchies.get(name)
            if tree is None:
                possible[name] = [
                    replace(level, kept=(*level.kept, code)) if level.top else level
                    for level in possible[name]
                ]
            else:
                depth = len(tree.ancestors(code))
                possible[name] = [
                    level for level in possible[name] if level.depth is None or level.depth >= depth
                ]
        return possible

    def _check_categories(self) -> None:
        """Raises `InputError` if a required category is itself too small to be shown."""
        for name, code in sorted(self.requirements.categories):
            only = {n: FULL_DETAIL if n == name else DROPPED for n in self.table.dimensions}
            self._problem(roll_up(self.table, self.hierarchies, only), [((name, code),)])

    def _try_all(self, candidates: list[list[CoarseTableFacts]]) -> Iterator[EvaluatedDesign]:
        """Protects candidates as a trial, one of each set of dimensions in turn, until time is up.

        The smallest come first: they take no time, and every set gets a trial.
        """
        budget = TimeBudget(SEARCH_SECONDS)
        waiting = [_WaitingDesigns(own) for own in candidates]
        waiting.sort(key=lambda own: own.every[len(own.every) // 2].cells)
        for is_search in (True, False):
            while some := [own for own in waiting if own.is_waiting(is_search=is_search)]:
                for own in some:
                    if budget.is_exhausted:
                        self.is_out_of_time = True
                        return
                    place = own.next_place
                    seconds = min(TRIAL_SECONDS, max(0.0, budget.seconds_left))
                    design = self._try(own.every[place], seconds)
                    own.learn(place, is_useful=design is not None)
                    if design is not None:
                        yield design

    def _try(self, facts: CoarseTableFacts, seconds: float) -> EvaluatedDesign | None:
        """The design, if suppression leaves enough of it; None if not, or if it refuses."""
        coarse = roll_up(self.table, self.hierarchies, facts.levels)
        task = self._problem(coarse, self.requirements.kept_cells())
        try:
            with limit_wall_clock(TRIAL_LIMIT):
                hidden = suppress_cells(task, SuppressionEffort(seconds=seconds)).hidden
        except OutOfTime:
            self.is_out_of_time = True
            return None
        except InputError:
            return None
        non_zero, ends = task.counts > 0, task.system.is_finest()
        share = float(np.mean(~hidden[non_zero]))
        if share < 1 - LARGEST_LOSS:
            return None
        return self._design(facts, share, int(task.counts[ends & ~hidden].sum()), coarse)

    def _problem(self, coarse: CountTable, kept: Sequence[CellKey]) -> SuppressionProblem:
        trees = {n: tree for n, tree in self.hierarchies.items() if n in coarse.dimensions}
        tables = complete_and_check([coarse], trees)
        task = build_problem(tables, build_counted_system(tables), self.policy)
        return keep_cells(task, kept, "--require")

    def _design(
        self,
        facts: CoarseTableFacts,
        share: float,
        persons: int,
        coarse: CountTable | None = None,
    ) -> EvaluatedDesign:
        table = coarse or roll_up(self.table, self.hierarchies, facts.levels)
        return EvaluatedDesign(
            table, facts.levels, facts.cells, share, persons / max(1, facts.persons)
        )


def list_by_loss(every: Sequence[CoarseTableFacts]) -> list[CoarseTableFacts]:
    """For each share that the rule may hide, from the largest: the one with the most cells."""
    chosen: list[CoarseTableFacts] = []
    for limit in RULE_LOSSES:
        fitting = (each for each in every if each.few <= limit * each.cells)
        result = max(fitting, key=lambda each: each.cells, default=None)
        if result is not None and result not in chosen:
            chosen.append(result)
    return chosen
