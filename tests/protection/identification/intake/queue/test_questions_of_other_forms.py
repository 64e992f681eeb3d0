"""Children of an operation and missing children: a text that accuses a colleague never reaches them."""

import pytest
from django.http import HttpResponse
from django.test import Client

from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.missing.models import MissingReport
from saathi.protection.identification.operations.models import FirstDecision
from tests.factories import missing
from tests.protection.identification.intake.queue.test_colleague_questions import (
    ASKED,
    ASKED_OF_STAFF,
    HOME,
    TOLD,
    NamingWorld,
    recorded,
    send_filled,
)
from tests.protection.identification.intake.queue.world import notified, reads, response
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

CHILD: dict[str, object] = {
    "child_names": "Ramu", "urgency": "now", "step": "shelter", "child_participation": "in_person",
    "rationale": "He has a fever and no shoes.", "child_words": "I want to see my mother.",
}  # fmt: skip
MISSING = "/missing/new/"
WAY_OUT = "Record a report of the concern first"


def open_operation(client: Client) -> str:
    kiln = {"name": "Kiln in the north", "kind": "removal", "led_by": "labour", "expected": "4"}
    return str(send_filled(client, "/operations/new/", **kiln)["Location"])


def add_child(client: Client, path: str, **typed: object) -> HttpResponse:
    return send_filled(client, path, **CHILD | typed)


def missing_reports() -> int:
    with role("maintenance"):
        return MissingReport.objects.count()


@pytest.mark.parametrize("field", ["what", "rationale", "child_words"])
def test_child_of_an_operation_is_asked_about_and_its_report_goes_past_the_named(
    field: str,
) -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    path = open_operation(client)
    typed: dict[str, object] = {"what": "Found carrying bricks."} | {field: TOLD}
    asked = add_child(client, path, **typed)
    assert ASKED in read(asked)[0]
    assert TOLD in asked.content.decode()
    assert not recorded()
    assert add_child(client, path, **typed, **{world.question: "yes"}).status_code == 302
    (report,) = recorded()
    assert response(report).named_staff == [world.supervisor.pk]
    assert set(notified(report)) == {world.leaders[world.province].pk}
    assert not reads(world.supervisor, report)
    with role("maintenance"):
        assert FirstDecision.objects.get().report_id == report.pk
    assert "Ramu" not in read(signed_in(world.supervisor).get(path))[0]


def test_child_of_an_operation_whose_text_accuses_no_one_takes_the_usual_way() -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    path = open_operation(client)
    add_child(client, path, what=TOLD, **{world.question: "no"})
    add_child(client, path, what="Found in a mill.", child_names="Sani", rationale="She is ten.")
    assert len(recorded()) == 2
    assert all(reads(world.supervisor, report) for report in recorded())


def test_child_of_an_operation_can_accuse_staff_without_a_name() -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    path = open_operation(client)
    assert ASKED_OF_STAFF in read(add_child(client, path, what=HOME))[0]
    add_child(client, path, what=HOME, is_staff_meant="yes_unknown")
    assert response(recorded()[0]).named_office_id == world.district.pk


def test_missing_child_is_not_registered_with_an_accusation_but_with_the_way_out() -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    sent = {"told": TOLD, "urgency": "now", "channel": "helpline"}
    asked = send_filled(client, MISSING, **sent)
    assert ASKED in read(asked)[0]
    refused = send_filled(client, MISSING, **sent, **{world.question: "yes"})
    assert WAY_OUT in read(refused)[0]
    assert TOLD in refused.content.decode()
    assert not missing_reports()
    assert send_filled(client, MISSING, **sent, **{world.question: "no"}).status_code == 302
    assert missing_reports() == 1


def test_missing_child_is_asked_about_for_a_word_for_staff_too() -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    sent = {"told": HOME, "urgency": "now", "channel": "helpline"}
    assert ASKED_OF_STAFF in read(send_filled(client, MISSING, **sent))[0]
    refused = send_filled(client, MISSING, **sent, is_staff_meant="yes")
    assert WAY_OUT in read(refused)[0]
    assert not missing_reports()


def test_correction_of_a_disappearance_is_asked_about() -> None:
    world = NamingWorld()
    report = missing.report(world.officer)
    client, address = signed_in(world.officer), f"/missing/{report.pk}/told/"
    assert ASKED in read(send_filled(client, address, told=TOLD))[0]
    refused = send_filled(client, address, told=TOLD, **{world.question: "yes"})
    assert WAY_OUT in read(refused)[0]


def test_report_of_a_missing_child_that_accuses_a_colleague_opens_the_registration() -> None:
    world = NamingWorld()
    report: Report = world.report(
        "now", concerns=["missing"], texts={"what": TOLD}, named_staff=[world.supervisor.pk]
    )
    leader = signed_in(world.leaders[world.province])
    link = f"/missing/new/{report.pk}/"
    assert link in leader.get(f"/reports/{report.pk}/").content.decode()
    sent = {"told": "She left school at noon.", "channel": "helpline"}
    assert send_filled(leader, link, **sent).status_code == 302
    assert missing_reports() == 1
