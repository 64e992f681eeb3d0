"""A newcomer takes a child from the report of a concern to the closing of her case."""

from collections.abc import Callable

import pytest

from tests.browser import story
from tests.browser.walk import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
NAME = "Sunita Mahato"


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_a_child_is_taken_from_the_report_to_the_closing(
    walks: Callable[..., Walk], *, script: bool
) -> None:
    worker = walks("Gita Karki", java_script_enabled=script)
    story.report(worker, NAME).says(story.TOLD, "may have been trafficked")
    story.search(worker).says("Your enquiry has been passed on if needed")
    file = story.open_file(worker)
    worker.says(NAME, "stated by the child or family")
    assert "Sunita" not in worker.page.title() + worker.page.url

    story.explain(worker, file)
    story.listen(worker, file, "Gita Karki").says(story.HER_WORDS)
    story.what_happened(worker, file).says("Stopped on the way", "How these facts read")
    story.assess(worker, file).says("She wants to learn a trade.")
    plan = story.plan(worker, file).says(story.HER_WORDS, "The child").path
    story.visit(worker, file).says("The child was visited and met alone")
    worker.open(f"{file}visits/").says("She was well.")

    strangers_find_nothing(walks, file)
    worker.open(plan).press(to="/ask/").says("Waiting")
    assert worker.status("/approvals/") == 404
    supervisor = walks("Laxmi Thapa", java_script_enabled=script)
    story.decide(supervisor).says("Approved")
    story.reach(worker, plan).says("Reached")
    story.assess(worker, file, risk="low")
    story.ask_closing(worker, file).says("Closing asked for")
    story.decide(supervisor)
    worker.open(f"{file}closing/").says("Closed", "If the child needs help again")


def strangers_find_nothing(walks: Callable[..., Walk], file: str) -> None:
    """Whoever has no right to the file cannot tell that it is there."""
    for person in ("Rafiq Ansari", "Maya Rai", "Sarita Jha", "Binod Sah"):
        stranger = walks(person)
        for part in ("", "happened/", "voice/", "plan/", "needs/", "visits/", "closing/", "looks/"):
            assert stranger.status(file + part) == 404, (person, part)
        assert NAME not in stranger.open("/").page.content()
        stranger.open(file).is_nowhere()
