"""A transfer to another country, as the worker, the supervisor and the receiver record it."""

import datetime as dt
from zoneinfo import ZoneInfo

from saathi.infra import clock
from saathi.protection.returns.transfers.paper_rules import DATED_PAPERS
from saathi.protection.returns.transfers.vocabulary import REQUIRED_PAPERS, SafetySubject
from tests.browser import before_return, further
from tests.browser.reading import ids_in
from tests.browser.walk import Walk


def today(days: int = 0) -> dt.date:
    return clock.today_in("Asia/Kathmandu") + dt.timedelta(days=days)


def on(walk: Walk, name: str, days: int = 0) -> Walk:
    """A day, so many days from now."""
    day = today(days)
    return walk.day(name, day.year, day.month, day.day)


def begin(worker: Walk, file: str) -> str:
    """Opens a transfer; the path of its page."""
    worker.open(f"{file}transfers/new/").fill(
        direction="outgoing", other_country="IND", kind="return", partner="Agency of Patna"
    ).press()
    return worker.path


def permit_contact(worker: Walk, leader: Walk, page: str) -> None:
    """The child consents to the contact, a leader permits it, and the country confirms the nationality."""
    file = page.partition("transfers/")[0]
    further.consent(worker, file, scopes=["origin"])
    before_return.ask_for_contact(worker, file)
    protection = f"{file}international-protection/"
    found = ids_in(leader.open(protection), permitted="/permissions/{}/decide/")
    leader.open(f"{protection}permissions/{found['permitted']}/decide/").fill(state="open").press()
    before_return.contact_consulate(worker, file)
    before_return.verify(worker, file)
    ids = ids_in(worker, verification_id=f"{file}return/verifications/{{}}/")
    worker.open(f"{file}return/verifications/{ids['verification_id']}/").fill(answer="confirmed")
    on(worker, "answered_on").press()


def ask(leader: Walk, page: str, receiver: str) -> Walk:
    """The supervisor asks a colleague of the receiving agency."""
    leader.open(f"{page}requests/new/").fill(
        channel="here", receiver_search=receiver, consent=leader.choice("consent"), shared="A girl of 14 who speaks Maithili.",
        needs="A school place.", asks="Can the aunt care for the child?",
    )  # fmt: skip
    return on(leader, "sent_on").press()


def say(worker: Walk, page: str, wish: str = "goes", moment: str = "preparation") -> Walk:
    """What the child says, a moment ago."""
    worker.open(f"{page}views/new/").fill(
        moment=moment, wish=wish, words="I want to see my aunt.", asked_by="Gita, in Maithili",
        asked_time="00:00", reply="",
    )  # fmt: skip
    return on(worker, "asked_day").press()


def plan(worker: Walk, page: str) -> Walk:
    """A journey by air that begins now: a departure is near its planned time."""
    worker.open(f"{page}journeys/new/")
    now = clock.now().astimezone(ZoneInfo("Asia/Kathmandu"))
    for hours, name in enumerate(("departs", "crosses", "arrives")):
        at = now + dt.timedelta(hours=hours)
        worker.day(f"{name}_day", at.year, at.month, at.day).fill(**{f"{name}_time": f"{at:%H:%M}"})
    worker.fill(
        crossing="air", escort="Rina Shah, agency, woman", escort_screening="screened",
        escort_choice="chosen", language="shared", fitness="fit", route="By air",
        telephone="+977 1 000 000", belongings="One bag",
    )  # fmt: skip
    return on(worker, "child_told_on").press()


def base_on_agreement(worker: Walk, page: str) -> Walk:
    """The agreement and the national focal points of both countries."""
    worker.open(f"{page}edit/").fill(
        coordination="agreement",
        agreement=worker.choice("agreement", "Protocol for requests"),
        our_focal_point=worker.choice("our_focal_point", "Kathmandu"),
        their_focal_point=worker.choice("their_focal_point", "New Delhi"),
    )
    return worker.press()


def list_papers(worker: Walk, page: str) -> None:
    """Each document that an authorisation needs."""
    for paper in REQUIRED_PAPERS:
        list_paper(worker, page, paper.value)


