"""The page of trafficking routes for staff: permissions, internal and cross-border routes together."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.evidence.indicators import snapshot_building
from saathi.evidence.indicators.numbers import ExactNumber
from tests.factories import agencies
from tests.roles import role
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/numbers/flows/"
WAYS, INSIDE = "ways_of_children", "flows_inside_a_country"


def number(
    indicator: str, country: str, year: int, dimension: str, category: str, n: int
) -> ExactNumber:
    return ExactNumber(
        indicator=indicator, country=country, year=year, dimension=dimension, category=category,
        among=n, counted=None,
    )  # fmt: skip


def put() -> None:
    numbers = [
        number(WAYS, "NPL", 2025, "leads_to", "internal", 41),
        number(WAYS, "NPL", 2025, "leads_to", "IND", 27),
        number(WAYS, "NPL", 2025, "leads_to", "QAT", 12),
        number(WAYS, "BGD", 2025, "leads_to", "IND", 9),
        number(WAYS, "BGD", 2024, "leads_to", "IND", 50),
        number(WAYS, "", 2025, "leads_to", "IND", 36),
        number(INSIDE, "NPL", 2025, "district_pair", "NP-KTM>NP-PAR", 23),
        number(INSIDE, "NPL", 2025, "district_pair", "NP-DHA>NP-KTM", 18),
    ]
    with role("analyst"):
        snapshot_building.replace_indicator_cells(numbers, "20260101000000-abcdef01")


def page(path: str = PAGE) -> tuple[str, list[Table]]:
    return read(signed_in(agencies.staff("rapporteur")).get(path))


def test_who_may_not_see_numbers_finds_nothing() -> None:
    assert signed_in(agencies.staff("administrator")).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_flows_page_before_the_first_count() -> None:
    words, tables = page()
    assert "No route has a number yet" in words
    assert not tables


@pytest.mark.requirement("FLW-005")
def test_ways_between_districts_and_across_borders_have_a_table_and_a_drawing_each() -> None:
    put()
    words, [across, inside] = page()
    assert across.cell("Within the same country", "Nepal") == "40"
    assert across.cell("India", "Nepal") == "25"
    assert across.cell("India", "Bangladesh") == "10"
    assert across.cell("Qatar", "Nepal") == "10"
    assert next(iter(across.rows)) == "Within the same country"
    assert inside.cell("Parsa", "Kathmandu") == "25"
    assert "District data are not mapped" in words
    html = signed_in(agencies.staff("rapporteur")).get(PAGE).content.decode()
    assert html.count('class="bands"') == 2
    assert html.count('class="map"') == 1


def test_flow_year_filter_and_invalid_year() -> None:
    put()
    _words, [across] = page(f"{PAGE}?year=2024")
    assert across.cell("India", "Bangladesh") == "50"
    words, _tables = page(f"{PAGE}?year=1066")
    assert "Select a valid choice" in words


def test_flows_page_needs_few_queries() -> None:
    put()
    client = signed_in(agencies.staff("rapporteur"))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        client.get(PAGE)
    assert len(captured) <= 15
