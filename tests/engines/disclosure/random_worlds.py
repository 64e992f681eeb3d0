"""Random children in invented places, with tables, margins, hierarchies and links."""

from dataclasses import dataclass, field
from itertools import product

from hypothesis import strategies as st

from saathi.engines.disclosure.hierarchies import Hierarchy
from saathi.engines.disclosure.tables import CountTable, TableRow

CODES = {
    "place": ["p1", "p2", "p3", "p4"],
    "age": ["a1", "a2", "a3"],
    "sex": ["s1", "s2"],
}
REGIONS = {"p1": "north", "p2": "north", "p3": "south", "p4": "south"}
PAIRS = (("place", "age"), ("place", "sex"), ("age", "sex"))


def count_codes(*there: int) -> dict[tuple[str, ...], int]:
    """The number of children in each finest cell, in the order of the codes."""
    return dict(zip(product(*CODES.values()), there, strict=True))


@dataclass(frozen=True)
class RandomWorld:
    """How many children there are in each finest cell, and which tables are made of them."""

    counts: dict[tuple[str, str, str], int]
    shapes: tuple[tuple[str, ...], ...]
    regions: bool

    parents: dict[str, dict[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parents", {"place": REGIONS} if self.regions else {})

    def hierarchies(self) -> dict[str, Hierarchy]:
        return {name: Hierarchy(tree) for name, tree in self.parents.items() if self._uses(name)}

    def _uses(self, name: str) -> bool:
        return any(name in shape for shape in self.shapes)

    def table(self, shape: tuple[str, ...]) -> CountTable:
        chains = []
        for name in shape:
            codes = [*CODES[name], "Total"]
            if name == "place" and self.regions:
                codes[-1:] = ["north", "south", "Total"]
            chains.append(codes)
        rows = []
        for codes in product(*chains):
            wanted = dict(zip(shape, codes, strict=True))
            rows.append(TableRow(codes, sum(n for c, n in self.counts.items() if _in(c, wanted))))
        return CountTable("_".join(shape) + ".csv", shape, rows)

    def tables(self) -> list[CountTable]:
        return [self.table(shape) for shape in self.shapes]

    def truth(self) -> dict[frozenset[tuple[str, str]], int]:
        return {
            frozenset(table.key_of_row(row)): row.count
            for table in self.tables()
            for row in table.rows
        }


def _in(codes: tuple[str, ...], wanted: dict[str, str]) -> bool:
    own = dict(zip(CODES, codes, strict=True))
    return all(
        code == "Total" or code == own[name] or REGIONS.get(own[name]) == code
        for name, code in wanted.items()
    )


SHAPES = [
    (("place", "age"),),
    (("place", "sex"),),
    (("age", "sex"),),
    (("place", "age"), ("place", "sex")),
    (("place", "age"), ("place", "sex"), ("age", "sex")),
    (("place", "age", "sex"),),
    (("place", "age", "sex"), ("place",)),
]


@st.composite
def random_worlds(
    draw: st.DrawFn, shapes: tuple[tuple[tuple[str, ...], ...], ...] = tuple(SHAPES)
) -> RandomWorld:
    """Sparse and dense worlds; small counts are the rule, large ones happen."""
    number = st.one_of(st.just(0), st.integers(0, 4), st.integers(0, 12), st.integers(5, 60))
    cells = list(product(*CODES.values()))
    counts = draw(st.lists(number, min_size=len(cells), max_size=len(cells)))
    return RandomWorld(
        dict(zip(cells, counts, strict=True)),
        draw(st.sampled_from(shapes)),
        draw(st.booleans()),
    )
