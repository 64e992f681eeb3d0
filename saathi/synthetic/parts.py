"""What a domain contributes to the synthetic nation, and the order of its steps.

A domain may have a module `simulation.py` with one `SIMULATION = SimulationPart(…)`.
`saathi.simulation` loads the parts of all domains; it names none of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from saathi.infra.app_modules import modules_of_apps
from saathi.synthetic.agencies import AGENCY_TABLES
from saathi.synthetic.children import SimulatedChild
from saathi.synthetic.chunk import LoadChunk
from saathi.synthetic.nation import SimulatedNation
from saathi.synthetic.tables import CopyRows

type Day = Callable[[int], str]  # the date that many days ago, as text
type NationRows = Callable[[CopyRows, SimulatedNation, Day], None]
type ChildRows = Callable[[LoadChunk, SimulatedChild], None]
type ChunkRows = Callable[[LoadChunk, list[SimulatedChild]], None]


class UnknownStep(Exception):
    """A step refers to another one that no domain declares."""


class CircularSteps(Exception):
    """Steps wait for each other."""


@dataclass(frozen=True, slots=True)
class SimulationStep[Rows]:
    """A step that adds rows, after and before the steps that it names.

    All steps draw from the same random numbers: a different order gives a different nation. A step
    names steps of its own wing or of wings below, never above.
    """

    name: str  # unique across all domains
    add: Rows
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SimulationPart:
    """What one domain contributes to the synthetic nation.

    `tables` names the columns of each table in the order of their values; a table comes after those
    it refers to. `nation` adds rows that belong to no child. `for_child` runs for each child in
    turn, `for_chunk` once for a few thousand children, after all of them.
    """

    tables: Mapping[str, str]
    nation: NationRows | None = None
    for_child: tuple[SimulationStep[ChildRows], ...] = ()
    for_chunk: tuple[SimulationStep[ChunkRows], ...] = ()


@cache
def all_parts() -> Sequence[SimulationPart]:
    """The parts of all domains, lower wings first."""
    return tuple(module.SIMULATION for module in modules_of_apps("simulation"))


@cache
def table_columns() -> Mapping[str, str]:
    """The columns of all tables of a load, in the order that foreign keys require."""
    columns = dict(AGENCY_TABLES)
    for part in all_parts():
        columns |= part.tables
    return columns


@cache
def child_steps() -> Sequence[SimulationStep[ChildRows]]:
    """The steps that run for each child, in their order."""
    return in_order([step for part in all_parts() for step in part.for_child])


@cache
def chunk_steps() -> Sequence[SimulationStep[ChunkRows]]:
    """The steps that run once for a chunk, in their order."""
    return in_order([step for part in all_parts() for step in part.for_chunk])


def in_order[Rows](steps: Sequence[SimulationStep[Rows]]) -> list[SimulationStep[Rows]]:
    """The steps in the order that they declare; otherwise, in the given order.

    Raises `UnknownStep` or `CircularSteps`.
    """
    waits_for = {step.name: set(step.after) for step in steps}
    for step in steps:
        for name in step.before:
            waits_for.setdefault(name, set()).add(step.name)
    names = {step.name for step in steps}
    if unknown := (waits_for.keys() | set().union(*waits_for.values())) - names:
        raise UnknownStep(", ".join(sorted(unknown)))
    ordered: list[SimulationStep[Rows]] = []
    waiting = list(steps)
    while waiting:
        done = {step.name for step in ordered}
        ready = next((step for step in waiting if waits_for[step.name] <= done), None)
        if ready is None:
            raise CircularSteps(", ".join(step.name for step in waiting))
        ordered.append(ready)
        waiting.remove(ready)
    return ordered
