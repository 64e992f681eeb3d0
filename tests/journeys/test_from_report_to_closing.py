"""Story 1: a girl of Nepal, on her way to India, from the report of a concern to her closing.

As far as today's modules go: report, search before create, file and case, limits of
confidentiality, a first look by a questionnaire, what she remembers of home, what happened, needs,
a plan with her own goals, its approval, visits, her own evaluation, closing. Her case may pass to
another agency (`tests/protection/casework/handovers`), and a family is looked for in a story of its own
(`test_missing_and_found`), as is her return by a determination (`test_transfer_to_another_country`). Not
yet here: the mentor after it.
"""

import pytest
from playwright.sync_api import Page

from tests.browser import further, nights, story
from tests.browser.browser_walk import BrowserWalk
from tests.journeys.refusals import (
    ADMINISTRATOR,
    COLLEAGUE,
    ELSEWHERE,
    LEADER,
    MOTHER,
    WORKER,
    HttpWalks,
    Walks,
    find_nothing,
    seat,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
# Not like the missing child of the shared world: her case would wait for an answer about that search.
NAME = "Gangotri Sardar"
PHONE = {"width": 390, "height": 844}
TELEPHONE = "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537.36"


@pytest.mark.requirement("CAS-001")
def test_a_girl_is_accompanied_from_the_report_to_the_closing(walks: Walks) -> None:
    worker = walks(WORKER)
    story.report(worker, NAME, channel="helpline").says(story.TOLD, "may have been trafficked")
    story.search(worker).says(
        "If other workers know this child, they have been notified of your enquiry."
    )
    file = story.open_file(worker)
    worker.says(NAME, "stated by the child or family", "Maithili")
    assert "Gangotri" not in worker.page.title() + worker.page.url

    story.explain(worker, file)
    story.listen(worker, file, WORKER).says(story.HER_WORDS)
    further.screen(worker, file).says("Initial screening (short)", "Her hands are burnt.")
    further.clue(worker, file).says("पहाड़ और पुल")
    story.what_happened(worker, file).says(
        "Intercepted on the way", "Classification under international law"
    )
    story.assess(worker, file).says("She wants to learn a trade.")
    plan = story.plan(worker, file).says(story.HER_WORDS, "The child").path
    story.visit(worker, file).says("The child was visited and met alone")
    find_nothing(walks, file, NAME, ELSEWHERE, COLLEAGUE, MOTHER, ADMINISTRATOR)

    leader = walks(LEADER)
    worker.open(plan).press(to="/ask/").says("Waiting")
    assert worker.status("/approvals/") == 404
    story.decide(leader).says("Approved")
    closing_is_refused(worker, leader, file)
    a_house_mother_reads_what_her_work_needs(walks, leader, file)

    story.reach(worker, plan).says("Achieved")
    story.assess(worker, file, risk="low")
    story.ask_closing(worker, file).says("Closure requested")
    story.decide(leader)
    worker.open(f"{file}closing/").says("Closed", "If the child needs help again")
    story.visit(worker, file, "She came by to say hello.")  # what happens can always be recorded
    worker.open(f"{file}visits/").says("She came by to say hello.")


def closing_is_refused(worker: BrowserWalk, leader: BrowserWalk, file: str) -> None:
    """While her goals are open and she is not well yet, no supervisor can close her case."""
    worker.open(f"{file}closing/").says("The case plan has goals that are still in progress.")
    story.ask_closing(worker, file, anyway=True).says("Closure requested")
    story.try_to_approve(leader).says(
        "The request cannot be approved yet", "in a final assessment first"
    )
    question = "How is she, and who decided that it ends?"
    story.decide(leader, "send_back", question=question)
    worker.open(f"{file}closing/").says(question)
    assert worker.open(f"{file}visits/").page.locator('main a[href$="/visits/new/"]').count()


def a_house_mother_reads_what_her_work_needs(walks: Walks, leader: BrowserWalk, file: str) -> None:
    """Her seat gives the plan, the visits and the words meant for the team; never the interview."""
    seat(leader, file, "house_mother", MOTHER).says(MOTHER)
    mother = walks(MOTHER)
    mother.open(file).says(NAME)
    mother.open(f"{file}plan/").says("She has learnt tailoring")
    for closed in (
        "happened/",
        "needs/",
        "orders/",
        "closing/",
        "who/change/",
        "access-log/",
        "team/",
    ):
        assert mother.status(file + closed) == 404, closed
    said = mother.open(f"{file}voice/").page.inner_text("main")
    assert story.HER_WORDS not in said, "what she said was for the one she named"


@pytest.mark.deploy  # the walk above once more, in the other direction and narrow
def test_the_whole_way_is_walked_in_urdu_on_a_telephone(walks: Walks) -> None:
    worker = walks(WORKER, language="ur", viewport=PHONE, user_agent=TELEPHONE)
    leader = walks(LEADER, language="ur", viewport=PHONE, user_agent=TELEPHONE)
    for each in (worker, leader):
        each.on_page = [reads_from_the_right, shows_who]
    story.report(worker, "رخسانہ بی بی", language="ur")
    story.search(worker)
    file = story.open_file(worker)
    worker.says("رخسانہ بی بی", "بچے کے اپنے الفاظ میں")
    story.explain(worker, file)
    story.listen(worker, file, words="میں گھر جانا چاہتی ہوں۔", language="ur")
    story.what_happened(worker, file)
    story.assess(worker, file)
    plan = story.plan(worker, file).says("بچہ").path
    story.visit(worker, file, "وہ ٹھیک تھی۔")
    worker.open(plan).press(to="/ask/")
    story.decide(leader).says("منظور")
    story.reach(worker, plan)
    story.assess(worker, file, risk="low")
    story.ask_closing(worker, file)
    story.decide(leader)
    worker.open(f"{file}closing/").says("بند")
    worker.open("/no-such-page/").says("صفحہ نہیں ملا، یا آپ کو رسائی حاصل نہیں")


def reads_from_the_right(page: Page) -> None:
    """Every page of the way: right to left, no wider than the telephone, no name in its title."""
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ur", "rtl"), page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert "رخسانہ" not in page.title()


def shows_who(page: Page) -> None:
    """On a telephone the child's page shows the code alone, until names are asked for."""
    switch = page.locator("form[action='/view']").filter(
        has=page.locator("[name=discreet][value='0']")
    )
    if switch.count():
        assert "رخسانہ" not in page.content()
        switch.locator("button").first.click()


def test_no_worker_approves_their_own_plan(walks: Walks, http_walks: HttpWalks) -> None:
    """A supervisor who works a case herself asks for approval as everybody does."""
    before = http_walks(LEADER)
    file = story.new_file(before, "Kopila Mandal", language="ne", age_low="12")
    story.listen(before, file)
    plan = story.plan(before, file).path
    leader = walks(LEADER)
    leader.open(plan).press(to="/ask/").says("Waiting")
    approval = nights.newest_approval(leader.site)
    assert approval not in leader.open("/approvals/").page.content()
    story.try_to_approve(leader, approval).says("You cannot approve your own request.")
    leader.open(plan).says("Waiting")
