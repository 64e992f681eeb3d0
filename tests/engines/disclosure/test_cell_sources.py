"""The sources of counts: no cell belongs to one agency, two agencies or one event alone."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saathi.engines.disclosure.errors import TablesNotProtected
from saathi.engines.disclosure.policy import DisclosurePolicy
from saathi.engines.disclosure.protect import ProtectionSettings, protect_tables
from saathi.engines.disclosure.tables import (
    CellStatus,
    CountTable,
    DisclosureMethod,
    TableRow,
    ZeroPolicy,
)
from tests.engines.disclosure.refusals import redrawn_if_refused
from tests.engines.disclosure.stranger import StrangerAttacker
from tests.engines.examples import examples

K = 5
AGENCIES = ("x", "y", "z", "w")
type Cell = tuple[str, str]


def table_of(records: dict[Cell, dict[str, int]], events: dict[Cell, int]) -> CountTable:
    """Children by place and age with all margins, and who reported them."""
    known = [[*sorted({cell[place] for cell in records}), "Total"] for place in (0, 1)]
    rows = []
    for codes in product(*known):
        inside = [
            c for c in records if all(w in {o, "Total"} for w, o in zip(codes, c, strict=True))
        ]
        sums: Counter[str] = Counter()
        for cell in inside:
            sums.update(records[cell])
        top = [n for _, n in sums.most_common(2)] + [0, 0]
        rows.append(
            TableRow(
                codes,
                sums.total(),
                largest_agency_count=top[0],
                second_agency_count=top[1],
                events=sum(min(events[cell], sum(records[cell].values())) for cell in inside),
            )
        )
    return CountTable("t.csv", ("place", "age"), rows)


@st.composite
def reported(draw: st.DrawFn) -> CountTable:
    """Tables in which often one agency or two report nearly all, of few events."""
    cells = list(product([f"p{n}" for n in range(draw(st.integers(2, 4)))], ["a1", "a2", "a3"]))
    number = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 8), st.integers(0, 40))
    records = {cell: {agency: draw(number) for agency in AGENCIES} for cell in cells}
    return table_of(records, {cell: draw(st.integers(1, 6)) for cell in cells})


def ranges_of(
    tables: list[CountTable], zeros: ZeroPolicy
) -> dict[frozenset[tuple[str, str]], tuple[int, int]]:
    printed = [
        (table.dimensions, [(row.codes, row.text or "", str(row.status)) for row in table.rows])
        for table in tables
    ]
    return StrangerAttacker(printed, {}, zeros=zeros.value).ranges()


@pytest.mark.slow
@examples(40)
@given(reported(), st.sampled_from(list(ZeroPolicy)))
def test_two_agencies_together_learn_nothing_from_suppressed_tables(
    table: CountTable, zeros: ZeroPolicy
) -> None:
    with redrawn_if_refused():
        protected = protect_tables(
            [table],
            {},
            ProtectionSettings(DisclosurePolicy(K, zeros), DisclosureMethod.SUPPRESS, seconds=5.0),
        )
    ranges = ranges_of(list(protected.tables), zeros)

    assert protected.report.passes
    for row, shown in zip(table.rows, protected.tables[0].rows, strict=True):
        count, top = (
            row.count or 0,
            (row.largest_agency_count or 0) + (row.second_agency_count or 0),
        )
        if shown.status != CellStatus.SUPPRESSED:
            assert int(shown.text or "") == count
            assert not count or count - top >= K
            assert not count or (row.events or 0) >= 3
            continue
        low, high = ranges[frozenset(table.key_of_row(row))]
        assert low < high
        if count < K:
            assert high >= K
        if count and count - top < K:
            assert low <= top, "others are proven to be there"
            assert high - top >= K, "others are proven to be few"
        if zeros is ZeroPolicy.PROTECTED:
            assert low == 0 or low >= K, "proven to be there"


@pytest.mark.slow
@examples(30)
@given(reported(), st.sampled_from(list(ZeroPolicy)))
def test_rounded_tables_that_pass_hold_against_two_agencies_and_those_that_fail_are_not_written(
    tmp_path_factory: pytest.TempPathFactory, table: CountTable, zeros: ZeroPolicy
) -> None:
    protected = protect_tables([table], {}, ProtectionSettings(DisclosurePolicy(K, zeros)))
    if protected.report.notes:
        return  # margins lie further than the stranger knows
    ranges = ranges_of(list(protected.tables), zeros)
    seen_through = set()
    for row, shown in zip(table.rows, protected.tables[0].rows, strict=True):
        count, top = (
            row.count or 0,
            (row.largest_agency_count or 0) + (row.second_agency_count or 0),
        )
        if not count or shown.text == "0":
            continue
        high = ranges[frozenset(table.key_of_row(row))][1]
        is_alone = count >= K and ((row.events or 0) < 3 or count == top)
        if is_alone or (top and count - top < K and high - top < K):
            seen_through.add(table.key_of_row(row))

    assert set(protected.report.exposed_cells) == seen_through
    assert protected.report.passes is not bool(seen_through)
    if seen_through:
        out = tmp_path_factory.mktemp("out") / "never"
        with pytest.raises(
            TablesNotProtected, match="of one event or two, or of two agencies alone"
        ):
            protected.write(out)
        assert not out.exists()


def test_a_rounded_cell_that_two_agencies_share_with_few_others_is_shown_higher() -> None:
    """Nine children, seven of two agencies: as 5 it would say that the others are two at most."""
    inner = [[9, 31], [33, 41]]
    whole = [[*row, sum(row)] for row in inner]
    whole.append([sum(column) for column in zip(*whole, strict=True)])
    rows = [
        TableRow((a, b), whole[i][j], largest_agency_count=2, second_agency_count=1, events=9)
        for i, a in enumerate(["p", "q", "Total"])
        for j, b in enumerate(["x", "y", "Total"])
    ]
    rows[0] = TableRow(("p", "x"), 9, largest_agency_count=5, second_agency_count=2, events=9)
    for key in (b"a", b"b", b"c", b"d", b"e"):
        order = ProtectionSettings(DisclosurePolicy(K, ZeroPolicy.PROTECTED), key=key)
        protected = protect_tables([CountTable("t.csv", ("a", "b"), rows)], {}, order)
        assert protected.report.passes
        assert protected.tables[0].rows[0].text == "10"


# Place and age, children, the largest agency and the next, events: ten of place 1, five of one agency.
REPORTED = """
0 0 0 0 0 0 | 0 1 43 23 9 25 | 0 2 5 2 2 3 | 0 Total 48 25 10 12
1 0 3 2 1 2 | 1 1 7 3 2 4 | 1 2 0 0 0 0 | 1 Total 10 5 2 2
Total 0 3 2 1 3 | Total 1 50 26 10 34 | Total 2 5 2 2 1 | Total Total 58 30 12 15
"""


@pytest.mark.parametrize("key", [b"", b"b", b"c", b"d", b"e", b"f"])
def test_a_cell_hidden_for_its_origin_is_not_proven_to_be_there(key: bytes) -> None:
    """Hidden because of who reported them: with protected zeros, zero must stay possible too."""
    rows = []
    for place, age, *numbers in (
        part.split() for part in REPORTED.replace("\n", "|").split("|") if part
    ):
        count, largest, second, events = map(int, numbers)
        rows.append(
            TableRow(
                (place, age),
                count,
                largest_agency_count=largest,
                second_agency_count=second,
                events=events,
            )
        )
    order = ProtectionSettings(
        DisclosurePolicy(K, ZeroPolicy.PROTECTED), DisclosureMethod.SUPPRESS, key=key
    )
    protected = protect_tables([CountTable("t.csv", ("a", "b"), rows)], {}, order)

    assert protected.report.passes
    for low, _ in ranges_of(list(protected.tables), ZeroPolicy.PROTECTED).values():
        assert low == 0 or low >= K
