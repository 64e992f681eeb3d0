"""What an injected statement leaves behind: no job, no rule, no holiday, no right (F3, F10)."""

import json
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest

from saathi.agencies import change_proofs, job_orders
from saathi.infra.database_access import proved_functions, web_functions
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import change

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege
JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES "
STATEMENTS = [
    f"{JOB} ('matcher', 'matches.compare_register', '{{\"timestamp\": 0}}')",
    f"{JOB} ('exchange', 'exchange.make_export', '{{}}')",
    "DELETE FROM procrastinate_jobs",
    "UPDATE procrastinate_jobs SET status = 'succeeded'",
    "SELECT args FROM procrastinate_jobs",
    "SELECT procrastinate_defer_periodic_job_v2('matcher', NULL, NULL, 'x', 0, '', 0, '{}')",
    "SELECT procrastinate_fetch_job_v2(ARRAY['eraser'], 1)",
    "SELECT job_defer('matcher', 'matches.compare_register', NULL, NULL, '{}')",
    "DELETE FROM agencies_holiday",
    "INSERT INTO agencies_holiday VALUES (gen_random_uuid(), current_date, 'x', NULL)",
    "UPDATE agencies_holiday SET name = 'x'",
    "INSERT INTO agencies_configuration SELECT * FROM agencies_configuration",
    "UPDATE agencies_configuration SET body = '{}'",
    "SELECT configuration_add('procedure', 'targets', '{}', current_date)",
]


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("with_context", [True, False])
def test_web_role_cannot_make_lasting_changes(
    world: World, sign_in: SignIn, statement: str, *, with_context: bool
) -> None:
    attacker = sign_in("app")
    if with_context:
        enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute(statement)


@pytest.mark.parametrize("signature", proved_functions())
def test_every_lasting_change_is_closed_without_a_proof(
    world: World, sign_in: SignIn, signature: str
) -> None:
    name, types = signature.rstrip(")").split("(")
    arguments = [kind.strip() for kind in types.split(",") if kind]
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied for function"):
        attacker.execute(f"SELECT {name}({', '.join(f'NULL::{kind}' for kind in arguments)})")
    attacker.rollback()
    enter(attacker, world.worker)
    body = json.dumps([None for _ in arguments])
    with pytest.raises(REFUSED, match="no valid proof"):
        attacker.execute("SELECT change_make(%s, %s, %s)", [name, body, "1|0"])


def test_no_function_is_both_open_and_by_proof() -> None:
    assert not set(web_functions()) & set(proved_functions())


@pytest.mark.parametrize("name", ["access_enter", "pg_sleep", "staff_set_principals", "no_such"])
def test_a_proof_reaches_no_other_function(world: World, sign_in: SignIn, name: str) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    with pytest.raises(REFUSED, match="no such change"):
        change(connection, world.worker, name, "x")


def test_a_proof_of_one_person_serves_no_other(world: World, sign_in: SignIn) -> None:
    connection = sign_in("app")
    enter(connection, world.stranger)
    with pytest.raises(REFUSED, match="no valid proof"):
        change(connection, world.worker, "access_end", world.case.file_id, world.worker.id)


def test_a_proof_with_too_few_arguments_is_refused(world: World, sign_in: SignIn) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    with pytest.raises(REFUSED, match="no such change"):
        change(connection, world.worker, "access_end", world.case.file_id)


@pytest.mark.parametrize(
    "text", ["', '); DROP TABLE agencies_grant; --", "$1", "'::text", '\\"{}', "a\\'b"]
)
def test_arguments_are_values_and_never_sql(world: World, sign_in: SignIn, text: str) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    with pytest.raises((REFUSED, psycopg.errors.DataError), match=r"not among|invalid input"):
        change(connection, world.worker, "bundle_ask", text, text, text, [text], None, False)


def test_functions_themselves_still_refuse_with_a_proof(world: World, sign_in: SignIn) -> None:
    connection = sign_in("app")
    me, file = world.stranger, world.case.file_id
    for function, values in (
        ("access_give", (file, me.id, "team", 1023, 1023, None)),
        ("access_end", (file, world.worker.id)),
        ("report_reassign", (uuid4(), me.id, True)),
        ("report_name", (uuid4(), [me.id], None)),
        ("duty_add", (world.worker.office_id, me.id, None, "2027-01-01", "2027-01-02", "")),
        ("duty_end", (world.worker.office_id, uuid4())),
        ("access_hide", (file, world.worker.id, True)),
        ("configuration_add", ("procedure", "targets", "{}", "2027-01-01")),
        ("holiday_set", (world.worker.office_id, "2027-01-01", "x")),
        ("holiday_remove", (world.worker.office_id, uuid4())),
    ):
        enter(connection, me)
        with pytest.raises(REFUSED, match=r"not yours|not among|no such report|no office of yours"):
            change(connection, me, function, *values)
        connection.rollback()


def test_a_job_is_ordered_with_a_proof_and_taken_by_its_process(
    world: World, sign_in: SignIn
) -> None:
    connection = sign_in("app")
    enter(connection, world.worker)
    number = change(connection, world.worker, "job_defer", "mail", "test.job", None, None, "{}")
    connection.commit()
    for role in ("worker", "carrier"):
        queue = sign_in(role)
        query = "SELECT task_name FROM procrastinate_jobs WHERE id = %s"
        assert queue.execute(query, [number]).fetchone() == ("test.job",)
    queue.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [number])
    queue.commit()


@pytest.mark.parametrize("role", ["carrier", "worker"])
def test_role_of_the_queue_sees_no_child(world: World, sign_in: SignIn, role: str) -> None:
    with pytest.raises(REFUSED):
        sign_in(role).execute("SELECT 1 FROM cases_case")


def test_seal_is_of_one_task_record_and_person(world: World) -> None:
    record, staff = uuid4(), world.worker.id
    seal = job_orders._seal("exchange.make_export", record, staff)
    job_orders.check_seal("exchange.make_export", record=record, staff=staff, seal=seal)
    for task, record_id, person, used_seal in (
        ("exchange.bring_in", record, staff, seal),
        ("exchange.make_export", uuid4(), staff, seal),
        ("exchange.make_export", record, world.stranger.id, seal),
        ("exchange.make_export", record, staff, ""),
        ("exchange.make_export", record, staff, "0" * 64),
    ):
        with pytest.raises(job_orders.JobSealInvalid):
            job_orders.check_seal(task, record=record_id, staff=person, seal=used_seal)


def test_carrier_refuses_a_job_that_the_owner_of_the_database_made(world: World) -> None:
    from saathi.protection.exchange import jobs

    record, staff = str(uuid4()), str(world.worker.id)
    # The owner knows the key of contexts and proofs, but not the key of seals.
    forged = change_proofs.prove_change("exchange.make_export", record, actor=world.worker.id)
    for job in (
        jobs.make_export_job,
        jobs.import_children_job,
        jobs.check_import_job,
        jobs.undo_import_job,
    ):
        with pytest.raises(job_orders.JobSealInvalid):
            job.func(record=record, staff=staff, seal=forged)
