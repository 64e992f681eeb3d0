"""Story 9: a stateless child of sixteen to nineteen without a paper, in a browser without script.

Everything of the story that today's modules hold: presumed a child, the age as a range, no
document asked for, the full service, from the plan to a place that takes him in.
"""

import pytest

from tests.browser import further, story
from tests.journeys.refusals import (
    COLLEAGUE,
    ELSEWHERE,
    HOLDER,
    LEADER,
    WORKER,
    HttpWalks,
    Walks,
    find_nothing,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]


@pytest.mark.requirement("RTS-004")
def test_who_has_no_papers_and_no_known_age_is_a_child_with_every_help(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker = walks(WORKER, java_script_enabled=False)
    story.report(
        worker,
        "",
        child_gender="not_said",
        language="rhg",
        age_low="",
        concerns=["separated"],
        what="Somebody from the camp sleeps at the bus park.",
    ).says("A child without family may have been trafficked.")
    story.search(worker, age_low="16", age_high="19", gender="boy")
    worker.follow("/open/")
    asked = worker.page.inner_text("form").lower()
    assert not [word for word in ("passport", "certificate", "card number") if word in asked]
    worker.press().says("Enter a name, or tick that the name is not known yet.")
    worker.page.get_by_text("Add language or nationality").click()
    worker.fill(
        names_unknown=True,
        nationality_state="stateless",
        age_low="१६",
        age_high="१९",
        basis="stated",
    )
    file = worker.press().path
    worker.says("Name not known", "16–19 years", "presumed under 18")

    story.explain(worker, file)
    story.listen(worker, file, state="chose_not_to_say", form=None, words=None)
    story.assess(worker, file)
    worker.open(f"{file}needs/").says("Assessment of")
    plan = story.plan(worker, file).path
    story.visit(worker, file)
    leader = walks(LEADER, java_script_enabled=False)
    there = further.shelter(http_walks(LEADER), http_walks(HOLDER), "House of story 9").path
    further.consent(worker, file)
    further.offer(worker, file, there.split("/")[2], need="A bed", shared=["need"])
    worker.says("House of story 9")
    find_nothing(walks, file, "bus park", COLLEAGUE, ELSEWHERE)
    worker.open(plan).press(to="/ask/")
    story.decide(leader).says("Approved")
