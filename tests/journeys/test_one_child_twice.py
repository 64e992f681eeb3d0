"""One child with two records: found at night, reviewed by two persons independently, merged, merge undone.

The register compares itself; two reviewers decide the same without knowing of each other; no one else learns
of it; and when it was wrong, possible access by others is followed up as an incident.
"""

import pytest

from saathi.infra import clock
from tests.browser import same_child
from tests.journeys.refusals import (
    ADMINISTRATOR,
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    MOTHER,
    OVERSIGHT,
    RAPPORTEUR,
    WORKER,
    HttpWalks,
    Walks,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME, AGAIN = "Manisha Chaudhari", "मनीषा चौधरी"


def test_two_persons_join_two_records_and_one_parts_them_again(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker, first, second = walks(WORKER), walks(LEADER), walks(HOLDER)
    pair = same_child.twice(http_walks(WORKER), NAME, http_walks(LEADER), AGAIN)
    for person in (WORKER, COLLEAGUE, ELSEWHERE, MOTHER, ADMINISTRATOR, RAPPORTEUR, OVERSIGHT):
        stranger = walks(person)
        assert stranger.status("/matches/") == 404, person
        assert stranger.status(f"/matches/{pair}/") == 404, person

    page = first.open(f"/matches/{pair}/").says(NAME, AGAIN, "agree")
    assert "Automatic assessment" not in page.page.inner_text("main")
    same_child.say_same(first, pair).says("Your decision is saved", "Automatic assessment")
    assert "%" not in first.page.inner_text("main")

    main = second.open(f"/matches/{pair}/").page.inner_text("main")
    assert LEADER not in main
    assert "Her aunt knows both." not in main
    assert "Automatic assessment" not in main
    same_child.say_same(second, pair).says("The same child", LEADER, "is the main record")
    assert pair not in same_child.pairs_of(first)

    files = first.open(f"/matches/{pair}/").page.locator('aside a[href*="/child/"]')
    paths = [files.nth(place).get_attribute("href") for place in (0, 1)]
    told = [worker.open(str(path)).page.inner_text("body") for path in paths]
    assert sum("This is the same child as in another record" in text for text in told) == 1
    assert sum("Another record of this child is merged with this one" in text for text in told) == 1

    first.open(f"/matches/{pair}/part/").fill(reason="two_children").press()
    first.says("Second confirmation needed", "You undid the merge: another person confirms it.")
    same_child.say_same(second, pair, "not_same").says("Two children")
    second.open("/incidents/").says("Records of two children were merged by mistake")
    second.enter("/incidents/").says(
        "People who have opened the child’s file since the breach", WORKER
    )
    today = clock.today_in("Asia/Kathmandu")
    second.fill(kind="people_spoken", note="Spoke with the worker")
    second.day("done_on", today.year, today.month, today.day).press()
    second.says("Spoke with the worker").enter("/close/")
    second.fill(closed_for="no_harm", closing="Only her own worker had read it.").press()
    second.says("Closed", "Only her own worker had read it.")
