"""Trafficking routes for the public: from released tables alone, inside and across in one measure."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.agencies.models import Staff
from saathi.evidence.releases import flows, rules
from saathi.evidence.releases.models import Release
from tests.factories import agencies, releases
from tests.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PAGE = "/published/flows/"


@pytest.fixture
def row(preparer: Staff) -> Release:
    return releases.published_ways(preparer, agencies.staff("oversight", preparer.office))


def html(path: str = PAGE) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_public_flows_page_before_the_first_release() -> None:
    assert "No routes have been published yet" in html()


@pytest.mark.requirement("FLW-003", "FLW-004", "FLW-005")
def test_everybody_sees_ways_inside_within_the_region_and_beyond_it(row: Release) -> None:
    page = html()
    for words in (
        "Within the same country",
        "India",
        "United Arab Emirates",
        "China",
        "United Kingdom",
    ):
        assert words in page
    assert 'class="bands"' in page
    assert 'class="map"' in page
    assert "Not de-duplicated across borders" in page
    _words, tables = read(Client().get(PAGE))
    assert next(iter(tables[0].rows)) == "Within the same country"
    assert "<script" not in re.sub(r"<script[^>]*src=[^>]*></script>", "", page)


@pytest.mark.requirement("PRV-020")
def test_only_published_tables_are_asked_and_only_countries_are_drawn(row: Release) -> None:
    html()
    with CaptureQueriesContext(connection) as captured:
        html()
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in captured)))
    assert tables <= {"releases_edition", "releases_editionpart", "releases_editionnote"}
    assert len(captured) <= 15
    assert not flows.has_map(("year", "origin_district", "leads_to"))
    assert not flows.has_map(("year", "origin_district", "destination_district"))
    assert flows.has_map(("year", "country", "leads_to"))
    assert "flows" in rules.RESERVED_SLUGS


def test_a_year_is_drawn_from_its_own_published_cells(row: Release) -> None:
    _words, tables = read(Client().get(f"{PAGE}?year=2022"))
    cells = tables[0].rows
    _words, [table, drawn] = read(
        Client().get("/published/ways/1/tables/leads-to/?rows=leads_to&columns=country&year=2022")
    )
    printed = table.rows
    for end in ("India", "Within the same country", "China"):
        assert drawn.rows[end] == cells[end]  # the page of the table draws the same
        # The table of the release also has a row for all countries together, which no drawing adds
        # up.
        assert sorted(cells[end]) == sorted(printed[end][: len(cells[end])])


def test_a_withdrawn_release_is_drawn_no_more(row: Release, preparer: Staff) -> None:
    from saathi.evidence.releases import actions
    from tests.roles import acting

    with acting(preparer):
        actions.withdraw_release(release=row, why="A mistake.", actor=preparer)
    assert 'class="bands"' not in html()
