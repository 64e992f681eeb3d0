"""Pages of a transfer in the child's file: what is missing, who decides, what is refused."""

import pytest

from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing.walking import follow, press
from tests.protection.returns.transfers import prepared
from tests.reading import day, read, status
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def page_of(around: ChildFileCast, transfer: object) -> str:
    return f"{around.url}transfers/{transfer.pk}/"  # type: ignore[attr-defined]


@pytest.mark.requirement("XBR-005")
def test_transfer_is_authorised_by_a_second_person_once_nothing_is_missing(
    around: ChildFileCast,
) -> None:
    transfer = prepared.considered(around)
    page = page_of(around, transfer)
    shown = read(around.worker, page)
    for text in (
        "There is no best interests determination in force",
        "The child was not asked about this transfer.",
        "There is no safety assessment of the journey.",
        "There is no receiving placement.",
        "The journey is not planned.",
    ):
        assert text in shown
    for stranger in (around.house_mother, around.stranger, around.outsider):
        assert signed_in(stranger).get(page).status_code == 404
    prepared_later = prepared.accepted_of(around, transfer)
    assert "Nothing is missing." in read(around.worker, page)
    press(around.worker, page, f"{page}submit/")
    assert "A second person authorises" in read(around.worker, page)
    assert signed_in(around.worker).post(f"{page}authorise/").status_code == 404
    assert prepared.stored(prepared_later).state == "submitted"
    press(around.supervisor, page, f"{page}authorise/")
    assert prepared.stored(transfer).state == "authorised"
    assert "Missing for departure" in read(around.worker, page)


@pytest.mark.requirement("XBR-005")
def test_supervisor_sees_everything_that_is_missing(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.say(around, transfer, wish="doubts", words="Who will fetch me?")
    page = page_of(around, transfer)
    refused = press(around.supervisor, page, f"{page}authorise/")
    assert "Give the child a written reply" in refused
    assert refused.count("Give the child a written reply") == 1
    assert prepared.stored(transfer).state == "submitted"
    asked = follow(signed_in(around.supervisor), f"{page}return/", question="What did you reply?")
    assert "What did you reply?" in asked
    assert prepared.stored(transfer).state == "accepted"
    assert status(around.worker, f"{page}return/") == {404}


@pytest.mark.requirement("XBR-005")
def test_child_who_refuses_stays_and_local_integration_is_assessed(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    page = page_of(around, transfer)
    now = prepared.at(around, 0, 0)
    refusing = follow(
        signed_in(around.worker),
        f"{page}views/new/",
        moment="departure",
        wish="does_not",
        words="I want to stay here.",
        asked_by="Rina, in Maithili",
        asked_time="00:00",
        **day("asked_day", now.date()),
    )
    assert "After the authorisation the child did not want to go." in refusing
    for person in (around.worker, around.supervisor):
        left = follow(signed_in(person), f"{page}departure/")
        assert "The child does not want to go." in left
    assert prepared.stored(transfer).state == "authorised"
    empty = follow(signed_in(around.worker), f"{page}stop/", stopped_by="child")
    assert "There is a problem" in empty
    stopped = follow(
        signed_in(around.worker),
        f"{page}stop/",
        stopped_by="child",
        stop_reason="The child wants to stay.",
        place_tonight="As before",
        next_step="Assess local integration.",
    )
    assert "This transfer was stopped." in stopped
    assert "Assess local integration." in stopped
    assert prepared.stored(transfer).state == "stopped"
    left = follow(signed_in(around.worker), f"{page}departure/")
    assert prepared.stored(transfer).state == "stopped"
    assert "Only an authorised transfer is carried out." in left


@pytest.mark.requirement("XBR-002")
def test_handover_is_recorded_in_a_minute_and_followed_up(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    page = page_of(around, transfer)
    early = {"place": "Bridge", "received_by": "Asha Rao", "identity": "both"}
    refused = follow(signed_in(around.worker), f"{page}handover/", **early)
    assert "Only a child on an authorised journey is handed over." in refused
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.depart(around, transfer)
    done = follow(signed_in(around.worker), f"{page}handover/", **early)
    assert "The receiving side confirms within 24 hours." in done
    on = prepared.today(around)
    late = follow(
        signed_in(around.worker),
        f"{page}receipt/",
        received_by="Asha Rao",
        worker="Asha Rao, telephone 1",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", on),
        **day("first_visit_on", prepared.today(around, -1)),
    )
    assert "Enter a day on or after the arrival of the child." in late
    follow(
        signed_in(around.worker),
        f"{page}receipt/",
        received_by="Asha Rao",
        worker="Asha Rao, telephone 1",
        condition="Asha Rao saw the child today. The child is tired and well.",
        **day("received_on", on),
        **day("first_visit_on", prepared.today(around, 2)),
    )
    reported = follow(
        signed_in(around.worker),
        f"{page}reports/new/",
        kind="first_visit",
        situation="well",
        reporter="Asha Rao",
        **day("seen_on", on),
    )
    assert "Safe and supported" in reported
    ended = press(around.supervisor, page, f"{page}follow-up/end/")
    assert "Follow-up ends after the report at 12 months." in ended
    assert prepared.stored(transfer).state == "followed_up"


def test_form_explains_and_keeps_what_was_entered(around: ChildFileCast) -> None:
    path = f"{around.url}transfers/new/"
    same = follow(
        signed_in(around.worker),
        path,
        direction="outgoing",
        kind="return",
        other_country="NPL",
        partner="Agency in Patna",
    )
    assert "Choose another country than that of your office." in same
    assert "Agency in Patna" not in read(around.worker, f"{around.url}transfers/")
    opened = follow(
        signed_in(around.worker),
        path,
        direction="outgoing",
        kind="return",
        other_country="IND",
        partner="Agency in Patna",
        **day("planned_on", prepared.today(around, 9)),
    )
    assert "Missing for authorisation" in opened
    assert "Nepal to India" in opened


@pytest.mark.requirement("XBR-014")
def test_deportation_is_recorded_and_stops_the_transfer(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    page = page_of(around, transfer)
    saved = follow(
        signed_in(around.worker),
        f"{page}left/",
        what="The police put the child over the border.",
        next_step="Ask the focal point where the child is.",
        **day("happened_on", prepared.today(around)),
    )
    assert "This transfer was stopped." in saved
    assert prepared.stored(transfer).stopped_by == "authority"
    assert prepared.stored(transfer).departed_at is None
