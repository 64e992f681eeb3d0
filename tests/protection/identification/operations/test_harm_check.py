"""The harm check of an operation: risks that it may itself create for children, and what is done about each."""

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Staff
from saathi.protection.identification.operations import rules
from saathi.protection.identification.operations.models import FirstDecision, OperationRisk
from tests import filled
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies
from tests.protection.identification.operations.test_screens import add_child, open_operation
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
RISK = {
    "kind": "separation", "detail": "Brothers and sisters are taken to two homes.",
    "response": "A vehicle for families; siblings go to one place.",
}  # fmt: skip
NO_CHECK = "No harm check"


def add_risk(actor: Staff, path: str, **typed: object) -> str:
    """The page after the form of a risk was sent."""
    client = signed_in(actor)
    page = client.get(f"{path}risks/new/").content.decode()
    answer = client.post(f"{path}risks/new/", filled.form(page, **RISK | typed))
    return read(client.get(answer["Location"]) if answer.status_code == 302 else answer)[0]


def test_harm_check_is_closed_to_other_roles_and_agencies(worker: Staff) -> None:
    path = open_operation(worker) + "risks/new/"
    strangers = [agencies.staff(kind, worker.office) for kind in ("counsellor", "house_mother")]
    for stranger in (*strangers, agencies.staff("case_worker")):
        client = signed_in(stranger)
        assert client.get(path).status_code == 404
        assert client.post(path, RISK | key()).status_code == 404
    with acting(worker):
        assert not OperationRisk.objects.exists()


@pytest.mark.parametrize(
    ("kind", "detail", "response", "codes"),
    [
        ("income", "", "Wages are collected first", []),
        ("income", "", " . ", ["response"]),
        ("other", "Bad roads", "We go by day", []),
        ("other", " ", "We go by day", ["detail"]),
        ("other", "", "", ["detail", "response"]),
    ],
)
def test_a_risk_says_what_is_done_about_it(
    kind: str, detail: str, response: str, codes: list[str]
) -> None:
    assert [reason.code for reason in rules.reasons_against_risk(kind, detail, response)] == codes


def test_operation_says_that_it_has_no_harm_check_until_a_risk_is_answered(worker: Staff) -> None:
    path = open_operation(worker)
    for page in (path, "/operations/"):
        assert NO_CHECK in read(signed_in(worker).get(page))[0]
    assert "What is done about it" in add_risk(worker, path, response="")
    assert NO_CHECK in read(signed_in(worker).get(path))[0]
    shown = add_risk(worker, path)
    for text in ("Children are separated from family or siblings", *list(RISK.values())[1:]):
        assert text in shown
    for page in (path, "/operations/"):
        client = signed_in(worker)
        with at_most(15):
            answer = client.get(page)
        assert NO_CHECK not in read(answer)[0]
    with acting(worker):
        risk = OperationRisk.objects.get()
    assert any(risk.pk in entry.objects_seen for entry in entries(kind="wrote", by=worker.id))


def test_a_risk_that_is_not_of_the_list_is_described(worker: Staff) -> None:
    path = open_operation(worker)
    assert "Describe the risk." in add_risk(worker, path, kind="other", detail="")
    assert "Another risk" in add_risk(worker, path, kind="other", detail="The river is high.")


def test_what_happened_is_recorded_without_a_harm_check(worker: Staff) -> None:
    path = open_operation(worker)
    assert add_child(worker, path) == path
    with acting(worker):
        assert FirstDecision.objects.count() == 1
        assert not OperationRisk.objects.exists()


def test_plain_sql_writes_no_harm_check_of_another_agency_and_changes_none(worker: Staff) -> None:
    path = open_operation(worker)
    add_risk(worker, path)
    far = agencies.staff("case_worker")
    operation = path.strip("/").split("/")[-1]
    insert = (
        "INSERT INTO operations_operationrisk (id, operation_id, agency_id, kind, detail, response, "
        "recorded_at, recorded_by) VALUES (gen_random_uuid(), %s, %s, 'other', 'x', 'x', now(), %s)"
    )
    attacks = (
        (far, insert, [operation, far.agency_id, far.pk]),
        (far, insert, [operation, worker.agency_id, far.pk]),
        (worker, "UPDATE operations_operationrisk SET response = 'nothing'", []),
        (worker, "DELETE FROM operations_operationrisk", []),
    )
    for actor, statement, values in attacks:
        with (
            acting(actor),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)
    with acting(far):
        assert not OperationRisk.objects.exists()
