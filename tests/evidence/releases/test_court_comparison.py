"""The comparison of courts: from published releases only, and no figure of one court or two."""

import random
import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.agencies.models import Staff
from saathi.engines.disclosure.tables import DisclosureMethod, ZeroPolicy
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import actions, court_comparison, cube_counting
from saathi.evidence.releases.court_comparison import difference_text, possible_shares
from saathi.evidence.releases.cube_counting import CubeRecord, CubeSpec, ReleaseCube
from saathi.evidence.releases.models import Release
from saathi.evidence.releases.published_table import PublishedValue
from saathi.evidence.releases.vocabulary import ValueStatus
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.releases.test_counting import warehouse
from tests.factories import agencies, releases
from tests.roles import acting
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/releases/courts/"
VIDEO = "heard_by_video"
# Of 100 hearings: how many by video, by kind of court.
BY_VIDEO = {"child_friendly": 80, "fast_track": 42, "ordinary": 40}


def cube(indicator: str, by_video: dict[str, int], *, courts: int = 8) -> ReleaseCube:
    """Invented hearings by year, country and kind of court, from several courts of each kind."""
    found = catalogue.find_indicator(indicator)
    assert found is not None
    draw, cells = random.Random(3), Counter[tuple[tuple[str, ...], int, str]]()
    for place, (kind, number) in enumerate(by_video.items()):
        for year in ("2023", "2024"):
            for hearing in range(300):
                part = ("yes" if hearing < 3 * number else "no",) if found.is_share else ()
                court = 100 * place + draw.randrange(courts)
                codes = (year, "IND", kind, *part)
                cells[codes, court, f"child {kind} {hearing}"] += 1
    names = ("year", "country", "court_kind", *(("counted",) if found.is_share else ()))
    records = [CubeRecord(key[0], n, key[1], key[2]) for key, n in sorted(cells.items())]
    return ReleaseCube("court-kind", names, records, {}, knows_offices=True)


def publish(preparer: Staff, second: Staff, indicator: str, slug: str, **by_video: int) -> Release:
    family = releases.family(
        preparer, slug=slug, title=slug, indicator=indicator, tables=["court_kind"], country="",
        method="suppress", zeros="public",
    )  # fmt: skip
    made = releases.designed(
        preparer, family, chosen={"court-kind": 0}, chosen_by=preparer.id,
        first_year=2023, last_year=2024,
    )  # fmt: skip
    guarded = releases.guard_all(
        DisclosureMethod.SUPPRESS, cube(indicator, by_video or BY_VIDEO), zeros=ZeroPolicy.PUBLIC
    )
    return releases.carried_out(releases.keep(made, guarded), preparer, second)


def cell(table: Table, title: str, column: str) -> str:
    """The words of a cell in the row that begins with this title."""
    [row] = [name for name in table.rows if name.startswith(title)]
    return table.cell(row, column)


def page(staff: Staff, query: str = "") -> tuple[str, list[Table]]:
    answer = signed_in(staff).get(PAGE + query)
    assert answer.status_code == 200
    return read(answer)


@pytest.mark.requirement("MEV-005")
def test_kinds_of_court_are_compared_by_published_shares(preparer: Staff, second: Staff) -> None:
    """80 % of hearings by video in child-friendly courts, 40 % in ordinary ones: 40 points more."""
    row = publish(preparer, second, VIDEO, "video")
    publish(preparer, second, "proceedings_by_court", "proceedings")
    words, (courts, use, child_friendly, *_rest) = page(preparer)
    title = "Children heard by video link"
    kind = "Child-friendly or special court for children"
    assert cell(courts, title, kind).startswith("80 % 480 of 600")
    assert "40 points more" in cell(courts, title, kind)
    assert cell(courts, title, "Ordinary court").startswith("40 %")
    assert "no clear difference" in cell(courts, title, "Fast-track court or tribunal")
    assert cell(courts, title, "All courts and authorities").startswith("54 %")
    assert use.cell(kind, "2023") == "300"  # whether the courts stay in use
    assert cell(child_friendly, title, "2024").startswith("80 % 240 of 300")
    assert "a difference does not prove that the kind of court is its cause" in words
    assert "A child may prefer another way; video is not better for every child." in words
    assert f"/published/video/{row.number}/tables/court-kind/" in str(
        signed_in(preparer).get(PAGE).content
    )
    _words, (courts, *_rest) = page(preparer, "?country=IND&year=2023")
    assert cell(courts, title, kind).startswith("80 % 240 of 300")
    words, _tables = page(preparer, "?country=NPL")
    assert "NPL is not one of the available choices" in words


@pytest.mark.requirement("MEV-005")
def test_the_page_reads_nothing_but_publications(preparer: Staff, second: Staff) -> None:
    """Neither a record of a child, nor the count of staff pages, nor a release in preparation."""
    publish(preparer, second, VIDEO, "video")
    client = signed_in(preparer)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in captured)))
    of_pages = {table for table in tables if table.startswith(("releases_", "evidence_"))}
    assert of_pages == {"releases_edition", "releases_editionpart", "releases_editionnote"}
    assert not any(table.startswith(("proceedings_", "people_", "cases_")) for table in tables)


