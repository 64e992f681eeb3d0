"""Story 8 with its determination: a boy says that his uncle sold him, and a panel decides that he stays.

Each way back is tried and stays closed: the country of origin is not contacted, the uncle does not get him,
neither a return nor one that an authority ordered is authorised, and the determination contests that
order. What remains is local integration, with a plan and a day of review.
"""

import pytest

from tests.browser import before_return, determinations, story, transfers
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
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
    try_in_vain,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME, UNCLE = "Lalit Mukhiya", "Hari Mukhiya"
WORDS = "My uncle sold me. I want to stay here."
APPEAL_DAYS = 20
NO_DETERMINATION = "There is no best interests determination in force for this transfer"


@pytest.mark.requirement("XBR-005", "BID-001", "BID-008", "BID-009", "TRC-004")
def test_boy_sold_by_his_uncle_stays_by_determination(walks: Walks, http_walks: HttpWalks) -> None:
    worker, leader, supervisor = http_walks(WORKER), http_walks(LEADER), walks(LEADER)
    file = story.new_file(worker, NAME, child_gender="boy", age_low="13")
    seat(supervisor, file, "house_mother", MOTHER)
    story.listen(worker, file, WORKER, words=WORDS, topics=["family", "decision"])
    he_accuses_his_uncle(worker, file)
    before_return.screen_for_protection(worker, file, fears_family="yes", result="sign")
    forms = determinations.report(worker, file, options=("stay", "return", "foster"), said=WORDS)
    determinations.list_panel(leader, forms)
    determinations.decide(leader, forms, "stay")
    determinations.tell(worker, forms)
    page = determinations.page_of(forms)
    supervisor.open(page).says(
        "This determination is in force.", "Stay or local integration", "Review date", WORDS
    )

    browser = walks(WORKER)
    opened = his_country_is_not_contacted(browser, file)
    he_does_not_go_to_his_uncle(worker, supervisor, file)
    an_order_of_an_authority_does_not_move_him(worker, supervisor, file, opened)
    his_determination_contests_the_order(worker, supervisor, file, forms)
    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)
    for closed in (page, f"{file}best-interests/", f"{file}tracing/", f"{file}transfers/"):
        assert walks(MOTHER).status(closed) == 404, closed
        assert walks(COLLEAGUE).status(closed) == 404, closed
    he_integrates_with_a_review(browser, leader, file)


def he_accuses_his_uncle(worker: HttpWalk, file: str) -> None:
    worker.open(f"{file}around/new/").fill(kind="aunt_uncle", name=UNCLE, contact="not_wanted")
    worker.press().open(f"{file}around/alleged/new/").fill(
        subject="person", name=UNCLE, roles=["sold"], said_by="child", relationship="relative",
        relation=worker.choice("relation"), on_what="The boy said so.",
    )  # fmt: skip
    worker.day("said_on", 2026, 3, 2).press()


def his_country_is_not_contacted(browser: BrowserWalk, file: str) -> str:
    """A return is opened, since what is asked of us is recorded; no request for it is sent. Its page."""
    page = transfers.begin(browser, file)
    browser.says(NO_DETERMINATION)
    browser.open(f"{page}requests/new/").fill(channel="focal_point", shared="A boy of 13.")
    transfers.on(browser, "sent_on")
    try_in_vain(browser, "The country of origin must not be contacted")
    assert not browser.open(page).has_form("/submit/")
    return page


def he_does_not_go_to_his_uncle(worker: HttpWalk, supervisor: BrowserWalk, file: str) -> None:
    """The uncle is verified and proposed; no second person can approve it against the determination."""
    worker.open(f"{file}tracing/new/").fill(relation="aunt_uncle", names=UNCLE)
    search = transfers.on(worker, "opened_on").press().path.removesuffix("views/new/")
    worker.open(f"{search}verifications/new/").fill(
        name=UNCLE, relation="aunt_uncle", methods=["questions"], recognises="yes"
    )
    worker.press().open(f"{file}tracing/")
    verification = worker.link("/homes/new/").removesuffix("homes/new/")
    worker.open(f"{verification}homes/new/").fill(
        assessor="Ms Rai", visits="1", family_part="took_money", violence="not_screened",
        others_at_risk="not_known", alleged_near="not_known", result="open",
    )  # fmt: skip
    transfers.on(worker, "visited_on").press()
    worker.open(f"{verification}reunification/new/").fill(
        carer=UNCLE, country="NPL", order_check="not_checked"
    )
    worker.press()
    needed = "A best interests determination for the family must be in force."
    supervisor.open(f"{file}tracing/").says(needed).press(to="/approve/")
    supervisor.open(f"{file}tracing/").says("Waiting for approval", needed)


def an_order_of_an_authority_does_not_move_him(
    worker: HttpWalk, supervisor: BrowserWalk, file: str, opened: str
) -> None:
    """It is recorded; an order without hearing the child and a second person's look moves nothing."""
    worker.open(f"{file}orders/new/").fill(
        authority="court", body="District court", kind="repatriation", child_heard="no",
        why_not_heard="The court did not ask.", text="Return to India.",
    )  # fmt: skip
    transfers.on(worker, "appeal_until", APPEAL_DAYS)
    transfers.on(worker, "made_on").press()
    worker.open(f"{file}transfers/new/").fill(
        direction="outgoing", other_country="IND", kind="ordered", partner="Agency of Patna"
    )
    be_refused(worker, "Another transfer of this child to another country is open.")
    worker.open(f"{opened}stop/").fill(
        stopped_by="worker", stop_reason="A court ordered something else.",
        place_tonight="In the home where he lives now", next_step="The order is contested.",
    )  # fmt: skip
    worker.press().open(f"{file}transfers/new/").fill(
        direction="outgoing", other_country="IND", kind="ordered", partner="Agency of Patna"
    )
    page = worker.press().path
    supervisor.open(page).says(
        "The child was not heard before the order was made",
        "A second person has not confirmed the order.",
    )
    supervisor.open(f"{page}departure/")
    try_in_vain(supervisor, "Only an authorised transfer is carried out.")


def his_determination_contests_the_order(
    worker: HttpWalk, supervisor: BrowserWalk, file: str, forms: str
) -> None:
    """The order stays on record; that it is contested is seen, and its last day of appeal is due."""
    form = worker.open(f"{forms}order/").fill(order_effect="contests")
    be_refused(form, "Choose the order and the relation to it, or neither.")
    form.fill(order=form.choice("order"), order_effect="contests").press()
    supervisor.open(determinations.page_of(forms)).says("This determination contests an order")
    last_day = transfers.today(APPEAL_DAYS)
    worker.open(file).says("Deadline for appeal", f"{last_day.day} {last_day:%b}")
    supervisor.open(f"{file}orders/").says("District court")


def he_integrates_with_a_review(browser: BrowserWalk, leader: HttpWalk, file: str) -> None:
    """The plan for his life here, approved, with a day of review."""
    plan = story.plan(browser, file).path
    review = transfers.today(90)
    browser.follow("/edit/").day("review_on", review.year, review.month, review.day).press()
    browser.open(plan).press(to="/ask/")
    story.decide(leader)
    browser.open(plan).says("Approved", f"{review.day} {review:%B %Y}")
    browser.open(f"{file}best-interests/").says("Stay or local integration")
