"""A planned operation is approved by a second person once its harm check is answered (RTS-002)."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies.models import Staff
from saathi.infra import clock
from saathi.protection.identification.operations import rules
from saathi.protection.identification.operations.models import FirstDecision, Operation
from tests import filled
from tests.attacks.test_decisions import prove
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies
from tests.protection.identification.operations.test_harm_check import add_risk
from tests.protection.identification.operations.test_screens import add_child, open_operation
from tests.reading import day
from tests.roles import acting
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)
AWAITS, UNAPPROVED = "Planned, not approved yet", "Took place without approval"
ASK_RISKS = "Add the risks for children and the mitigation measures first."


def open_in(days: int, worker: Staff) -> str:
    """The path of a new operation that takes place in so many days."""
    return open_operation(
        worker, **day("happened_on", worker.office.today() + dt.timedelta(days=days))
    )


def approve(client: Client, path: str) -> str:
    """The page after the form of the approval was sent."""
    page = client.get(f"{path}approve/").content.decode()
    answer = client.post(f"{path}approve/", filled.form(page))
    return read(client.get(answer["Location"]) if answer.status_code == 302 else answer)[0]


def operation_of(path: str, reader: Staff) -> Operation:
    with acting(reader):
        return Operation.objects.get(pk=path.strip("/").split("/")[-1])


def test_approval_is_closed_to_those_who_do_not_approve_and_to_other_agencies(
    worker: Staff, supervisor: Staff
) -> None:
    path = open_in(3, worker)
    add_risk(worker, path)
    assert supervisor.office_id == worker.office_id
    strangers = [worker, agencies.staff("intake_officer", worker.office)]
    for stranger in (*strangers, agencies.staff("supervisor")):
        client = signed_in(stranger)
        assert client.get(f"{path}approve/").status_code == 404
        assert client.post(f"{path}approve/", key()).status_code == 404
    assert operation_of(path, worker).state == "planned"


@pytest.mark.parametrize(
    ("state", "days", "is_own", "is_harm_checked", "codes"),
    [
        ("planned", 3, False, True, []),
        ("planned", 0, False, True, []),
        ("planned", -1, False, True, ["happened_on"]),
        ("planned", 3, False, False, ["harm"]),
        ("planned", 3, True, True, ["own"]),
        ("planned", 3, True, False, ["own", "harm"]),
        ("approved", 3, False, True, ["state"]),
    ],
)
def test_what_speaks_against_an_approval(
    state: str, days: int, *, is_own: bool, is_harm_checked: bool, codes: list[str]
) -> None:
    reasons = rules.reasons_not_to_approve(
        state,
        TODAY + dt.timedelta(days=days),
        is_own=is_own,
        is_harm_checked=is_harm_checked,
        today=TODAY,
    )
    assert [reason.code for reason in reasons] == codes


@pytest.mark.requirement("RTS-002")
def test_planned_operation_is_approved_once_its_harm_check_is_answered(
    worker: Staff, supervisor: Staff
) -> None:
    path = open_in(3, worker)
    client = signed_in(supervisor)
    for page in (path, "/operations/"):
        assert AWAITS in read(client.get(page))[0]
    assert ASK_RISKS in read(client.get(path))[0]
    assert "await your approval" not in read(client.get("/"))[0]
    assert ASK_RISKS in approve(client, path)
    assert operation_of(path, supervisor).state == "planned"

    add_risk(worker, path)
    assert "1 planned operation awaits your approval" in read(client.get("/"))[0]
    shown = approve(client, path)
    assert f"Approved by {supervisor.name}" in shown
    operation = operation_of(path, worker)
    assert (operation.state, operation.decided_by) == ("approved", supervisor.pk)
    assert any(
        operation.pk in each.objects_seen for each in entries(kind="approved", by=supervisor.id)
    )
    for page in (path, "/operations/"):
        with at_most(15):
            answer = client.get(page)
        assert AWAITS not in read(answer)[0]
    assert "awaits your approval" not in read(client.get("/"))[0]
    assert "This operation is already approved." in approve(client, path)


def test_no_one_approves_their_own_operation(supervisor: Staff) -> None:
    path = open_in(3, supervisor)
    add_risk(supervisor, path)
    client = signed_in(supervisor)
    assert "awaits your approval" not in read(client.get("/"))[0]
    assert "You recorded this operation." in approve(client, path)
    assert operation_of(path, supervisor).state == "planned"


@pytest.mark.requirement("RTS-002")
def test_operation_without_approval_is_recorded_and_says_so(
    worker: Staff, supervisor: Staff
) -> None:
    path = open_in(-2, worker)
    assert add_child(worker, path) == path
    add_risk(worker, path)
    with acting(worker):
        assert FirstDecision.objects.count() == 1
    client = signed_in(supervisor)
    for page in (path, "/operations/"):
        assert UNAPPROVED in read(client.get(page))[0]
    assert "This operation has already taken place." in approve(client, path)


def test_children_of_an_operation_that_is_not_approved_are_recorded(worker: Staff) -> None:
    path = open_in(0, worker)
    assert add_child(worker, path) == path
    assert AWAITS in read(signed_in(worker).get(path))[0]


def try_approval(operation: Operation, actor: Staff) -> int:
    """How many rows one statement approves, with the application's own proof."""
    prove(operation, "approved", actor)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE operations_operation SET state = 'approved', decided_by = %s, decided_at = %s "
            "WHERE id = %s",
            [actor.pk, clock.now(), operation.pk],
        )
        return int(cursor.rowcount)


def is_approved(operation: Operation, actor: Staff) -> bool:
    try:
        return try_approval(operation, actor) == 1
    except DatabaseError:
        return False


@pytest.mark.requirement("RTS-002")
@pytest.mark.parametrize(
    ("days", "has_check", "role", "expected"),
    [
        (3, True, "supervisor", True),
        (3, False, "supervisor", False),
        (-5, True, "supervisor", False),
        (3, True, "case_worker", False),
    ],
)
def test_database_asks_for_the_same(
    worker: Staff, days: int, role: str, *, has_check: bool, expected: bool
) -> None:
    path = open_in(days, worker)
    if has_check:
        add_risk(worker, path)
    actor = agencies.staff(role, worker.office)
    operation = operation_of(path, worker)
    with acting(actor):
        assert is_approved(operation, actor) == expected
    assert (operation_of(path, worker).state == "approved") == expected


def test_database_takes_no_approval_of_ones_own_and_none_without_a_proof(
    worker: Staff, supervisor: Staff
) -> None:
    own = open_in(3, supervisor)
    add_risk(supervisor, own)
    with acting(supervisor):
        assert not is_approved(Operation.objects.get(), supervisor)
    other = open_in(3, worker)
    add_risk(worker, other)
    statements = (
        "UPDATE operations_operation SET state = 'approved', decided_by = %s, decided_at = now()",
        "UPDATE operations_operation SET happened_on = now(), name = %s",
    )
    for statement in statements:
        with (
            acting(supervisor),
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [str(supervisor.pk)])


def test_database_takes_no_operation_in_anothers_name(worker: Staff, supervisor: Staff) -> None:
    operation = Operation(
        agency_id=worker.agency_id, office=worker.office, name="x", kind="removal", led_by="police",
        happened_on=worker.office.today(), recorded_by=supervisor.pk,
    )  # fmt: skip
    with acting(worker), pytest.raises(DatabaseError), transaction.atomic():
        operation.save(force_insert=True)
