"""Operations with many children: each has a record, a decision and a rationale of their own."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import File, Staff
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.operations import rules
from saathi.protection.identification.operations.models import FirstDecision, Operation
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.factories import agencies
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
NEW = {"name": "Kiln in the north", "kind": "removal", "led_by": "labour", "expected": "40"}
CHILD = {
    "child_names": "Ramu", "age_low": "11", "age_high": "13", "what": "Found carrying bricks.",
    "urgency": "today", "step": "shelter", "rationale": "He has a fever and no shoes.", "child_participation": "in_person",
    "child_words": "I want to see my mother.",
}  # fmt: skip


def open_operation(actor: Staff, **typed: object) -> str:
    """The path of a new operation."""
    client = signed_in(actor)
    page = client.get("/operations/new/").content.decode()
    answer = client.post(
        "/operations/new/",
        filled.form(page, **NEW | typed),
    )
    return str(answer["Location"])


def add_child(actor: Staff, path: str, **typed: object) -> str:
    client = signed_in(actor)
    with at_most(15):
        page = client.get(path)
    with at_most(15):
        answer = client.post(path, filled.form(page.content.decode(), **CHILD | typed))
    return str(answer.get("Location", read(answer)[0]))


def test_operation_is_hidden_from_other_roles_and_agencies(
    worker: Staff,
) -> None:
    path = open_operation(worker)
    for role_kind in ("counsellor", "house_mother", "rapporteur"):
        client = signed_in(agencies.staff(role_kind, worker.office))
        for address in ("/operations/", "/operations/new/", path):
            assert client.get(address).status_code == 404
    far = signed_in(agencies.staff("case_worker"))
    assert far.get(path).status_code == 404
    assert far.post(path, CHILD | key()).status_code == 404
    assert "Kiln" not in far.get("/operations/").content.decode()
    with acting(agencies.staff("case_worker")):
        assert not Operation.objects.exists()


@pytest.mark.requirement("CAS-006")
def test_each_child_of_operation_has_own_record_and_rationale(worker: Staff) -> None:
    path = open_operation(worker)
    assert add_child(worker, path) == path
    assert add_child(worker, path, child_names="Mina", step="relative", child_words="",
                   rationale="Her aunt lives nearby, and she asks for her.") == path  # fmt: skip
    with acting(worker):
        decisions = list(FirstDecision.objects.order_by("recorded_at"))
        assert [decision.step for decision in decisions] == ["shelter", "relative"]
        assert len({decision.file_id for decision in decisions}) == 2
        assert File.objects.filter(kind="report").count() == 2
        reports = Report.objects.in_bulk([decision.report_id for decision in decisions])
        assert vault.open(reports[decisions[0].report_id])["child_names"] == "Ramu"
        assert b"fever" not in bytes(decisions[0].sealed)
    words = read(signed_in(worker).get(path))[0]
    for shown in ("2 of 40 expected", "He has a fever and no shoes.", "Her aunt lives nearby"):
        assert shown in words
    assert "Kiln in the north" in read(signed_in(worker).get("/operations/"))[0]
    # From here on the child is searched for and a file opened as from any other report.
    report = f"/reports/{decisions[1].report_id}/"
    assert "Found carrying bricks." in read(signed_in(worker).get(report))[0]


@pytest.mark.requirement("CAS-006")
@pytest.mark.parametrize(
    "rationale", ["", "  ", "He has a fever and no shoes.", "he has a FEVER - and no shoes"]
)
def test_group_decision_is_refused(worker: Staff, rationale: str) -> None:
    path = open_operation(worker)
    add_child(worker, path)
    page = add_child(worker, path, child_names="Mina", rationale=rationale)
    lacks = "already given for another child" if rationale.strip() else "required"
    assert lacks in page
    assert "Mina" in signed_in(worker).post(
        path, CHILD | {"child_names": "Mina", "rationale": rationale} | key()
    ).content.decode()  # fmt: skip
    with acting(worker):
        assert FirstDecision.objects.count() == 1
        assert Report.objects.count() == 1


def test_child_form_sent_twice_adds_one_child(worker: Staff) -> None:
    path = open_operation(worker)
    client = signed_in(worker)
    sent = filled.form(client.get(path).content.decode(), **CHILD)
    for _tap in range(2):
        assert client.post(path, sent).status_code == 302
    with acting(worker):
        assert FirstDecision.objects.count() == 1


def test_colleague_does_not_read_children_of_other_workers(worker: Staff) -> None:
    path = open_operation(worker)
    add_child(worker, path)
    colleague = agencies.staff("case_worker", worker.office)
    words = read(signed_in(colleague).get(path))[0]
    assert "fever" not in words
    leader = agencies.staff("supervisor", worker.office)
    assert "fever" in read(signed_in(leader).get(path))[0]


def test_plain_sql_cannot_open_operation_of_other_agency(worker: Staff) -> None:
    far = agencies.staff("case_worker")
    with (
        acting(worker),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO operations_operation (id, agency_id, office_id, name, kind, led_by, "
            "happened_on, recorded_at, recorded_by) VALUES (gen_random_uuid(), %s, %s, 'x', 'other', "
            "'other', now(), now(), %s)",
            [far.agency_id, far.office_id, worker.pk],
        )


@pytest.mark.parametrize(
    ("rationale", "others", "was_heard", "lacks"),
    [
        ("Ill.", [], True, set()),
        ("Ill.", ["Well."], True, set()),
        ("Ill.", [" ill "], True, {"rationale"}),
        ("...", [], True, {"rationale"}),
        ("Ill.", [], False, {"child_participation"}),
    ],
)
def test_reasons_against_group_decision(
    rationale: str, others: list[str], was_heard: bool, lacks: set[str]
) -> None:
    reasons = rules.reasons_against_decision(rationale, others, was_child_heard=was_heard)
    assert {reason.code for reason in reasons} == lacks


def test_children_of_an_operation_are_distinguished(worker: Staff) -> None:
    path = open_operation(worker)
    add_child(worker, path)
    page = read(signed_in(worker).get(path))[0]
    assert "Ramu" in page
    assert "11 to 13 years" in page


def test_same_name_twice_is_asked_about(worker: Staff) -> None:
    path = open_operation(worker)
    add_child(worker, path)
    client = signed_in(worker)
    opened = client.get(path).content.decode()
    assert "This is another child" not in opened
    again = CHILD | {"child_names": " RAMU ", "rationale": "He has an uncle nearby."}
    answer = client.post(path, filled.form(opened, **again))
    page = answer.content.decode()
    assert "already listed in this operation" in page
    assert "This is another child with the same name" in page
    with acting(worker):
        assert FirstDecision.objects.count() == 1
    answer = client.post(path, filled.form(page, **again, is_another_child="on"))
    assert answer.status_code == 302
    with acting(worker):
        assert FirstDecision.objects.count() == 2


def test_no_question_is_marked_as_optional(worker: Staff) -> None:
    page = signed_in(worker).get(open_operation(worker)).content.decode()
    label = page[page.index("Reason for this child") :]
    assert "optional" not in label[: label.index("</label>")]
