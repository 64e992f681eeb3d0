"""Story 1 between two agencies of two countries: from the determination to the first visit in India.

Her aunt is traced without a word about what happened, a panel decides that she returns, a colleague in
Patna accepts her and finds a place, the supervisor authorises, she is asked again, travels and is visited.
Each person tries what they may not. The steps go over HTTP, the promises are read in Chromium.
"""

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
    seat,
    try_in_vain,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("walks")]
NAME, ABROAD, SAID = "Saraswati Paswan", "Meena Devi", "I want to live with my aunt."


@pytest.mark.requirement("XBR-002", "XBR-005", "XBR-012", "BID-002")
def test_girl_is_transferred_with_all_that_protects_her(
    walks: Walks, http_walks: HttpWalks
) -> None:
    worker, leader = http_walks(WORKER), http_walks(LEADER)
    file = story.new_file(worker, NAME)
    seat(walks(LEADER), file, "house_mother", MOTHER)
    trace_the_aunt(worker, file)
    page = transfers.begin(worker, file)
    supervisor = walks(LEADER).open(page)
    supervisor.says(
        "There is no best interests determination in force for this transfer",
        "The child was not asked about this transfer.",
        "There is no safety assessment of the journey.",
        "The other country has not accepted the transfer.",
    )
    own = transfers.prepare_all(worker, leader, http_walks(ABROAD), page)
    nothing_goes_without_the_determination(worker, supervisor, page)
    the_panel_decides(worker, leader, walks(DECIDER), file)

    worker.open(page).press(to="/submit/")
    assert not worker.has_form("/authorise/"), "who prepared it does not authorise it"
    receiver = walks(ABROAD)
    the_receiver_reads_one_transfer(receiver, own, file, page)
    find_nothing(walks, file, NAME, COLLEAGUE, ELSEWHERE)
    for stranger in (WORKER, COLLEAGUE, ELSEWHERE, MOTHER):
        assert walks(stranger).status(own) == 404, stranger
    assert walks(MOTHER).status(page) == 404
    supervisor.open(page).press(to="/authorise/").says("Authorised", "Missing for departure")

    she_is_asked_again_and_leaves(worker, page)
    she_arrives(worker, receiver, page, own)


def trace_the_aunt(worker: HttpWalk, file: str) -> None:
    """No enquiry in India tells of exploitation, nor is made before she was screened for protection."""
    worker.open(f"{file}tracing/new/").fill(relation="aunt_uncle", names="Maya Devi")
    search = transfers.on(worker, "opened_on").press().path.removesuffix("views/new/")
    worker.open(f"{search}views/new/").fill(subject="tracing", wish="wants")
    transfers.on(worker, "asked_on").press()
    enquiry = {
        "made_through": "ours", "way": "phone", "asked": "organisation", "country": "IND",
        "to_whom": "Office in Patna", "cover_text": "A girl who was trafficked looks for her aunt.",
    }  # fmt: skip
    worker.open(f"{search}enquiries/new/").fill(**enquiry)
    be_refused(worker, "exploitation")
    neutral = enquiry | {"cover_text": "A girl in our care looks for her aunt."}
    worker.open(f"{search}enquiries/new/").fill(**neutral)
    be_refused(worker, "not been screened for international protection")
    before_return.screen_for_protection(worker, file)
    worker.open(f"{search}enquiries/new/").fill(**neutral).press()


def nothing_goes_without_the_determination(
    worker: HttpWalk, supervisor: BrowserWalk, page: str
) -> None:
    """All else is there: the supervisor is refused, and sends it back with a question."""
    worker.open(page).press(to="/submit/")
    supervisor.open(page).press(to="/authorise/")
    missing = supervisor.open(page).page.locator("main").inner_text()
    assert "There is no best interests determination in force for this transfer" in missing
    assert "Awaiting authorisation" in missing
    assert "There is no safety assessment" not in missing
    supervisor.open(f"{page}departure/").fill(departed_time="00:00")
    try_in_vain(supervisor, "Only an authorised transfer is carried out.")
    supervisor.open(f"{page}return/").fill(question="What did the panel decide?").press()
    worker.open(page).says("Returned for revision", "What did the panel decide?")


