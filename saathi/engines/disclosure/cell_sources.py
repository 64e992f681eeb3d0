"""The sources of the counts: agencies that know their own records, and events known from the press.

Suppression hides cells of few agencies or events and keeps them uncertain. Rounding cannot hide
cells, so tables in which it would show such cells fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saathi.engines.disclosure.attacker import UNBOUNDED, RangeRequirement
from saathi.engines.disclosure.audit import WitnessProof, find_unreachable_ranges
from saathi.engines.disclosure.audit_task import DisclosureAuditTask
from saathi.engines.disclosure.policy import MIN_EVENTS, DisclosurePolicy, list_strictest_rows
from saathi.engines.disclosure.system import CellSystem, IntArray
from saathi.engines.disclosure.tables import CellKey, CellStatus, CountTable, LinkedTables


@dataclass(frozen=True)
class CellSources:
    """The true count of each cell, the share of the two largest agencies, and its events.

    If a table gives no details, agencies have no share and events are unlimited.
    """

    counts: IntArray
    top_two_counts: IntArray
    events: IntArray

    def min_rounded_values(self, policy: DisclosurePolicy, base: int) -> IntArray:
        """The lowest value to which a count may be rounded so that two agencies cannot deduce it."""
        few_others = (
            (self.top_two_counts > 0)
            & (self.counts - self.top_two_counts < policy.k)
            & (self.counts >= base)
        )
        return np.where(few_others, self.top_two_counts + policy.k - base + 1, 0)

    @property
    def has_sources(self) -> bool:
        """Whether the origin of any cell is known."""
        return bool(self.top_two_counts.any() or (self.events < UNBOUNDED).any())


def collect_sources(tables: LinkedTables, system: CellSystem) -> CellSources:
    """The origins of each cell; for a shared margin, those in the strictest of its tables."""
    counts, top = np.zeros(system.size, np.int64), np.zeros(system.size, np.int64)
    events = np.full(system.size, UNBOUNDED)
    for row, place in list_strictest_rows(tables, system):
        counts[place] = row.count or 0
        top[place] = (row.largest_agency_count or 0) + (row.second_agency_count or 0)
        events[place] = UNBOUNDED if row.events is None else row.events
    return CellSources(counts, top, events)


def list_exposed_cells(
    origins: CellSources,
    system: CellSystem,
    task: DisclosureAuditTask,
    policy: DisclosurePolicy,
    proof: WitnessProof | None = None,
) -> list[CellKey]:
    """The cells shown although they belong to few events or two agencies, or these can deduce them.

    Two agencies together subtract their records. The rest, if it is fewer than k, must remain able
    to be k. They may learn from a larger rounded count that there are other children.
    """
    if not origins.has_sources:
        return []
    shown = _shown(task.tables, system)
    large = (origins.counts >= policy.k) & (shown > 0)
    exposed = large & ((origins.events < MIN_EVENTS) | (origins.counts == origins.top_two_counts))
    few_others = (origins.counts > 0) & (origins.counts - origins.top_two_counts < policy.k)
    few_others &= (
        (origins.top_two_counts > 0) & (shown != 0) & ~exposed
    )  # a 0 itself shows that there are few
    needs = [
        RangeRequirement(c, 1, int(origins.top_two_counts[c]) + policy.k)
        for c in np.flatnonzero(few_others).tolist()
    ]
    for need in find_unreachable_ranges(task, needs, proof):
        exposed[need.cell] = True
    return [system.keys[cell] for cell in np.flatnonzero(exposed).tolist()]


def _shown(tables: Sequence[CountTable], system: CellSystem) -> IntArray:
    """The printed value of each cell; -1 if there is none."""
    shown = np.full(system.size, -1, dtype=np.int64)
    for table in tables:
        for row in table.rows:
            if row.status != CellStatus.SUPPRESSED and row.text:
                shown[system.index[table.key_of_row(row)]] = int(row.text)
    return shown
