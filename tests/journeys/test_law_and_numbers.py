"""Stories 14 and 15 in part: what a rapporteur sees of law and numbers, and what never.

As far as today's modules go: Table 2.1 with its footnotes, its contradiction and the later facts
apart; the gap of a national definition; detected children by country, sex and form with "no data"
and "fewer than five", as page and as file; who looked at a file. These
pages round to fives; small cells are hidden in releases (`tests/evidence/releases`), researchers ask
for data that a second person approves (`tests/evidence/research`), children complain
(`tests/protection/oversight/complaints`). Not yet here: plans of action and their budgets, children's monitoring.
"""

import pytest

from tests.browser import story
from tests.journeys.refusals import (
    LEADER,
    OVERSIGHT,
    RAPPORTEUR,
    WORKER,
    HttpWalks,
    Walks,
    find_nothing,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]


@pytest.mark.requirement("LAW-001")
def test_a_rapporteur_compares_the_law_of_2008_with_what_came_later(walks: Walks) -> None:
    """Story 14: Palermo, the footnotes of Nepal, the contradiction of India, the gap of Pakistan."""
    reader = walks(RAPPORTEUR).open("/law/")
    row = reader.page.locator("tr").filter(has_text="Palermo Protocol").first
    cells = row.locator("td").all_inner_texts()
    assert len(cells) == 8
    assert all("changed" in cell for cell in cells)
    then = [cell.split("2008:")[1].strip() for cell in cells]
    assert [words[:11] for words in then if words.startswith("signed")] == [
        "signed 2002",
        "signed 2000",
    ]
    assert sum(words.startswith("not listed") for words in then) == 6
    reader.says("The Convention was ratified in 2005 by the Cabinet headed by the King.")
    reader.says("Notes on sources")
    reader.enter("/countries/IND/").says("Hague Adoption Convention", "unverified")
    reader.open("/law/countries/PAK/").says("Gaps in the definition of trafficking")
    assert "internal" in reader.page.inner_text("main").lower()
    reader.open("/law/instruments/PALERMO_TIP/").says("acceded on 16 June 2020", "unverified")


@pytest.mark.requirement("DAT-007")
def test_a_rapporteur_reads_numbers_and_no_child(walks: Walks, http_walks: HttpWalks) -> None:
    """Story 15: no data is not nought, roles do not add up, and no way leads to a child."""
    file = story.new_file(http_walks(WORKER), "Puja Bishwokarma", age_low="10", language="ne")
    reader = walks(RAPPORTEUR)
    reader.open("/numbers/detected/?country=BTN").says("no data", "this is not zero")
    assert "0" not in reader.page.locator("td.tbl-no_data").first.inner_text()
    reader.says(
        "Each cell counts every child once",
        "Cells are counted separately and do not add up",
    )
    answer = reader.page.request.get(f"{reader.site}/numbers/detected.csv?all")
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text().splitlines()) > 700
    for closed in ("/reports/", "/find/", "/approvals/", "/enquiries/", "/agency/", "/emergency/"):
        assert reader.status(closed) == 404, closed
    find_nothing(walks, file, "Puja", RAPPORTEUR, OVERSIGHT)
    walks(LEADER).open(file)
    walks(WORKER).open(f"{file}access-log/").says(LEADER, "You")
