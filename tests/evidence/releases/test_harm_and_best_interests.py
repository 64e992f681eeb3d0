"""Harm by authorities, and best interests before orders: what the public reads of them, and what not."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client

from saathi.agencies.models import Staff
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import cube_counting
from saathi.evidence.releases.cube_counting import CubeSpec
from saathi.evidence.releases.models import Release
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.releases.test_counting import warehouse
from tests.factories import releases

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHILDREN = range(1, 121)
CHILD = "child | gender" + "".join(f"\n{child} | girl" for child in CHILDREN)
# Nine offices; no two children of an office in one month, so that no cell is of one office or event.
CASE = "child | country | office | opened" + "".join(
    f"\n{child} | NPL | {child % 9} | {2010 + child // 12}-{child % 12 + 1:02}"
    for child in CHILDREN
)
type Published = dict[tuple[str, ...], str]


def made(
    preparer: Staff, folder: Path, indicator: str, by: tuple[str, ...], **rows: str
) -> Release:
    """A release of these facts, counted and protected by the product, that waits for approval.

    `case` in `rows` takes the place of cases in nine offices.
    """
    found = catalogue.find_indicator(indicator)
    assert found is not None
    store, snapshot = warehouse(facts(**{"child": CHILD, "case": CASE} | rows), folder)
    counted = cube_counting.count_cube(store, snapshot, found, CubeSpec(2023, 2024, "NPL", by))
    family = releases.family(
        preparer, slug="harm", title="Harm", indicator=indicator, tables=[",".join(by)],
        method="suppress", zeros="public",
    )  # fmt: skip
    draft = releases.designed(
        preparer, family, chosen={counted.name: 0}, chosen_by=preparer.id,
        first_year=2023, last_year=2024,
    )  # fmt: skip
    guarded = releases.guard_all(DisclosureMethod.SUPPRESS, counted, zeros=ZeroPolicy.PUBLIC)
    return releases.keep(draft, guarded)


def address(table: str) -> str:
    return f"/published/harm/1/files/{table}.csv"


def read(table: str) -> Published:
    """The file as anyone reads it: the value of each cell by its codes; empty if it is hidden."""
    answer = Client().get(address(table))
    assert answer.status_code == 200
    header, *lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    width = header.index("value")
    return {tuple(line[:width]): line[width] for line in lines if line}


def acts(**children: range) -> str:
    """Acts of authorities in 2024, each against these children."""
    return "child | safeguard | alert | happened" + "".join(
        f"\n{child} | {safeguard} | {'mended' if child % 2 else 'to_tell'} | 2024-{child % 12 + 1:02}"
        for safeguard, numbers in children.items()
        for child in numbers
    )


EVERY_ACT = {
    "deported": range(1, 31),
    "arrested": range(21, 51),  # ten of them were deported as well
    "detained": range(51, 71),
    "charged": range(71, 83),
    "pushed_back": range(83, 95),
    "named": range(95, 115),  # a name in the press is another safeguard
}


@pytest.mark.requirement("NCR-010")
def test_children_arrested_detained_charged_or_deported_are_published(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """94 children; ten were both arrested and deported: each child once a year."""
    rows = {"safeguard": acts(**EVERY_ACT)}
    waiting = made(preparer, tmp_path, "children_harmed_again", ("sex",), **rows)
    assert Client().get(address("sex")).status_code == 404  # not before a second person approves
    releases.carried_out(waiting, preparer, second)
    assert read("sex")["2024", "girl"] == "94"


@pytest.mark.requirement("NCR-010")
def test_deportations_are_published_beside_arrests_detentions_and_charges(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Each act counts; a disclosed name does not."""
    rows = {"safeguard": acts(**EVERY_ACT)}
    waiting = made(preparer, tmp_path, "children_held_or_charged", ("safeguard",), **rows)
    assert Client().get(address("safeguard")).status_code == 404
    releases.carried_out(waiting, preparer, second)
    shown = read("safeguard")
    assert {code[1]: value for code, value in shown.items() if code[0] == "2024"} == {
        "deported": "30",
        "arrested": "30",
        "detained": "20",
        "charged": "12",
        "pushed_back": "12",
        "Total": "104",
    }