def test_unpublished_and_withdrawn_releases_are_not_shown(preparer: Staff, second: Staff) -> None:
    words, tables = page(preparer)
    assert "No shares by kind of court have been published" in words
    compared = catalogue.find_indicator("open_hearings")
    assert compared
    assert str(compared.question) in words
    assert not tables
    row = publish(preparer, second, VIDEO, "video")
    assert page(preparer)[1]
    with acting(preparer):
        actions.withdraw_release(release=row, why="A mistake in the count.", actor=preparer)
    words, tables = page(preparer)
    assert not tables
    assert "Not yet published by kind of court" in words


def test_only_who_prepares_is_led_to_a_new_series(preparer: Staff) -> None:
    link = "/releases/new/?indicator=open_hearings"
    assert link in signed_in(preparer).get(PAGE).content.decode()
    assert link not in signed_in(agencies.staff("caseworker")).get(PAGE).content.decode()
    assert signed_in(agencies.staff("administrator")).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


HEARINGS = "child | country | court_kind | special_court | state | listed | child_part | mode"
LINE = "\n{} | NPL | {} | {} | held | 2022-02 | video | video_link"


@pytest.mark.requirement("MEV-005")
def test_figures_of_one_court_or_of_one_child_are_never_published(tmp_path: Path) -> None:
    """A kind of court with one court only, or with one child only, is suppressed, however large."""
    rows = HEARINGS
    for child in range(1, 61):
        rows += LINE.format(child, "child_friendly", 7)  # one court
        rows += LINE.format(61, "fast_track", child % 6)  # one child
        rows += LINE.format(child, "ordinary", 10 + child % 6)
    children = "child" + "".join(f"\n{child}" for child in range(1, 62))
    cases = "child | opened | office" + "".join(
        f"\n{child} | 2022-01 | {child % 9}" for child in range(1, 62)
    )
    store, snapshot = warehouse(facts(child=children, case=cases, hearing=rows), tmp_path)
    found = catalogue.find_indicator("open_hearings")
    assert found is not None
    counted = cube_counting.count_cube(
        store, snapshot, found, CubeSpec(2022, 2022, "NPL", ("court_kind",))
    )
    assert counted.knows_offices
    guarded = releases.guard_all(DisclosureMethod.SUPPRESS, counted, zeros=ZeroPolicy.PUBLIC)
    [table] = guarded.tables
    shown = {row.codes: row.text for row in table.rows}
    for kind in ("child_friendly", "fast_track"):
        assert not shown["2022", kind, "Total"], kind
        assert not shown["Total", kind, "no"], kind
    rounded = releases.guard_all(DisclosureMethod.ROUND, counted)
    assert not rounded.passes  # rounding cannot hide it, so the release cannot be approved


def test_a_court_outside_the_register_is_known_by_the_office(tmp_path: Path) -> None:
    rows = HEARINGS + LINE.format(1, "ordinary", "-") + LINE.format(2, "ordinary", "5")
    cases = "child | opened | office\n1 | 2022-01 | 90\n2 | 2022-01 | 90"
    store, snapshot = warehouse(facts(child="child\n1\n2", case=cases, hearing=rows), tmp_path)
    found = catalogue.find_indicator(VIDEO)
    assert found is not None
    counted = cube_counting.count_cube(
        store, snapshot, found, CubeSpec(2022, 2022, "NPL", ("court_kind",))
    )
    assert {(record.office, record.event) for record in counted.records} == {(90, "1"), (5, "2")}


def test_no_table_is_by_a_single_court() -> None:
    for indicator in catalogue.all_indicators():
        columns = {
            releasable_dimension.frame_column
            for releasable_dimension in cube_counting.releasable_dimensions(indicator)
        }
        assert not columns & {"special_court", "child"}, indicator.name


def pair(whole: int, part: int) -> tuple[PublishedValue, PublishedValue]:
    status = ValueStatus.SHOWN
    return PublishedValue(whole, status), PublishedValue(part, status)


@pytest.mark.parametrize(
    ("here", "ordinary", "says"),
    [
        (pair(200, 160), pair(300, 120), "40 points more"),
        (pair(300, 120), pair(200, 160), "40 points less"),
        (pair(30, 18), pair(30, 14), "no clear difference"),  # chance explains it
        (pair(19, 19), pair(300, 0), ""),  # too few for a share
    ],
)
def test_a_difference_is_named_only_if_chance_cannot_explain_it(
    here: tuple[PublishedValue, PublishedValue],
    ordinary: tuple[PublishedValue, PublishedValue],
    says: str,
) -> None:
    assert difference_text(here, ordinary, 5) == says


def test_rounding_widens_what_a_share_can_be() -> None:
    exact = possible_shares(*pair(100, 50), 5)
    rounded = [PublishedValue(n, ValueStatus.ROUNDED, (n - 4, n + 4)) for n in (100, 50)]
    older = [PublishedValue(n, ValueStatus.ROUNDED) for n in (100, 50)]
    assert exact is not None
    low, high = possible_shares(rounded[0], rounded[1], 5) or (1.0, 0.0)
    assert low < exact[0] < exact[1] < high
    assert possible_shares(older[0], older[1], 5) == (low, high)
    hidden = PublishedValue(None, ValueStatus.SUPPRESSED)
    assert possible_shares(rounded[0], hidden, 5) is None


def test_every_compared_indicator_can_be_released_by_kind_of_court() -> None:
    for name in (court_comparison.USE, *court_comparison.COMPARED):
        indicator = catalogue.find_indicator(name)
        assert indicator is not None
        names = {
            releasable_dimension.name
            for releasable_dimension in cube_counting.releasable_dimensions(indicator)
        }
        assert court_comparison.BY in names, name
        assert indicator.is_share == (name != court_comparison.USE)
