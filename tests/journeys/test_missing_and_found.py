"""Story 11: a mother in one country misses her daughter, who sits in a shelter under another script.

From the mother's report to the decision of those who hold the daughter's file: nothing of what is
found reaches the mother's side before the daughter was asked, and then that someone will be in touch.
"""

import datetime as dt

import pytest

from saathi.infra import clock
from tests.browser import further, story
from tests.browser.browser_walk import BrowserWalk
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    MOTHER,
    WORKER,
    HttpWalks,
    Walks,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
HERS, AS_HER_MOTHER_SAYS = "बेलमती महतो", "বেলমতি মাহাতো"
DONE = 60  # seconds in which a job has done its work


@pytest.mark.requirement("MIS-003")
@pytest.mark.requirement("IDN-014")
def test_a_mothers_report_reaches_the_shelter_and_the_daughter_decides(
    walks: Walks, http_walks: HttpWalks
) -> None:
    file = story.new_file(http_walks(WORKER), HERS)

    mother = walks(ELSEWHERE)
    further.missing(mother, name_0=AS_HER_MOTHER_SAYS, name_1="", age_low="14", age_high="15")
    report = mother.path
    mother.says(
        AS_HER_MOTHER_SAYS, "Left with someone who may have made promises", "No searches yet."
    )
    for person in (COLLEAGUE, MOTHER, HOLDER):
        assert walks(person).status(report) == 404, person

    holder = walks(HOLDER)
    enquiry = waiting_from(holder, ELSEWHERE)
    for person in (WORKER, LEADER, ELSEWHERE):
        assert walks(person).status(enquiry) == 404, person
    assert "Contact is being made" not in mother.open(report).page.content()

    holder.open(enquiry).says("Search for a missing child", "Mother", "Not asked yet")
    contact = {"decision": "contact", "reason": "She wants to hear her mother", "safety": "safe",
               "through": "worker"}  # fmt: skip
    holder.fill(**contact).page.locator("main form:visible button.btn").first.click()
    holder.says("Ask the child first")  # she stays on the page, and what she typed stays with her
    day = clock.today_in("Asia/Kathmandu") - dt.timedelta(days=1)
    holder.open(f"{enquiry}view/").fill(
        view="careful", view_words="First on the telephone.", asked_by="House mother",
        view_on_0=day.day, view_on_1=day.month, view_on_2=day.year,
    ).press()  # fmt: skip
    holder.says("First on the telephone.")
    assert "Contact is being made" not in mother.open(report).page.content()
    holder.fill(**contact).press().says("Enquiries about children in your office")

    page = mother.open(report).says("Contact is being made").page.content()
    for hidden in (HERS, "House mother", "First on the telephone", file):
        assert hidden not in page, hidden


def waiting_from(holder: BrowserWalk, asker: str) -> str:
    """The state of the enquiry of this person, once the job has passed it on."""
    row = holder.page.locator("main tr", has_text="A missing child").filter(has_text=asker)
    for _second in range(DONE):
        holder.open("/enquiries/")
        if row.count():
            return str(row.first.locator("a").first.get_attribute("href"))
        holder.page.wait_for_timeout(1000)
    pytest.fail(f"no job has passed it on in {DONE} seconds")
