"""Story 8, before a panel decides: a boy says that an uncle sold him, and must not be sent back.

His words for the one he named, a safeguard that was broken and the authority to be notified, an enquiry of
another agency that the holder answers by what he said, a question from across the border that gets no
answer because he is afraid, the decision that he stays, answered for in plain words, a plan with a review. The determination of a panel, and the transfer that it stops, are in
`test_determined_to_stay`.
"""

import pytest

from tests.browser import further, story
from tests.browser.browser_walk import BrowserWalk
from tests.journeys.refusals import (
    ADMINISTRATOR,
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    MOTHER,
    WORKER,
    Walks,
    find_nothing,
    seat,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME, WORDS = "Arjun Chaudhary", "काकाले मलाई बेच्नुभयो। म फर्किन्न।"
MATCHED = 30  # seconds


def test_a_boy_who_was_sold_by_his_uncle_stays(walks: Walks) -> None:
    worker, leader = walks(WORKER), walks(LEADER)
    story.report(worker, NAME, child_gender="boy", age_low="13", language="the")
    story.search(worker)
    file = story.open_file(worker)
    story.listen(worker, file, WORKER, words=WORDS, topics=["family", "decision"])
    further.broken(
        worker, file, safeguard="contacted_origin", what="The uncle was told where he is."
    )
    worker.open(f"{file}orders/").says("Consulate or home contacted before the child was asked")

    seat(leader, file, "house_mother", MOTHER)
    assert WORDS not in walks(MOTHER).open(f"{file}voice/").page.inner_text("main")
    assert walks(MOTHER).status(f"{file}orders/") == 404
    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)

    somebody_asks_and_is_told_nothing(walks(ELSEWHERE), walks(HOLDER), file)
    another_country_asks_and_is_told_nothing(worker, walks(ADMINISTRATOR), file)
    assert walks(MOTHER).status(f"{file}abroad/") == 404
    further.decision(
        worker,
        file,
        kind="return_home",
        what="He stays here and is not taken to his uncle.",
        views="He does not want to go back.",
    )
    worker.open(f"{file}consent/decisions/").says("He stays here", "Return to the family")
    assert walks(MOTHER).status(f"{file}consent/decisions/") == 404
    plan = story.plan(worker, file).path
    worker.follow("/edit/").day("review_on", 2027, 3, 1).press()
    worker.open(plan).says("1 March 2027")
    worker.press(to="/ask/")
    story.decide(leader).says("Approved")


def somebody_asks_and_is_told_nothing(asker: BrowserWalk, holder: BrowserWalk, file: str) -> None:
    """The same answer hit or none; the holder decides by what the boy said, and no one is notified."""
    asker.open("/find/").fill(
        purpose="family_tracing", name=NAME, age_low="13", gender="boy", district="NP-DHA"
    )
    asker.press().says("If other workers know this child, they have been notified of your enquiry.")
    before = asker.open(asker.path).page.inner_text("main")
    row = holder.page.locator("main tr").filter(has_text="Tracing the child")
    for _second in range(MATCHED):
        holder.open("/enquiries/")
        if row.count():
            break
        holder.page.wait_for_timeout(1000)
    address = row.first.get_by_role("link").get_attribute("href")
    holder.open(str(address)).fill(decision="none", reason="He said who sold him.").press()
    assert asker.open(asker.path).page.inner_text("main") == before
    assert file not in asker.open("/").page.content()


def another_country_asks_and_is_told_nothing(
    worker: BrowserWalk, administrator: BrowserWalk, file: str
) -> None:
    """It may ask under the protocol; nothing goes, not even that he is here, and the page says so."""
    further.protocol(administrator)
    further.consent(worker, file, scopes=["origin"])
    further.asked_by_them(worker, file).says("Incoming request", "No answer yet")
    assert "Information shared\nnone" in worker.page.inner_text("main")
    worker.enter("/answer/").fill(
        facts=["age"], fear="fears", child_view="refuses", child_words=WORDS, best="It is not."
    )
    worker.page.locator("main form button.btn").first.click()  # refused: the page stays
    worker.says(
        "No information may be shared if the child fears someone in that country",
        "The child does not agree. No information may be shared.",
    )
    answer = worker.open(f"{file}abroad/").page.locator("main a", has_text="Outcome")
    worker.open(str(answer.first.get_attribute("href"))).fill(state="refused")
    worker.day("answered_on", 2026, 3, 9).press().says(
        "Answer refused", "No child is sent anywhere because of what is recorded here"
    )
    assert not worker.page.locator('main a[href$="/print/"]').count(), "there is no letter"
