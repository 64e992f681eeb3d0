"""Social background from facts to the public: by the product's own SQL, protected, attacked."""

import random
from pathlib import Path

import pytest
from django.test import Client

from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.indicators import catalogue
from saathi.evidence.releases import cube_counting
from saathi.evidence.releases.cube_counting import CubeSpec
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.releases.test_counting import warehouse
from tests.factories import agencies, releases
from tests.screens import read

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ANSWERS = {"yes": 40, "no": 30, "withheld": 15, "": 15}


def invented_children(children: int = 1600) -> dict[str, str]:
    """Invented children of twenty offices: with debts, without debts, and without an answer."""
    draw = random.Random(3)
    child, case, background, episode = [], [], [], []
    for number in range(1, children + 1):
        answer = draw.choices(list(ANSWERS), list(ANSWERS.values()))[0]
        lists = " | ".join("debt" if answer == name else "-" for name in ("yes", "no", "withheld"))
        child.append(f"{number} | {draw.choice(['girl', 'boy'])}")
        case.append(
            f"{number} | {draw.randint(1, 20)} | {draw.randint(2021, 2024)}-{draw.randint(1, 12):02}"
        )
        background.append(f"{number} | {lists} | hunger")
        if draw.random() < 0.5:
            episode.append(f"{number} | receipt | begging")
    heads = {
        "child": ("child | gender", child),
        "case": ("child | office | opened", case),
        "background": ("child | present | absent | withheld | not_known", background),
        "episode": ("child | acts | purposes", episode),
    }
    return {name: "\n".join([head, *rows]) for name, (head, rows) in heads.items()}


@pytest.mark.requirement("DAT-003")
def test_background_factor_distinguishes_no_unknown_and_not_asked(tmp_path: Path) -> None:
    indicator = catalogue.find_indicator("trafficked_by_background")
    assert indicator is not None
    store, snapshot = warehouse(facts(**invented_children()), tmp_path)
    cube = cube_counting.count_cube(
        store, snapshot, indicator, CubeSpec(2021, 2024, "NPL", ("debt",))
    )
    assert cube.knows_offices
    guarded = releases.guard_all(DisclosureMethod.ROUND, cube)
    by = agencies.staff("rapporteur")
    second = agencies.staff("oversight", by.office)
    family = releases.family(by, slug="debt", indicator=indicator.name, tables=["debt"])
    row = releases.designed(by, family, chosen={"debt": 0}, chosen_by=by.id)
    releases.carried_out(releases.keep(row, guarded), by, second)
    words, _tables = read(Client().get("/published/debt/1/"))
    assert "A risk factor is not a cause of trafficking" in words
    _words, tables = read(Client().get("/published/debt/1/tables/debt/?rows=debt&columns=counted"))
    rows = set(tables[0].rows)
    assert {"Yes", "No", "Chose not to say", "Not asked, or not known to the child"} <= rows
