"""Story 12, the part that goes wrong: a child agrees to testify, is prepared, and says no.

What was approved for the yes ends, services go on, and each person tries what they may not.
"""

import datetime as dt

import pytest

from saathi.infra import clock
from tests.browser import court, story
from tests.browser.http_walk import HttpWalk
from tests.browser.reading import ids_in
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    LEADER,
    MOTHER,
    WORKER,
    HttpWalks,
    Walks,
    be_refused,
    find_nothing,
    seat,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME = "Anjali Chaudhary"
EXPLAINED = {
    "explained_by": "worker",
    "explained_how": ["pictures"],
    "language": "ne",
    "understanding": ["own_words"],
}


@pytest.mark.requirement("JUS-014", "JUS-018", "PRI-010")
def test_child_who_agreed_says_no_and_everything_for_the_yes_ends(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker = http_walks(WORKER)
    file = story.new_file(worker, NAME)
    seat(walks(LEADER), file, "house_mother", MOTHER)
    page = court.proceeding(worker, file)
    agree(worker, page)
    asked, hearing = prepare(worker, http_walks(LEADER), page)

    # The worker does not approve their own request; the supervisor does.
    assert worker.status(asked) == 404
    leader = walks(LEADER).open(asked).says("Wants to testify")
    leader.fill(state="approved").press().says("Approved")
    letter = f"{file}justice/hearings/{hearing}/letter/"
    walks(WORKER).open(letter).says("We ask the court")

    # The child says no: no reason and no explanation is needed.
    worker.open(f"{page}testimony/new/").fill(
        explained_by="no_one", answer="does_not_want", fears=["not_asked"], pressure=["none"]
    ).press()
    seen = walks(LEADER).open(page)
    seen.says(
        "The child does not agree to testify",
        "1 request to present the child ended.",
        "Services, placement and return do not depend on it.",
    )
    walks(WORKER).open(letter).says("The child does not agree to testify, so no letter")
    walks(LEADER).open("/court-calendar/?period=all").says("Child has not agreed")
    ask(worker, page)
    again = ids_in(walks(LEADER).open(page), asked="/justice/presentations/{}/decide/")["asked"]
    refused = http_walks(LEADER).open(f"{file}justice/presentations/{again}/decide/")
    be_refused(refused.fill(state="approved"), "Testimony is the child’s own decision.")

    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)
    for stranger in (COLLEAGUE, ELSEWHERE, MOTHER):
        for path in (page, f"{page}testimony/new/", letter, asked):
            assert walks(stranger).status(path) == 404, (stranger, path)


def agree(worker: HttpWalk, page: str) -> None:
    """An agreement that no one explained is refused; an explained one is recorded."""
    usual = {"answer": "wants", "fears": ["accused"], "pressure": ["none"]}
    worker.open(f"{page}testimony/new/").fill(explained_by="no_one", **usual)
    be_refused(worker, "Explain it first; until then record “Undecided”")
    unseen = EXPLAINED | {"understanding": ["not_seen"]}
    worker.open(f"{page}testimony/new/").fill(**unseen, **usual)
    be_refused(worker, "Explain it again in another way")
    worker.open(f"{page}testimony/new/").fill(**EXPLAINED, **usual).press()


def ask(worker: HttpWalk, page: str) -> None:
    """A request to present the child in three weeks."""
    on = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=20)
    worker.open(f"{page}presentations/new/").fill(
        occasion="testimony", why="The child wants the court to know."
    )
    worker.day("planned_on", on.year, on.month, on.day).press()


def prepare(worker: HttpWalk, leader: HttpWalk, page: str) -> tuple[str, str]:
    """A request that waits, its address for the decision, and the id of a hearing."""
    ask(worker, page)
    on = clock.today_in("Asia/Kathmandu") + dt.timedelta(days=20)
    worker.open(f"{page}hearings/new/").fill(purpose="child_evidence", child_expected="video")
    worker.day("listed_on", on.year, on.month, on.day).press()
    worker.open(page)
    hearing = ids_in(worker, hearing="/justice/hearings/{}/")["hearing"]
    leader.open(page)
    asked = ids_in(leader, asked="/justice/presentations/{}/decide/")["asked"]
    file = page.split("justice/", maxsplit=1)[0]
    return f"{file}justice/presentations/{asked}/decide/", hearing
