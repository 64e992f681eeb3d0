"""Story 10: a home for children fails its inspection.

New placements stop, each resident is due for a review, the home is given notice; an exception for one
night ends and is not renewed by our own users; a second inspection opens the home again.
"""

from dataclasses import dataclass
from urllib.parse import quote

import pytest

from tests.browser import facilities, further, nights, story, transfers
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.browser.reading import ids_in
from tests.journeys.refusals import (
    COLLEAGUE,
    DECIDER,
    ELSEWHERE,
    HOLDER,
    LEADER,
    WORKER,
    HttpWalks,
    Walks,
    be_refused,
    try_in_vain,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
HOME = "House at the river (invented)"
LOCKED = "3.4"  # a critical criterion: no child is locked in
ABROAD = "Meena Devi"


@dataclass(frozen=True)
class Home:
    """The page of the home in the register, and the files of those who live there."""

    page: str
    placed: str  # by our own decision
    ordered: str  # by an order, of a colleague's child


@pytest.mark.requirement("FAC-002", "FAC-003", "FAC-012")
def test_a_home_that_fails_receives_no_child_until_it_is_inspected_again(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker = http_walks(WORKER)
    home = a_licensed_home_with_two_children(walks, http_walks)
    guests = [
        story.new_file(worker, name, child_gender="girl", age_low="13")
        for name in ("Sita Mandal", "Renu Yadav")
    ]
    for file in guests:
        further.consent(worker, file, scopes=["shelter"])
    lead, second = walks(LEADER), walks(DECIDER)
    inspection = it_is_inspected(lead, second, http_walks(LEADER), home)
    the_lead_alone_decides_nothing(lead, second, home, inspection)
    strangers_read_the_result_alone(walks, home, inspection)
    no_child_is_placed_but_by_an_exception(walks(WORKER), walks(LEADER), guests[0])
    each_resident_is_reviewed(walks, home)
    a_notice_is_closed_by_another(walks, lead, second, inspection)
    it_opens_again(second, http_walks(DECIDER), lead, home)
    facilities.ask_for_place(worker, guests[1], HOME).press().says(f"Residential care · {HOME}")


def a_licensed_home_with_two_children(walks: Walks, http_walks: HttpWalks) -> Home:
    """Two people list it and confirm its licence; one child is placed, another by an order."""
    leader, holder = http_walks(LEADER), http_walks(HOLDER)
    page = facilities.propose(leader, HOME)
    assert leader.status(f"{page}publish/") == 404, "not by the person who proposed it"
    worker = http_walks(WORKER)
    placed = story.new_file(worker, "Anita Chaudhary", child_gender="girl", age_low="12")
    worker.open(f"{placed}placements/new/")
    assert HOME not in str(worker.choices("facility")), "before a second person published it"
    holder.open(f"{page}publish/").press()
    facilities.license_home(leader, holder, page)
    browser = walks(WORKER)
    facilities.ask_for_place(browser, placed, HOME)
    try_in_vain(browser, "There is no consent or other legal basis for a placement on record.")
    further.consent(worker, placed, scopes=["shelter"])
    facilities.ask_for_place(browser, placed, HOME).fill(foster_option="not_examined")
    try_in_vain(browser, "Examine care by the parents, kinship care and foster care")
    browser.fill(foster_option="no_person").press().says(f"Residential care · {HOME}")
    colleague = http_walks(COLLEAGUE)
    ordered = story.new_file(colleague, "Kabita Paswan", child_gender="girl", age_low="15")
    facilities.place_by_order(colleague, ordered, HOME)
    return Home(page, placed, ordered)


def it_is_inspected(lead: BrowserWalk, second: BrowserWalk, quick: HttpWalk, home: Home) -> str:
    """Unannounced, ten days ago; children are locked in at night, all else is as it should be."""
    lead.open("/inspections/risk/").says(HOME, "Never inspected")
    inspection = facilities.plan_inspection(lead, home.page, "unannounced")
    facilities.to_begin(lead, inspection, "declared", days_ago=10).press()
    lead.says("Your connection is recorded. Another inspector takes over.", "Planned")
    facilities.to_begin(lead, inspection, "none", days_ago=10)
    try_in_vain(lead, "You declared a connection with this facility earlier.")
    a_connection_is_withdrawn_by_another(second, lead, home)
    facilities.to_begin(lead, inspection, "none", days_ago=10).press()
    lead.says("Assess every criterion first.")
    assert not lead.links("/submit/")
    criterion = facilities.assess(quick, inspection, until=LOCKED)
    lead.open(criterion).says("critical").fill(result="not_met")
    try_in_vain(lead, "Describe what you found")
    lead.fill(evidence="The doors of two rooms are locked at night.").press()
    assert not facilities.assess(quick, inspection)
    lead.open(inspection).says("Result by rule: Failed", "Record how many children were heard")
    facilities.hear(lead, inspection, themes="Locked in at night")
    lead.open(f"{inspection}submit/").press().says("Waiting for the second inspector")
    return inspection


def a_connection_is_withdrawn_by_another(
    inspector: BrowserWalk, declaring: BrowserWalk, home: Home
) -> None:
    """Whoever declared a connection with the home cannot take it back; a colleague does, with why."""
    inspector.open(home.page).says("declared a connection on", "takes no part")
    page = inspector.links("/connections/")[0]
    assert not declaring.open(home.page).says("takes no part").links("/connections/")
    assert declaring.status(page) == 404
    inspector.open(page).fill(why="It was the home of the same name in the next village.").press()
    assert not inspector.links("/connections/")


def the_lead_alone_decides_nothing(
    lead: BrowserWalk, second: BrowserWalk, home: Home, inspection: str
) -> None:
    """The own approval is refused; a second inspector with a connection to the home takes no part."""
    assert not lead.open(inspection).links("/agree/")
    facilities.agree(lead, inspection)
    try_in_vain(lead, "You led this inspection. A second inspector agrees to it.")
    facilities.agree(second, inspection).fill(conflict="declared").press()
    second.says("Your connection is recorded.", "Waiting for the second inspector")
    facilities.agree(second, inspection)
    try_in_vain(second, "You declared a connection with this facility earlier.")
    a_connection_is_withdrawn_by_another(lead, second, home)
    facilities.agree(second, inspection).press().says("Failed")


def strangers_read_the_result_alone(walks: Walks, home: Home, inspection: str) -> None:
    """All staff read that placements stopped; what children said is for the inspectors alone."""
    for person in (WORKER, ELSEWHERE, ABROAD):
        reader = walks(person)
        assert reader.status(inspection) == reader.status(f"{inspection}agree/") == 404, person
        reader.open(home.page).says("The facility failed its last inspection.")
        shown = reader.page.locator("main").inner_text()
        assert "Locked in at night" not in shown
        if person != WORKER:
            assert not reader.links("/child/")
            assert reader.status(f"{home.placed}placements/") == 404


def no_child_is_placed_but_by_an_exception(
    worker: BrowserWalk, supervisor: BrowserWalk, file: str
) -> None:
    """For a week at most, by a second person; when it is over it is not renewed here."""
    worker.open(f"/facilities/?q={quote(HOME)}").says(HOME, "No new placements")
    worker.open(f"{file}placements/new/").says(
        "Not possible: The facility failed its last inspection"
    )
    facilities.ask_for_place(worker, file, HOME)
    try_in_vain(worker, "To request an exception, enter why it is needed. A supervisor decides.")
    worker.fill(exception_why="Three nights, no other bed in the district.")
    transfers.on(worker, "exception_until", 8)
    try_in_vain(worker, "An exception is valid for at most 7 days")
    transfers.on(transfers.on(worker, "started_on", -3), "exception_until", -1).press()
    worker.says("The child is not placed yet.")
    assert not worker.has_form("/approve/"), "not by the person who asked for it"
    page = f"{file}placements/"
    placement = ids_in(worker, placement=f"{page}{{}}/request/")["placement"]
    supervisor.open(page).press(to="/approve/")
    supervisor.says("The exception would have expired. Return it for revision.")
    supervisor.open(f"{page}{placement}/return/").fill(question="For how long still?").press()
    worker.open(page).says("For how long still?")
    worker.open(f"{page}{placement}/request/")
    transfers.on(worker, "exception_until", 3).press()
    supervisor.open(page).press(to="/approve/").says("Exception: 3 days left")
    nights.let_exception_end(worker.site, placement)
    it_is_over_and_not_renewed(worker, supervisor, file)


def it_is_over_and_not_renewed(worker: BrowserWalk, supervisor: BrowserWalk, file: str) -> None:
    """Both are alerted; another exception for the same home is for an authority."""
    worker.open(f"{file}placements/").says("The exception expired on")
    for person in (worker, supervisor):
        assert person.open("/").links("/placements/?needs=exception")
    supervisor.says("A facility failed its inspection: no new placements")
    worker.open("/placements/?needs=exception").says("Exception expired 1 day ago")
    facilities.ask_for_place(worker, file, HOME).fill(
        exception_why="There is still no other bed.", move_reason="other"
    )
    transfers.on(worker, "exception_until", 3)
    try_in_vain(worker, "There was an exception for this place before. An authority has to decide")


def each_resident_is_reviewed(walks: Walks, home: Home) -> None:
    """The worker of each child reviews it within a week, and finds no other child of the home."""
    for person, file, other in (
        (WORKER, home.placed, home.ordered),
        (COLLEAGUE, home.ordered, home.placed),
    ):
        worker = walks(person)
        worker.open(home.page).says("Review because the facility was stopped")
        assert worker.links(file)
        assert not worker.links(other)
        worker.open(f"{file}placements/").says("The facility failed an inspection")
        worker.follow(worker.link("/placements/reviews/"))
        worker.fill(seen="not_seen", wish="not_said", outcome="stay", reasons="By telephone")
        try_in_vain(worker, "The child must be seen before")
        worker.fill(seen="alone", wish="move", outcome="move", child_words="The doors are locked.")
        transfers.on(worker, "next_on", 30)
        try_in_vain(worker, "within 7 days")
        transfers.on(worker, "next_on", 5).press().says("The doors are locked.")


def a_notice_is_closed_by_another(
    walks: Walks, lead: BrowserWalk, second: BrowserWalk, inspection: str
) -> None:
    """All staff read what the home must do; the inspector who said so does not close it."""
    asked = "Take the locks off the doors of the bedrooms."
    lead.open(f"{inspection}notice/").fill(kind="improvement", text=asked)
    try_in_vain(lead, "This field is required")
    transfers.on(lead, "due_on", 14).press().says(asked)
    walks(ELSEWHERE).open("/inspections/notices/").says(asked)
    assert not lead.links("/close/")
    closing = ids_in(second.open(lead.path), notice="/inspections/notices/{}/close/")["notice"]
    for person in (LEADER, WORKER, ELSEWHERE):
        assert walks(person).status(f"/inspections/notices/{closing}/close/") == 404, person
    second.open(f"/inspections/notices/{closing}/close/")
    transfers.on(second, "checked_on")
    try_in_vain(second, "This field is required")
    second.fill(proof="No door of a bedroom has a lock now.").press()


def it_opens_again(lead: BrowserWalk, quick: HttpWalk, second: BrowserWalk, home: Home) -> None:
    """The other inspector leads the follow-up, and the first agrees to it."""
    lead.open(home.page).says("The facility failed its last inspection.")
    inspection = facilities.plan_inspection(lead, home.page, "follow_up")
    facilities.to_begin(lead, inspection, "none").press()
    facilities.assess(quick, inspection)
    be_refused_before_all_is_known(quick, inspection)
    facilities.hear(lead, inspection)
    lead.open(f"{inspection}submit/").press()
    facilities.agree(second, inspection).press().says("Passed")
    stopped = "The facility failed its last inspection."
    assert stopped not in lead.open(home.page).page.locator("main").inner_text()


def be_refused_before_all_is_known(quick: HttpWalk, inspection: str) -> None:
    """Without the children's voices nothing is submitted."""
    quick.open(f"{inspection}submit/")
    be_refused(quick, "Record how many children were heard alone, even if none was.")
