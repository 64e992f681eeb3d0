"""The list of indicators and the page of each: permissions, and the content of the page."""

import dataclasses
import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from saathi.evidence.indicators import catalogue, queries, snapshot_building
from saathi.evidence.indicators.definition import DefinitionBreak
from saathi.evidence.indicators.numbers import ExactNumber
from saathi.evidence.models import IndicatorCell
from tests.counting import at_most
from tests.factories import agencies
from tests.roles import role
from tests.screens import Table, read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
LIST = "/numbers/"
ROLES, IN_TIME = "country_roles", "assessed_in_a_week"


def number(
    indicator: str, year: int, among: int, counted: int | None = None, **of: str
) -> ExactNumber:
    values = {"country": "", "dimension": "", "category": ""} | of
    return ExactNumber(indicator=indicator, year=year, among=among, counted=counted, **values)


def put(*numbers: ExactNumber) -> None:
    with role("analyst"):
        snapshot_building.replace_indicator_cells(numbers, "20260101000000-abcdef01")


def page(path: str) -> tuple[str, list[Table]]:
    return read(signed_in(agencies.staff("rapporteur")).get(path))


def address(name: str, query: str = "") -> str:
    return reverse("evidence:show_indicator", args=[name]) + query


def test_who_may_not_see_numbers_finds_nothing() -> None:
    administrator = signed_in(agencies.staff("administrator"))
    for path in (LIST, address(ROLES)):
        assert administrator.get(path).status_code == 404
        assert Client().get(path).status_code == 302


def test_unknown_indicator_gives_404() -> None:
    assert signed_in(agencies.staff("rapporteur")).get(address("none")).status_code == 404


@pytest.mark.requirement("DAT-004")
def test_statistics_show_every_indicator_and_find_them_by_word() -> None:
    words, _tables = page(LIST)
    for indicator in catalogue.all_indicators():
        assert str(indicator.title) in words
    words, _tables = page(f"{LIST}?asked=alone+met")
    assert "Children who were met alone" in words
    assert "Cross-border routes" not in words
    words, _tables = page(f"{LIST}?asked=FLW-008")  # an identifier of ours says nothing to a reader
    assert "No indicators match your search." in words
    words, _tables = page(f"{LIST}?asked=<b>nothing")
    assert "No indicators match your search." in words


def test_each_indicator_is_listed_with_its_latest_number_and_year() -> None:
    this_year = timezone.localdate().year
    put(
        number(ROLES, 2019, 43),
        number(ROLES, 2023, 1234),
        number(ROLES, 2024, 5000, country="NPL"),  # of one country: not the latest of all
        number(ROLES, 0, 99),
        number(IN_TIME, this_year, 41, 22),
    )
    client = signed_in(agencies.staff("rapporteur"))
    with at_most(20):
        words, tables = read(client.get(LIST))
    rows = {label: cells for table in tables for label, cells in table.rows.items()}
    [roles] = [cells for label, cells in rows.items() if label.startswith(title(ROLES))]
    assert roles[:2] == ["1,235", "2023"]
    [in_time] = [cells for label, cells in rows.items() if label.startswith(title(IN_TIME))]
    assert in_time[:2] == ["50 % about 20 of 40", f"{this_year} to date"]
    [empty] = [
        cells for label, cells in rows.items() if label.startswith("Children who were met alone")
    ]
    assert empty[:2] == ["no data", ""]
    assert "Counted" in words


def test_drawing_of_an_indicator_says_its_values_and_leaves_out_missing_years() -> None:
    put(number(ROLES, 2021, 10), number(ROLES, 2023, 0))
    [entry] = [
        item for group in queries.list_latest() for item in group.entries if item.name == ROLES
    ]
    assert entry.trend is not None
    assert entry.trend.words == "2021: 10, 2023: 0"
    assert [(bar.x, bar.height) for bar in entry.trend.bars] == [(0, 32), (20, 1)]


def title(name: str) -> str:
    indicator = catalogue.find_indicator(name)
    assert indicator is not None
    return str(indicator.title)


@pytest.mark.parametrize("name", [item.name for item in catalogue.all_indicators()])
def test_indicator_page_before_the_first_count_shows_its_definition(name: str) -> None:
    words, tables = page(address(name))
    indicator = catalogue.find_indicator(name)
    assert indicator is not None
    assert tables == []
    assert "This does not mean zero." in words
    assert not set(indicator.requirements) & set(re.findall(r"[A-Z]{3}-\d{3}", words))
    for text in (
        indicator.denominator,
        indicator.zero,
        *indicator.caveats,
    ):
        assert " ".join(str(text).split()) in words


def test_indicator_count_is_rounded_to_five() -> None:
    put(
        number(ROLES, 2024, 43),
        number(ROLES, 2024, 37, dimension="role", category="origin"),
        number(ROLES, 2024, 6, dimension="role", category="transit"),
        number(ROLES, 2024, 2, dimension="role", category="intended"),
    )
    words, (table,) = page(address(ROLES, "?by=role"))
    assert table.cell("Origin", "2024") == "35"
    assert table.cell("Transit", "2024") == "5"
    assert table.cell("Total", "2024") == "45"
    assert "Intended destination, not reached" not in table.rows
    assert "1 further category has none, one or two in every year." in words
    assert "0 means none, one or two" in table.caption
    assert "not for publication" in table.caption
    assert "20260101000000-abcdef01" in words
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT among % 5 FROM evidence_indicatorcell")
        assert cursor.fetchall() == [(0,)]


