"""Who stands behind the counts: agencies that know their own records, and events known from the press.

Suppression hides cells of few agencies or events and keeps them open. Rounding cannot hide, so that
tables in which it would show such cells fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from saathi.disclosure.attacker import FAR, Need
from saathi.disclosure.audit import Proof, Task, unmet
from saathi.disclosure.needs import FEWEST_EVENTS, Policy, strictest_rows
from saathi.disclosure.system import Numbers, System
from saathi.disclosure.tables import Key, Status, Table, Tables


@dataclass(frozen=True)
class Origins:
    """Of each cell the true count, what the two largest agencies hold of it, and its events.

    Where a table does not say, agencies hold nothing and events are without end.
    """

    counts: Numbers
    top: Numbers
    events: Numbers

    def least_shown(self, policy: Policy, base: int) -> Numbers:
        """The least value to which a count may be rounded so that two agencies do not see through it."""
        few_others = (self.top > 0) & (self.counts - self.top < policy.k) & (self.counts >= base)
        return np.where(few_others, self.top + policy.k - base + 1, 0)

    @property
    def is_known(self) -> bool:
        """Whether any cell says from whom it comes."""
        return bool(self.top.any() or (self.events < FAR).any())


def origins_of(tables: Tables, system: System) -> Origins:
    """What the tables say of each cell; of a shared margin what the strictest of them says."""
    counts, top = np.zeros(system.size, np.int64), np.zeros(system.size, np.int64)
    events = np.full(system.size, FAR)
    for row, place in strictest_rows(tables, system):
        counts[place] = row.count or 0
        top[place] = (row.largest or 0) + (row.second or 0)
        events[place] = FAR if row.events is None else row.events
    return Origins(counts, top, events)


def exposed(
    origins: Origins, system: System, task: Task, policy: Policy, proof: Proof | None = None
) -> list[Key]:
    """The cells that are shown though they are one event's or two agencies', or that these see through.

    Two agencies together take their records out. What is left, where it is fewer than k, must remain
    able to be k. That somebody else is there they may learn from a larger rounded count.
    """
    if not origins.is_known:
        return []
    shown = _shown(task.tables, system)
    large = (origins.counts >= policy.k) & (shown > 0)
    found = large & ((origins.events < FEWEST_EVENTS) | (origins.counts == origins.top))
    few_others = (origins.counts > 0) & (origins.counts - origins.top < policy.k)
    few_others &= (origins.top > 0) & (shown != 0) & ~found  # a 0 says itself that there are few
    needs = [
        Need(c, 1, int(origins.top[c]) + policy.k) for c in np.flatnonzero(few_others).tolist()
    ]
    for need in unmet(task, needs, proof):
        found[need.cell] = True
    return [system.keys[cell] for cell in np.flatnonzero(found).tolist()]


def _shown(tables: Sequence[Table], system: System) -> Numbers:
    """What is printed of each cell; -1 where nothing is."""
    shown = np.full(system.size, -1, dtype=np.int64)
    for table in tables:
        for row in table.rows:
            if row.status != Status.SUPPRESSED and row.text:
                shown[system.index[table.key(row)]] = int(row.text)
    return shown
