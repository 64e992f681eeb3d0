"""Age, sex, national origin and form of exploitation are covered together by the tables of a family."""

import random
from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import cube_counting
from saathi.evidence.releases.cube_counting import CubeRecord, ReleaseCube
from tests.factories import agencies, releases
from tests.screens import read
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TABLES = ["sex,age", "sex,form", "nationality_region"]
CODES = {
    "sex": (["girl", "boy"], [60, 40]),
    "age": (["0_5", "6_11", "12_14", "15_17"], [5, 20, 35, 40]),
    "form": (["sexual", "labour", "other"], [40, 40, 20]),
    "nationality_region": (["south_asia", "stateless"], [85, 15]),
}


def cubes(children: int = 2000) -> list[ReleaseCube]:
    """The tables of the same invented children."""
    indicator = catalogue.find_indicator("trafficked_by_identification")
    assert indicator is not None
    draw = random.Random(5)
    drawn_codes = []
    for _child in range(children):
        office = draw.randrange(20)
        codes = {
            name: draw.choices(*codes_and_weights)[0] for name, codes_and_weights in CODES.items()
        }
        year = str(draw.randrange(*releases.YEARS))
        drawn_codes.append((codes | {"year": year}, office, f"{office} {draw.randrange(12)}"))
    cube_list = []
    for table in TABLES:
        names = ("year", *table.split(","))
        cells = Counter(
            (tuple(codes[name] for name in names), office, event)
            for codes, office, event in drawn_codes
        )
        records = [CubeRecord(key[0], n, key[1], key[2]) for key, n in sorted(cells.items())]
        by = [
            dimension for name in names[1:] if (dimension := indicator.dimension(name)) is not None
        ]
        trees = cube_counting.dimension_trees(names, by, records)
        name = table.replace(",", "-").replace("_", "-")
        cube_list.append(ReleaseCube(name, names, records, trees, True))
    return cube_list


@pytest.mark.requirement("DAT-002")
def test_core_dimension_tables_are_consistent() -> None:
    by = agencies.staff("rapporteur")
    second = agencies.staff("oversight", by.office)
    family = releases.family(
        by, slug="four", indicator="trafficked_by_identification", tables=TABLES
    )
    chosen = {table_name.replace(",", "-").replace("_", "-"): 0 for table_name in TABLES}
    row = releases.designed(by, family, chosen=chosen, chosen_by=by.id)
    row = releases.carried_out(
        releases.keep(row, releases.guard_all(DisclosureMethod.ROUND, *cubes())), by, second
    )
    words, _tables = read(Client().get("/published/four/1/"))
    for title in ("Age when identified", "Sex", "Region of nationality", "Form of exploitation"):
        assert title in words
    together = []
    for name in chosen:
        _words, [table] = read(Client().get(f"/published/four/1/tables/{name}/"))
        together.append(table.rows["Total"])
        assert len(table.rows) > 2
    # Protected together: common margins have the same number in all tables.
    assert together[0] == together[1] == together[2]
    page = signed_in(by).get(reverse("releases:show_release", args=[row.pk])).content.decode()
    assert "no table by" not in page


def test_family_names_its_missing_core_dimension() -> None:
    by = agencies.staff("rapporteur")
    row = releases.draft(by, releases.family(by, indicator="trafficked_by_identification"))
    page = signed_in(by).get(reverse("releases:show_release", args=[row.pk])).content.decode()
    assert "no table by: Region of nationality and Form of exploitation" in page or (
        "no table by: Region of nationality, Form of exploitation" in page
    )