def test_share_needs_enough_rounded_numbers() -> None:
    put(
        number(IN_TIME, 2024, 41, 22),
        number(IN_TIME, 2024, 21, 20, dimension="sex", category="girl"),
        number(IN_TIME, 2024, 17, 1, dimension="sex", category="boy"),
        number(IN_TIME, 2024, 3, 1, dimension="sex", category="not_known"),
    )
    _words, (table,) = page(address(IN_TIME, "?by=sex"))
    assert table.cell("Total", "2024") == "50 % about 20 of 40"
    assert table.cell("Girl", "2024") == "100 % about 20 of 20"
    assert table.cell("Boy", "2024") == "too few of fewer than 20"
    assert table.cell("not known", "2024") == "too few of fewer than 20"


@pytest.mark.requirement("DAT-007")
def test_a_year_without_a_number_is_no_data_and_what_is_not_known_has_its_row() -> None:
    put(
        number(ROLES, 2021, 10),
        number(ROLES, 2023, 10),
        number(ROLES, 0, 10),
        number(ROLES, 2021, 10, dimension="sex", category="girl"),
        number(ROLES, 2023, 10, dimension="sex", category="not_known"),
    )
    _words, (table,) = page(address(ROLES, "?by=sex"))
    assert table.columns == ["Year", "2021", "2022", "2023", "not known"]
    assert table.rows["Girl"] == ["10", "no data", "0 (none, one or two)", "0 (none, one or two)"]
    assert table.rows["not known"][2] == "10"


@pytest.mark.requirement("FLW-009")
def test_each_role_of_a_country_says_what_follows_from_it() -> None:
    words, _tables = page(address(ROLES))
    follows = words.split("Responsibilities of a country")[1]
    for role_name, duty in (
        ("Origin", "prevent: reach children and families before they are recruited"),
        ("Transit", "protect: identify children in transit and keep them safe"),
        ("Destination", "prosecute: bring those who exploit to court, never the child"),
        ("Internal", "recover: help the child regain health, rights and an independent life"),
    ):
        assert duty in follows.split(role_name)[1]


def test_a_change_of_definition_breaks_the_series_visibly() -> None:
    put(number(ROLES, 2024, 10))
    indicator = catalogue.find_indicator(ROLES)
    assert indicator is not None
    changed = dataclasses.replace(
        indicator,
        breaks=(DefinitionBreak(dt.date(2024, 7, 1), "Intended destinations are counted."),),
    )
    with role("app"):
        shown = queries.build_indicator_page(changed, queries.IndicatorFilter())
    assert shown.numbers is not None
    (break_text,) = shown.numbers.breaks
    assert "2024" in break_text
    assert (
        "Intended destinations are counted. Numbers before and after this date are not comparable."
        in break_text
    )


def test_country_filter_and_invalid_choice() -> None:
    put(number(ROLES, 2024, 20), number(ROLES, 2024, 10, country="NPL"))
    words, (table,) = page(address(ROLES, "?country=NPL"))
    assert "Nepal" in words
    assert table.cell("Total", "2024") == "10"
    words, (table,) = page(address(ROLES, "?country=XYZ&by=caste"))
    assert "XYZ is not one of the available choices" in words
    assert table.cell("Total", "2024") == "20"


def test_the_chart_has_its_words_and_the_table_its_scopes() -> None:
    put(number(ROLES, 2024, 20))
    client = signed_in(agencies.staff("rapporteur"))
    html = client.get(address(ROLES)).content.decode()
    assert 'role="img" aria-labelledby="chart-words"' in html
    assert "style=" not in html
    words, (table,) = page(address(ROLES))
    assert "Each bar is a count rounded to the nearest five. All values are in the table." in words
    assert set(table.scopes) == {"col", "row"}


def test_web_role_cannot_write_indicator_cells() -> None:
    from django.db import transaction
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        IndicatorCell.objects.all().delete()


def test_indicator_table_download_includes_its_meaning() -> None:
    put(
        number(IN_TIME, 2025, 103, 52), number(IN_TIME, 2025, 61, 41, dimension="sex", category="girl"),
        number(IN_TIME, 2025, 7, 1, dimension="age", category="0_5"),
    )  # fmt: skip
    path = reverse("evidence:download_indicator", args=[IN_TIME])
    answer = signed_in(agencies.staff("rapporteur")).get(f"{path}?by=sex")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "# Question: " in text
    assert "not for publication" in text
    assert f"{IN_TIME},all,2025,sex,girl,Girl,60,40," in text
    assert "0_5" not in text
    assert "103" not in text
    assert signed_in(agencies.staff("administrator")).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    gone = reverse("evidence:download_indicator", args=["none"])
    assert signed_in(agencies.staff("rapporteur")).get(gone).status_code == 404


def test_years_in_the_future_are_not_shown() -> None:
    year = timezone.localdate().year
    put(number("duties_in_time", year, 40, 20), number("duties_in_time", year + 1, 40, 0))
    assert str(year + 1) not in page(address("duties_in_time"))[0]
    assert f"{year + 1} to date" not in page(LIST)[0]
