"""Two agencies of two countries: the receiving side reads one transfer, and nothing else of the file."""

import pytest

from saathi.agencies.models import Staff
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import agencies
from tests.protection.returns.tracing.walking import follow
from tests.protection.returns.transfers import prepared
from tests.reading import day, read, whole
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

PAGES = ("", "answer/", "placement/", "receipt/", "report/")
OF_FILE = (
    "",
    "transfers/",
    "identity/",
    "transfers/{}/",
    "transfers/{}/safety/new/",
    "transfers/{}/stop/",
    "transfers/{}/print/handover/",
)


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def receiver(around: ChildFileCast) -> Staff:
    return prepared.receiver_abroad()


def send(around: ChildFileCast, receiver: Staff) -> str:
    """A transfer of which the receiver was asked; the address of the receiving side."""
    transfer = prepared.considered(around)
    prepared.screen(around)
    prepared.request(around, transfer, receiver)
    return f"/transfers/received/{transfer.pk}/"


@pytest.mark.requirement("XBR-012")
def test_receiver_reads_the_shared_facts_and_no_page_of_the_file(
    around: ChildFileCast, receiver: Staff
) -> None:
    colleague = agencies.staff("case_worker", receiver.office)
    page = send(around, receiver)
    transfer_id = page.split("/")[-2]
    shown = read(receiver, page)
    assert "A girl of 14 who speaks Maithili." in shown
    for hidden in (NAME, NAME.split()[0], around.case.child.code, "Missing for"):
        assert hidden not in shown
    client = signed_in(receiver)
    for address in OF_FILE:
        path = f"{around.url}{address.format(transfer_id)}"
        assert client.get(path, follow=True).status_code == 404, path
    for step in ("submit", "authorise", "follow-up/end"):
        assert client.post(f"{around.url}transfers/{transfer_id}/{step}/").status_code == 404
    for person in (colleague, around.worker, around.stranger, around.outsider):
        for address in PAGES:
            assert signed_in(person).get(f"{page}{address}").status_code == 404
    listed = read(receiver, "/transfers/received/")
    assert "Request sent to the other country" in listed
    assert "Answer the request" in listed
    assert page not in signed_in(colleague).get("/transfers/received/").content.decode()
    assert "1 transfer to you waits" in whole(client.get("/").content)


@pytest.mark.requirement("XBR-002")
def test_receiver_answers_and_both_sides_read_it(around: ChildFileCast, receiver: Staff) -> None:
    page = send(around, receiver)
    answered = follow(
        signed_in(receiver),
        f"{page}answer/",
        answer="accepted_if",
        conditions="The aunt is visited first.",
        answered_by="District office",
        **day("answered_on", receiver.office.today()),
    )
    assert "The aunt is visited first." in answered
    reasons = follow(
        signed_in(receiver),
        f"{page}placement/",
        care="facility",
        standing="meets",
        place="Home for girls",
        worker="Asha Rao",
    )
    assert "Enter why no family placement is possible." in reasons
    follow(
        signed_in(receiver),
        f"{page}placement/",
        care="relatives",
        standing="meets",
        place="Aunt Maya Devi",
        worker="Asha Rao",
        **day("first_visit_on", prepared.today(around, 2)),
    )
    ours = read(around.worker, f"{around.url}transfers/{page.split('/')[-2]}/")
    assert "The aunt is visited first." in ours
    assert "Aunt Maya Devi" in ours


@pytest.mark.requirement("XBR-012")
def test_receiver_confirms_and_reports_until_the_transfer_is_stopped(
    around: ChildFileCast, receiver: Staff
) -> None:
    transfer = prepared.accepted(around, receiver)
    page = f"/transfers/received/{transfer.pk}/"
    early = follow(
        signed_in(receiver),
        f"{page}receipt/",
        received_by="Asha Rao",
        worker="Asha Rao",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", receiver.office.today()),
        **day("first_visit_on", receiver.office.today()),
    )
    assert "No child is on the way in this transfer." in early
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.depart(around, transfer)
    prepared.hand_over(around, transfer)
    confirmed = follow(
        signed_in(receiver),
        f"{page}receipt/",
        received_by="Asha Rao",
        worker="Asha Rao",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", receiver.office.today()),
        **day("first_visit_on", receiver.office.today()),
    )
    assert "Received" in confirmed
    reported = follow(
        signed_in(receiver),
        f"{page}report/",
        kind="first_visit",
        situation="needs_help",
        needs="A school place",
        reporter="Asha Rao",
        **day("seen_on", receiver.office.today()),
    )
    assert "A school place" in reported
    chain = f"/transfers/references/{transfer.reference}/"
    assert page in signed_in(receiver).get(chain).content.decode()
    assert "A school place" in read(around.worker, f"{around.url}transfers/{transfer.pk}/")


def test_receiver_reads_that_a_transfer_was_stopped_and_not_why(
    around: ChildFileCast, receiver: Staff
) -> None:
    page = send(around, receiver)
    follow(
        signed_in(around.worker),
        f"{around.url}transfers/{page.split('/')[-2]}/stop/",
        stopped_by="child",
        stop_reason="The child wants to stay.",
        place_tonight="As before",
        next_step="Assess local integration.",
    )
    shown = read(receiver, page)
    assert "Stopped: do not expect the child" in shown
    assert around.worker.office.name in shown
    assert "wants to stay" not in shown
    assert "As before" not in shown


def test_only_a_supervisor_sends_to_a_colleague_abroad(
    around: ChildFileCast, receiver: Staff
) -> None:
    transfer = prepared.considered(around)
    prepared.screen(around)
    path = f"{around.url}transfers/{transfer.pk}/requests/new/"
    consent = prepared.may_be_asked(around, transfer)
    typed = {
        "channel": "here",
        "shared": "A girl of 14.",
        "receiver_search": receiver.name,
        "consent": str(consent.pk),
    }
    follow(signed_in(around.worker), path, **typed, **day("sent_on", prepared.today(around)))
    assert prepared.stored(transfer).receiver_id is None
    told = follow(
        signed_in(around.supervisor),
        path,
        **typed | {"shared": "A girl of 14 who was trafficked."},
        **day("sent_on", prepared.today(around)),
    )
    assert "Remove the words about trafficking" in told
    follow(signed_in(around.supervisor), path, **typed, **day("sent_on", prepared.today(around)))
    assert prepared.stored(transfer).receiver_id == receiver.pk
