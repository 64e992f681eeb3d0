"""An outcome, a reassignment, a visit and a requested case ask about colleagues named in their texts."""

import pytest
from django.http import HttpResponse

from saathi.protection.identification.intake.models import Report, ReportNote
from saathi.protection.identification.intake.queue.named_in_texts import names_only_colleagues
from tests.protection.identification.intake.queue.test_colleague_questions import (
    ASKED,
    ASKED_OF_STAFF,
    HOME,
    TOLD,
    NamingWorld,
    added_texts,
    recorded,
    send_filled,
    went_today,
)
from tests.protection.identification.intake.queue.world import notified, reads, response
from tests.roles import role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

OUTCOME: dict[str, object] = {"outcome": "no_concern_found"}
VISIT: dict[str, object] = {"found": "Nobody opened.", "met": "not_met", "place": "home"}


def send(world: NamingWorld, report: Report, page: str, **typed: object) -> HttpResponse:
    client, address = signed_in(world.officer), f"/reports/{report.pk}/{page}/"
    if page == "reassign":
        to = {"to": str(world.colleague.pk), "q": world.colleague.name}
        return client.post(address, key() | {"version": "1"} | to | typed)
    if page == "visit":
        typed = went_today(world) | typed
    return send_filled(client, address, **typed)


def noted(report: Report) -> list[str]:
    with role("maintenance"):
        notes = ReportNote.objects.filter(report=report).order_by("recorded_at")
        return [note.kind for note in notes]


@pytest.mark.parametrize(
    ("page", "sent", "kind"),
    [
        ("outcome", OUTCOME, "information"),
        ("reassign", {}, "information"),
        ("request", {}, "case_request"),
    ],
)
def test_accusing_text_is_asked_about_and_hides_the_report(
    page: str, sent: dict[str, object], kind: str
) -> None:
    world = NamingWorld()
    report = world.report("today")
    told = sent | {"note": TOLD}
    asked = send(world, report, page, **told)
    assert ASKED in read(asked)[0]
    assert TOLD in asked.content.decode()
    assert not added_texts(report)
    answer = send(world, report, page, **told, **{world.question: "yes"})
    assert answer.status_code == 302
    assert (noted(report), added_texts(report)) == ([kind], [TOLD])
    assert response(report).named_staff == [world.supervisor.pk]
    assert not reads(world.supervisor, report)
    assert set(notified(report)) == {world.leaders[world.province].pk}
    # Those who handle it now decide: it has no outcome, and went to no one of the office.
    (kept,) = recorded()
    assert (kept.outcome, response(report).assigned_to) == ("", None)


@pytest.mark.parametrize(
    ("page", "sent", "kind"),
    [
        ("outcome", OUTCOME, "outcome"),
        ("reassign", {"keeps": "on"}, "handover"),
        ("request", {}, "case_request"),
    ],
)
def test_text_that_accuses_no_one_takes_the_usual_way(
    page: str, sent: dict[str, object], kind: str
) -> None:
    world = NamingWorld()
    report = world.report("today")
    answer = send(world, report, page, **sent, note=TOLD, **{world.question: "no"})
    assert answer.status_code == 302
    assert noted(report) == [kind]
    assert response(report).named_staff == []
    assert reads(world.supervisor, report)


@pytest.mark.parametrize("page", ["outcome", "reassign", "request"])
def test_word_for_staff_is_asked_about_and_sends_the_report_past_the_office(page: str) -> None:
    world = NamingWorld()
    report = world.report("today")
    sent = {"note": HOME} | (OUTCOME if page == "outcome" else {})
    assert ASKED_OF_STAFF in read(send(world, report, page, **sent))[0]
    assert send(world, report, page, **sent, is_staff_meant="yes_unknown").status_code == 302
    assert response(report).named_office_id == world.district.pk
    assert not reads(world.supervisor, report)


def test_reason_of_a_further_outcome_that_accuses_says_where_it_belongs() -> None:
    world = NamingWorld()
    report = world.report("today")
    send(world, report, "outcome", **OUTCOME, note="Checked.")
    told = OUTCOME | {"note": TOLD, world.question: "yes"}
    refused = send(world, report, "outcome", **told)
    assert "Record the new information as a new report." in read(refused)[0]
    assert TOLD in refused.content.decode()
    assert added_texts(report) == ["Checked."]


def test_reassignment_that_names_a_colleague_below_needs_a_note() -> None:
    world = NamingWorld()
    report = world.report("today")
    refused = send(world, report, "reassign", note="", named="Rishi Bhusal")
    assert "Enter what the report says of the colleague or office." in read(refused)[0]
    assert not noted(report)


def test_people_who_went_to_the_child_are_asked_about_if_more_is_said_of_them() -> None:
    world = NamingWorld()
    report = world.report("today")
    told = VISIT | {"who": "Rishi Bhusal, who touched her"}
    assert ASKED in read(send(world, report, "visit", **told))[0]
    assert not noted(report)
    send(world, report, "visit", **VISIT, who="Rishi Bhusal (supervisor), police")
    assert noted(report) == ["attempt"]
    send(world, report, "visit", **told, **{world.question: "yes"})
    assert not reads(world.supervisor, report)


@pytest.mark.parametrize(
    ("text", "is_list"),
    [
        ("Rishi Bhusal", True),
        ("Supervisor Rishi Bhusal and the police", True),
        ("Rishi Bhusal, Maya", True),
        ("ऋषि भुसाल", False),
        ("Rishi Bhusal hit her", False),
        ("The boss of Rishi", False),
    ],
)
def test_list_of_people_holds_names_and_roles_only(text: str, *, is_list: bool) -> None:
    assert names_only_colleagues(text, {1: "Rishi Bhusal", 2: "Maya"}) == is_list