@pytest.mark.requirement("NCR-010")
def test_remedied_deportations_are_a_published_share(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Of 30 deportations, authorities remedied 15."""
    rows = {"safeguard": acts(**EVERY_ACT)}
    waiting = made(preparer, tmp_path, "safeguards_broken", ("safeguard",), **rows)
    releases.carried_out(waiting, preparer, second)
    shown = read("safeguard")
    assert shown["2024", "deported", "yes"] == "15"
    assert shown["2024", "deported", "Total"] == "30"
    assert shown["2024", "named", "Total"] == "20"


@pytest.mark.requirement("NCR-010")
def test_few_charged_children_cannot_be_found_in_the_published_file(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Two charged children are hidden, and so is another cell, from which they could be subtracted."""
    few = acts(**EVERY_ACT | {"charged": range(71, 73)})
    waiting = made(preparer, tmp_path, "children_held_or_charged", ("safeguard",), safeguard=few)
    releases.carried_out(waiting, preparer, second)
    shown = read("safeguard")
    of_year = {code[1]: value for code, value in shown.items() if code[0] == "2024"}
    assert not of_year["charged"]
    assert of_year["Total"] == "94"
    assert sum(not value for value in of_year.values()) > 1


@pytest.mark.requirement("NCR-010")
@pytest.mark.parametrize(("offices", "is_shown"), [(1, False), (2, False), (9, True)])
def test_charges_against_children_of_one_or_two_offices_are_hidden(
    offices: int, *, is_shown: bool, preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Twelve charged children are enough for a figure, unless an office could recognise its own."""
    of_few = "child | country | office | opened" + "".join(
        f"\n{child} | NPL | {child % (offices if child in EVERY_ACT['charged'] else 9)} "
        f"| {2010 + child // 12}-{child % 12 + 1:02}"
        for child in CHILDREN
    )
    rows = {"safeguard": acts(**EVERY_ACT), "case": of_few}
    waiting = made(preparer, tmp_path, "children_held_or_charged", ("safeguard",), **rows)
    releases.carried_out(waiting, preparer, second)
    assert bool(read("safeguard")["2024", "charged"]) == is_shown


def orders(**kinds: range) -> str:
    """Orders of June 2024 about these children."""
    return "child | country | kind | made" + "".join(
        f"\n{child} | NPL | {kind} | 2024-06"
        for kind, numbers in kinds.items()
        for child in numbers
    )


ORDERS = orders(restoration=range(1, 41), placement=range(41, 81), age=range(81, 101))
# 20 agreed in time, 6 drafts, 6 a month late; 14 determinations before a placement.
ASSESSMENTS = "child | state | assessed" + "".join(
    [f"\n{child} | agreed | 2024-05" for child in range(1, 21)]
    + [f"\n{child} | draft | 2024-05" for child in range(21, 27)]
    + [f"\n{child} | agreed | 2024-07" for child in range(27, 33)]
)
DETERMINED = "child | decided" + "".join(f"\n{child} | 2024-06" for child in range(41, 55))


@pytest.mark.requirement("BID-007")
def test_how_often_best_interests_were_considered_before_orders_is_published(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Of 40 returns to the family 20, of 40 placements 14; a draft and a later assessment are none."""
    rows = {"order": ORDERS, "best_interests": ASSESSMENTS, "determination": DETERMINED}
    waiting = made(preparer, tmp_path, "best_interests_considered", ("kind",), **rows)
    assert Client().get(address("kind")).status_code == 404
    releases.carried_out(waiting, preparer, second)
    shown = read("kind")
    assert [shown["2024", "restoration", part] for part in ("yes", "no", "Total")] == [
        "20",
        "20",
        "40",
    ]
    assert [shown["2024", "placement", part] for part in ("yes", "no", "Total")] == [
        "14",
        "26",
        "40",
    ]
    assert shown["2024", "Total", "Total"] == "80"  # an order about the age is neither
    page = Client().get("/published/harm/1/").content.decode()
    assert "Are best interests formally considered before a return or a separation?" in page
    assert "Only assessments and determinations on record are counted." in page


@pytest.mark.requirement("BID-007")
def test_few_orders_without_best_interests_are_hidden_in_the_published_file(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    """Two children returned without an assessment could be found; the file hides them."""
    assessed = "child | state | assessed" + "".join(
        f"\n{child} | agreed | 2024-05" for child in range(1, 39)
    )
    rows = {"order": ORDERS, "best_interests": assessed, "determination": DETERMINED}
    waiting = made(preparer, tmp_path, "best_interests_considered", ("kind",), **rows)
    releases.carried_out(waiting, preparer, second)
    shown = read("kind")
    assert not shown["2024", "restoration", "no"]
    assert not shown["2024", "restoration", "yes"] or not shown["2024", "restoration", "Total"]