def assess_all_safety(worker: Walk, page: str) -> None:
    """The country of origin, the journey and the destination, each for itself."""
    for subject in SafetySubject:
        assess_safety(worker, page, subject.value)


def prepare_all(worker: Walk, leader: Walk, receiver: Walk, page: str) -> str:
    """All that an authorisation needs beside the decision; the address of the receiving side.

    The child was screened for international protection.
    """
    base_on_agreement(worker, page)
    permit_contact(worker, leader, page)
    say(worker, page)
    ask(leader, page, receiver.person)
    own = received(page)
    answer(receiver, own)
    place(receiver, own)
    assess_all_safety(worker, page)
    plan(worker, page)
    list_papers(worker, page)
    return own


def received(page: str) -> str:
    """The address at which the receiving side reads the transfer of this page."""
    return f"/transfers/received/{page.rstrip('/').rpartition('/')[2]}/"


def depart(worker: Walk, page: str) -> Walk:
    """The child leaves now."""
    return worker.open(f"{page}departure/").press()


def hand_over(worker: Walk, page: str) -> Walk:
    """The handover, now."""
    worker.open(f"{page}handover/").fill(
        place="Bridge at Raxaul", received_by="Meena Devi, case worker", identity="both"
    )
    return worker.press()


def confirm(receiver: Walk, own: str, visit_in: int = 1) -> Walk:
    """The form of the receipt of today, filled in, with the first visit in so many days."""
    receiver.open(f"{own}receipt/").fill(
        received_by="Meena Devi, case worker",
        worker="Meena Devi, office in Patna",
        condition="Meena Devi saw the child at the bridge. The child is well.",
    )
    return on(on(receiver, "received_on"), "first_visit_on", visit_in)


def list_paper(worker: Walk, page: str, paper: str = "itinerary", stage: str = "travel") -> Walk:
    worker.open(f"{page}papers/new/").fill(
        paper=paper, stage=stage, state="held", form="original", issuer="District administration"
    )
    if paper in DATED_PAPERS:
        on(worker, "valid_until", 60)
    return worker.press()


def assess_safety(worker: Walk, page: str, subject: str = "origin") -> Walk:
    worker.open(f"{page}safety/new/").fill(
        subject=subject, sources=["partner"], result="safe",
        assessor="Asha Rao, social worker",
    )  # fmt: skip
    return worker.press()


def place(receiver: Walk, page: str) -> Walk:
    """The receiver records where the child will live."""
    receiver.open(f"{page}placement/").fill(
        care="relatives", standing="meets", place="Aunt Maya Devi", worker="Meena Devi",
        visited_by="Meena Devi, case worker",
    )  # fmt: skip
    return on(on(receiver, "visited_on", -1), "first_visit_on", 2).press()


def answer(receiver: Walk, page: str) -> Walk:
    receiver.open(f"{page}answer/").fill(answer="accepted", answered_by="Agency of Patna")
    return on(receiver, "answered_on").press()


def group(worker: Walk) -> Walk:
    worker.open("/transfers/groups/new/").fill(
        name="Bus in spring", from_country="NPL", to_country="IND"
    )
    return on(worker, "planned_on", 1).press()


def record(worker: Walk, leader: Walk, receiver: Walk, file: str) -> dict[str, str]:
    """A transfer that a colleague in Patna accepted; the ids that addresses name."""
    page = begin(worker, file)
    ids = ids_in(worker, transfer_id="/transfers/{}/")
    reference = worker.link("/transfers/references/").rstrip("/").rpartition("/")[2]
    say(worker, page)
    ask(leader, page, "Meena Devi")
    own = f"/transfers/received/{ids['transfer_id']}/"
    answer(receiver, own)
    place(receiver, own)
    assess_safety(worker, page)
    plan(worker, page)
    list_paper(worker, page)
    ids |= ids_in(worker, transfer_paper_id="/transfers/papers/{}/")
    group(worker)
    ids |= ids_in(worker, transfer_group_id="/transfers/groups/{}/")
    worker.open(f"{page}group/").fill(group=ids["transfer_group_id"]).press()
    return ids | {"transfer_reference": reference}
