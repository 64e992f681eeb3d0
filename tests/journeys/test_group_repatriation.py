"""Story 7: boys of one operation go home as individual children, or stay.

Each has a determination, a transfer and a decision of his own; the group is only a board. One goes, one
changes his mind at the bus and stays, one is taken away by others. A father is not prosecuted, and his
part stays on record. No boy goes to an institution without reasons.
"""

from dataclasses import dataclass

import pytest

from tests.browser import before_return, determinations, story, transfers
from tests.browser.browser_walk import BrowserWalk
from tests.browser.http_walk import HttpWalk
from tests.journeys.refusals import (
    COLLEAGUE,
    DECIDER,
    ELSEWHERE,
    LEADER,
    MOTHER,
    WORKER,
    HttpWalks,
    Walks,
    be_refused,
    find_nothing,
    try_in_vain,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
GOES, STAYS, TAKEN, ABROAD = "Raju Musahar", "Dipak Khatwe", "Santosh Dom", "Meena Devi"


@dataclass(frozen=True)
class Traveller:
    """A boy of the group: his name, his file, the page of his transfer, that of the receiving side."""

    name: str
    file: str
    page: str

    @property
    def own(self) -> str:
        return transfers.received(self.page)


@pytest.mark.requirement("XBR-005", "XBR-006", "BID-001", "BID-008", "NCR-008")
def test_boys_of_one_operation_are_decided_one_by_one(walks: Walks, http_walks: HttpWalks) -> None:
    worker, leader, receiver = (http_walks(each) for each in (WORKER, LEADER, ABROAD))
    decider = http_walks(DECIDER)
    group = transfers.group(worker).path
    goes, stays, taken = (add(worker, name, group) for name in (GOES, STAYS, TAKEN))
    a_father_is_not_prosecuted(worker, goes.file)
    for boy in (goes, stays):
        determinations.determine(worker, decider, boy.file, "return", "I want to go to my mother.")
        transfers.prepare_all(worker, leader, receiver, boy.page)
    transfers.base_on_agreement(worker, taken.page)
    transfers.permit_contact(worker, leader, taken.page)
    transfers.say(worker, taken.page)
    transfers.ask(leader, taken.page, ABROAD)
    no_institution_without_reasons(walks(ABROAD), receiver, taken)

    supervisor = walks(LEADER)
    the_board_decides_for_none(supervisor, group, (goes, stays, taken))
    for boy in (goes, stays):
        worker.open(boy.page).press(to="/submit/")
    supervisor.open(goes.page).press(to="/authorise/").says("Authorised", "Missing for departure")
    supervisor.open(group).says("Authorised: 1", "Awaiting authorisation: 1")
    supervisor.open(stays.page).says("Awaiting authorisation").press(to="/authorise/")
    transfers.say(worker, goes.page, moment="departure")
    transfers.depart(worker, goes.page).says("Travelling")

    he_changes_his_mind_and_stays(worker, walks(WORKER), stays)
    he_is_taken_by_others(worker, walks(WORKER), supervisor, taken)
    supervisor.open(group).says("3 children", "Travelling: 1", "Stopped: 2")
    strangers_learn_nothing(walks, group, (goes, stays, taken))


def add(worker: HttpWalk, name: str, group: str) -> Traveller:
    """A boy with a file, screened, with a transfer in the group."""
    file = story.new_file(worker, name, child_gender="boy", age_low="11")
    before_return.screen_for_protection(worker, file)
    page = transfers.begin(worker, file)
    worker.open(f"{page}group/").fill(group=group.rstrip("/").rpartition("/")[2]).press()
    return Traveller(name, file, page)


def a_father_is_not_prosecuted(worker: HttpWalk, file: str) -> None:
    """The prosecutor decides, with reasons; our own staff never do, and his part stays on record."""
    worker.open(f"{file}around/new/").fill(kind="father", name="Ramesh", contact="wanted").press()
    worker.open(f"{file}around/alleged/new/").fill(
        subject="person", name="Ramesh", roles=["sold"], said_by="child", relationship="parent",
        relation=worker.choice("relation"), on_what="He took money for the boy.",
    )  # fmt: skip
    worker.day("said_on", 2026, 3, 2).press()
    form = worker.open(f"{file}tracing/not-prosecuted/")
    offered = {each.value for each in form.choices("body")} - {""}
    assert offered == {"prosecutor", "court", "police"}
    form.fill(alleged=form.choice("alleged"), body="prosecutor")
    transfers.on(form, "decided_on")
    be_refused(form, "Reasons and conditions")
    form.fill(note="He was in debt bondage himself, and wants the boy at school.").press()
    worker.open(f"{file}around/").says("Gave or sold the child for a benefit", "Ramesh")


def no_institution_without_reasons(
    receiver: BrowserWalk, answers: HttpWalk, boy: Traveller
) -> None:
    """The receiving side names a home for children: first refused, then with what was tried."""
    transfers.answer(answers, boy.own)
    receiver.open(f"{boy.own}placement/").fill(
        care="facility", standing="meets", place="Home for boys", worker="Meena Devi"
    )
    try_in_vain(receiver, "Enter why no family placement is possible.")
    receiver.fill(why_facility="Two aunts were visited; neither can take him yet.").press()
    receiver.says("Two aunts were visited; neither can take him yet.")


def the_board_decides_for_none(
    supervisor: BrowserWalk, group: str, boys: tuple[Traveller, ...]
) -> None:
    """What is missing for each, no name, and nothing that signs for all."""
    supervisor.open(group).says(
        "3 children",
        "Nothing is missing for 2 of 3 children on this page.",
        "There is no authorisation of a group.",
    )
    main = supervisor.page.locator("main")
    assert not main.locator('form[method="post"]').count()
    for boy in boys:
        assert main.locator(f'a[href="{boy.page}"]').count(), boy.name
        assert boy.name.split()[0] not in main.inner_text()
    missing = supervisor.open(boys[-1].page).page.locator("main").inner_text()
    assert "There is no best interests determination in force for this transfer" in missing


def he_changes_his_mind_and_stays(worker: HttpWalk, browser: BrowserWalk, boy: Traveller) -> None:
    """Authorised, and at the bus he says no: he does not leave, and a place for tonight is named."""
    transfers.say(worker, boy.page, wish="does_not", moment="departure")
    browser.open(boy.page).says("The child does not want to go. Stop the transfer")
    worker.open(f"{boy.page}departure/")
    be_refused(worker, "After the authorisation the child did not want to go.")
    browser.open(f"{boy.page}stop/").fill(
        stopped_by="child",
        stop_reason="He wants to finish the school year.",
        next_step="Ask him again in a month.",
    )
    try_in_vain(browser, "Where the child stays tonight – This field is required.")
    browser.fill(place_tonight="In the home where he lives now").press().says(
        "This transfer was stopped."
    )


def he_is_taken_by_others(
    worker: HttpWalk, browser: BrowserWalk, supervisor: BrowserWalk, boy: Traveller
) -> None:
    """No one authorised it: it is no departure of ours, and is recorded all the same."""
    assert worker.open(boy.page).has_form("/submit/")
    worker.press(to="/submit/")
    supervisor.open(boy.page).press(to="/authorise/")
    supervisor.open(boy.page).says("Awaiting authorisation", "Missing for authorisation")
    browser.open(f"{boy.page}departure/")
    try_in_vain(browser, "Only an authorised transfer is carried out.")
    browser.open(f"{boy.page}left/").fill(
        what="The border force put him on a bus.", next_step="Ask the focal point to find him."
    )
    transfers.on(browser, "happened_on").press()
    browser.says("This transfer was stopped.", "Ask the focal point to find him.")
    browser.open(f"{boy.file}orders/").says("The border force put him on a bus.")


def strangers_learn_nothing(walks: Walks, group: str, boys: tuple[Traveller, ...]) -> None:
    """Colleagues without these files see a group of no children; house parents, others no group."""
    colleague = walks(COLLEAGUE).open(group).says("0 children")
    assert not colleague.page.locator('main a[href*="/child/"]').count()
    for person in (MOTHER, ELSEWHERE, ABROAD):
        assert walks(person).status(group) == 404, person
    for boy in boys:
        assert walks(COLLEAGUE).status(boy.page) == walks(MOTHER).status(boy.page) == 404
        assert walks(ELSEWHERE).status(boy.own) == 404
    find_nothing(walks, boys[0].file, boys[0].name, COLLEAGUE, ELSEWHERE)
