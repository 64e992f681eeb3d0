"""Story 6: a child held for what others made him do; the facts are kept, an authority is notified.

As far as today's modules go: recorded by the police as in conflict with the law, which prompts a screening;
the time limit that begins with the arrest, which prompts another look; the charge as a broken safeguard with its alert, and
what was answered; the charge beside the episode it belongs to; the move from those who judge offenders
to protection, asked after the screening. Not yet here: the proceeding itself.
"""

import re

import pytest

from tests.browser import further, story
from tests.journeys.refusals import (
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
NAME = "Suresh Paswan"
# Words that make a child guilty of what was done to him.
LABELS = re.compile(
    r"immoral|prostitute\b|delinquen|illegal (child|migrant)|criminal child", re.IGNORECASE
)


@pytest.mark.requirement("NCR-002")
@pytest.mark.requirement("NCR-005")
def test_a_boy_arrested_for_theft_is_a_child_to_be_protected(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker, leader, before = walks(WORKER), walks(LEADER), http_walks(WORKER)
    story.report(before, NAME, child_gender="boy", age_low="15", channel="police",
                 concerns=["detained"], what="Held at the police post for a theft.")  # fmt: skip
    story.search(before)
    file = story.open_file(before)

    further.recorded_as(worker, file, "offender")
    worker.open("/").says("may have unidentified trafficking indicators")
    further.screen(worker, file, note="He was told to take the telephones.")
    overlooked = "check for unidentified trafficking"
    answered = (
        worker.open(f"{file}screening/").says("Initial screening (short)").page.inner_text("main")
    )
    assert overlooked not in answered

    further.happened(worker, file, "apprehended", "IND")
    worker.open(f"{file}orders/").says("Legal time limits")
    worker.open(f"{file}screening/").says(overlooked)  # the first look came before it
    further.broken(worker, file, safeguard="charged", what="He was charged with theft.")
    worker.says("Charged or punished for what others made the child do", "Rights commission")
    story.what_happened(
        before,
        file,
        legs=(),
        acts=["transfer"],
        purposes=["criminal_activities"],
        exploitation_occurred="yes",
        ended="removed",
        account="A man took him from the station and sent him to steal.",
        age_low="15",
    )
    worker.open(f"{file}happened/").unfold().says(
        "These facts constitute trafficking in a child: an act and a purpose."
    )

    worker.open(f"{file}orders/").enter("/orders/safeguards/")
    worker.fill(alert="mended", channel="letter", answer="The charge was taken back.")
    worker.day("notified_on", 2026, 3, 3).day("answered_on", 2026, 3, 9).press()
    worker.says("The charge was taken back.", "Response received, remedied")

    seat(leader, file, "house_mother", MOTHER)
    assert walks(MOTHER).status(f"{file}orders/") == 404, (
        "the house mother does not read the accusation"
    )
    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)
    for page in ("", "orders/", "screening/", "happened/"):
        said = worker.open(file + page).page.locator("main").inner_text()
        assert not LABELS.search(said), page


@pytest.mark.requirement("NCR-001")
@pytest.mark.requirement("NCR-009")
def test_a_boy_held_as_an_offender_is_screened_and_moved_to_protection(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker, before = walks(WORKER), http_walks(WORKER)
    story.report(before, "Bikash Sada", child_gender="boy", age_low="14", channel="police",
                 what="Held with a bag that was not his.")  # fmt: skip
    story.search(before)
    file = story.open_file(before)
    further.recorded_as(worker, file, "offender").says("Recorded as in conflict with the law")

    further.screen(worker, file, note="A man gave him the bag.")
    worker.says("The child may have been trafficked and is accused or detained")
    worker.follow("/screening/protection/new/")
    worker.fill(authority="juvenile_board", body="Board of Siliguri")
    worker.fill(what="Held since Monday for what a man made him carry.")
    worker.press().says(
        "Accused or detained, and not transferred to child protection", "Authority not notified yet"
    )
    assert (
        "Recorded as in conflict with the law"
        not in worker.open(f"{file}screening/").page.content()
    )
    worker.says("The child was held responsible for a result of trafficking")

    worker.open(f"{file}orders/").enter("/orders/safeguards/")
    worker.fill(alert="mended", channel="letter", answer="The board gave him to the committee.")
    worker.day("notified_on", 2026, 3, 3).day("answered_on", 2026, 3, 9).press()
    worker.says("The board gave him to the committee.", "Response received, remedied")


@pytest.mark.requirement("IDN-017")
def test_a_committee_reports_a_recruiter_before_anything_happened(
    walks: Walks, http_walks: HttpWalks
) -> None:
    """Story 13: a livelihood referral at the same time, and no access to a child's file."""
    member, worker = walks("Nani Maya Gurung"), http_walks(WORKER)
    told = "A man from the city promises the girls of the hamlet work in a hotel."
    member.open("/reports/contacts/new/").fill(kind="concern", channel="committee").unfold()
    member.fill(urgency="soon", reporter_kind="committee_member", what=told).press("yes")
    assert member.path.endswith("/report/"), member.path
    contact = member.path.removesuffix("report/")
    member.fill(concerns=["trafficking"], urgency="soon", timing="feared").press()
    report = member.path
    member.open(contact)
    story.refer(member, whom="Three families of the hamlet")
    member.open(contact).says("Livelihood of the family", "Recorded as a report")

    story.report(worker, "Rina Musahar", what="Another concern, of a worker.")
    story.search(worker)
    file = story.open_file(worker)
    assert member.status(report) == 200
    for closed in (file, f"{file}who/", f"{file}voice/", "/approvals/"):
        assert member.status(closed) == 404, closed
    assert "Rina" not in member.open("/reports/").page.content()
