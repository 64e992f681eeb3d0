"""Stories 1 and 8 between two agencies of two countries: asked, accepted, refused by the child, stopped.

The worker prepares, a supervisor asks a colleague in Patna, who answers and finds a place. No one is
authorised to send the child: the boy does not want to go, and stays. Each person tries what they may not.
"""

import pytest

from tests.browser import before_return, story, transfers
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    LEADER,
    MOTHER,
    WORKER,
    Walks,
    find_nothing,
    seat,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME, ABROAD = "Bikash Sada", "Meena Devi"


def test_child_who_refuses_is_not_sent(walks: Walks) -> None:
    worker, leader, abroad = walks(WORKER), walks(LEADER), walks(ABROAD)
    story.report(worker, NAME, child_gender="boy", age_low="13", language="mai")
    story.search(worker)
    file = story.open_file(worker)
    seat(leader, file, "house_mother", MOTHER)

    page = transfers.begin(worker, file)
    worker.says("Missing for authorisation", "The child was not asked about this transfer.")
    worker.open(f"{page}requests/new/").fill(
        channel="focal_point", shared="A boy of 13.", needs="", asks=""
    )
    transfers.on(worker, "sent_on")
    worker.page.locator("main form button.btn").first.click()  # refused: the page stays
    worker.says("First finish the screening for international protection.")
    before_return.screen_for_protection(worker, file)
    transfers.permit_contact(worker, leader, page)
    transfers.say(worker, page)
    transfers.ask(leader, page, ABROAD).says("Wait for the answer of the other country.")

    own = f"/transfers/received/{page.rstrip('/').rpartition('/')[2]}/"
    abroad.open("/").says("1 transfer to you waits for your answer or receipt")
    abroad.open(own).says("A girl of 14 who speaks Maithili.")
    assert NAME not in abroad.page.content()
    for hidden in (file, page, f"{page}print/booklet/", f"{file}transfers/"):
        abroad.open(hidden).is_nowhere()
    for stranger in (WORKER, COLLEAGUE, ELSEWHERE):
        assert walks(stranger).status(own) == 404
    transfers.answer(abroad, own)
    transfers.place(abroad, own).says("Aunt Maya Devi")

    worker.open(page).says("Accepted by the other country", "Aunt Maya Devi")
    transfers.say(worker, page, wish="does_not").says("Does not want to go")
    worker.open(page).says(
        "The child does not want to go. Stop the transfer, and look for another solution.",
        "There is no safety assessment of the journey.",
    )
    for walk in (worker, leader):
        walk.open(page)
        assert not walk.has_form("/submit/"), "what the child refuses is not submitted"
        assert not walk.has_form("/authorise/")
    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)
    assert walks(MOTHER).status(page) == 404
    assert walks(MOTHER).status(f"{file}transfers/") == 404

    worker.open(f"{page}stop/").fill(
        stopped_by="child", stop_reason="He wants to stay.", place_tonight="In the home where he lives now",
        next_step="Assess local integration.",
    ).press().says("This transfer was stopped.", "Assess local integration.")  # fmt: skip
    abroad.open(own).says("Stopped: do not expect the child")
    assert "He wants to stay." not in abroad.page.content()
