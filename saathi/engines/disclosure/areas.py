"""The population floor of areas: numbers of smaller areas are never shown, whatever they are.

In a small place, everyone knows which child a number refers to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from saathi.engines.disclosure.errors import InputError
from saathi.engines.disclosure.hierarchies import TOTAL, Hierarchy, read_csv_rows
from saathi.engines.disclosure.tables import CountTable

# A policy choice, not a finding: the floors of census offices are between 10,000 and 100,000 (to be
# verified).
MIN_AREA_POPULATION = 20_000
MAX_AREAS_NAMED = 10

type Populations = Mapping[str, int]


@dataclass(frozen=True)
class PopulationFloor:
    """The population of each code of the dimensions that are areas, and the required minimum."""

    populations: Mapping[str, Populations] = field(default_factory=dict)
    minimum: int = MIN_AREA_POPULATION

    def list_small_areas(
        self, tables: Sequence[CountTable], hierarchies: Mapping[str, Hierarchy]
    ) -> list[str]:
        """The areas in the tables that have too few people or no given population."""
        small_areas = []
        for name, people in self.populations.items():
            tree = hierarchies.get(name, Hierarchy())
            sums = dict(people)
            for code, number in people.items():
                for above in tree.ancestors(code):
                    if above not in people:
                        sums[above] = sums.get(above, 0) + number
            for table in tables:
                if name not in table.dimensions:
                    continue
                codes = table.codes_by_dimension()[table.dimensions.index(name)] - {TOTAL}
                small_areas += [f"{name} “{c}”" for c in codes if sums.get(c, 0) < self.minimum]
        return sorted(set(small_areas))

    def describe(self, small: Sequence[str]) -> str:
        """The problem with these areas, in a sentence."""
        more = f" and {len(small) - MAX_AREAS_NAMED} more" if len(small) > MAX_AREAS_NAMED else ""
        return (
            f"Fewer than {self.minimum:,} people, or an unknown number, live in "
            f"{', '.join(small[:MAX_AREAS_NAMED])}{more}. Roll these areas up."
        )


def read_populations(path: Path) -> dict[str, int]:
    """The population of each code, from a CSV file with columns `code,population`."""
    rows = read_csv_rows(path, ["code", "population"])
    populations: dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 2 or not row[0].strip() or not row[1].strip().isdecimal():
            raise InputError(f"{path}, line {number}: a line is a code and a whole number.")
        if row[0].strip() in populations:
            raise InputError(f"{path}, line {number}: “{row[0].strip()}” is there twice.")
        populations[row[0].strip()] = int(row[1])
    return populations