def the_panel_decides(worker: HttpWalk, leader: HttpWalk, decider: BrowserWalk, file: str) -> None:
    """The worker presents the report and decides nothing; a panel of two decides nothing either."""
    determinations.assess(worker, leader, file, "return")
    forms = determinations.report(worker, file, options=("return", "foster"), said=SAID)
    for step in ("panel/", "meeting/"):
        assert worker.status(f"{forms}{step}") == 404
    determinations.list_panel(leader, forms)
    determinations.prepare_decision(decider, forms, "return", is_by_member=True)
    vote = decider.fields("vote_")[0]
    decider.fill(**{vote: "absent"})
    try_in_vain(decider, "At least three panel members vote.")
    decider.fill(**{vote: "for"}).press()
    decider.says("This determination is in force.", "Return to the country of origin", SAID)
    determinations.tell(worker, forms).says("Decided, child informed")


def the_receiver_reads_one_transfer(receiver: BrowserWalk, own: str, file: str, page: str) -> None:
    """The facts that were shared and the reference of both sides; no name, and no page of the file."""
    receiver.open(own).says("A girl of 14 who speaks Maithili.", "Awaiting authorisation")
    content = receiver.page.content()
    for hidden in (NAME, NAME.split(maxsplit=1)[0], SAID, "The panel heard all sides."):
        assert hidden not in content
    for closed in (file, page, f"{file}transfers/", f"{page}print/booklet/", f"{page}stop/"):
        receiver.open(closed).is_nowhere()
    receiver.open(f"{own}receipt/").fill(
        received_by="Meena Devi",
        worker="Meena Devi",
        condition="Meena Devi saw the child at the bridge. The child is well.",
    )
    transfers.on(transfers.on(receiver, "received_on"), "first_visit_on", 1)
    try_in_vain(receiver, "No child is on the way in this transfer.")


def she_is_asked_again_and_leaves(worker: HttpWalk, page: str) -> None:
    """She leaves only after she was asked on the day, and is handed over only once she left."""
    worker.open(f"{page}departure/")
    be_refused(worker, "The child was not asked within the 24 hours before the departure.")
    transfers.say(worker, page, moment="departure")
    worker.open(f"{page}handover/").fill(
        place="Bridge at Raxaul", received_by="Meena Devi", identity="both"
    )
    be_refused(worker, "Only a child on an authorised journey is handed over.")
    transfers.depart(worker, page).says("Travelling")
    transfers.hand_over(worker, page).says("The receiving side confirms within 24 hours.")


def she_arrives(worker: HttpWalk, receiver: BrowserWalk, page: str, own: str) -> None:
    """Patna confirms, with a first visit in time, and visits; both sides read one reference."""
    receiver.open("/").says("1 transfer to you waits for your answer or receipt")
    transfers.confirm(receiver, own, visit_in=-1)
    try_in_vain(receiver, "Enter a day on or after the arrival of the child.")
    transfers.confirm(receiver, own).press().says("Received")
    worker.open(f"{page}stop/").fill(
        stopped_by="worker", stop_reason="-", place_tonight="-", next_step="-"
    )
    be_refused(worker, "This transfer is over, or the child was handed over already.")
    receiver.open(f"{own}report/").fill(
        kind="first_visit", situation="well", said="I sleep well.", reporter="Meena Devi"
    )
    transfers.on(receiver, "seen_on").press().says("Followed up", "First visit, 72 hours")
    worker.open(page).says("I sleep well.", "Report after 1 month")
    reference = worker.unfold().link("/transfers/references/").rstrip("/").rpartition("/")[2]
    receiver.open(own).says(reference)
    assert not worker.open(page).has_form("/follow-up/end/"), "a second person ends it"
