"""What an injected statement could try as the web role: each attempt must fail, and reveal nothing."""

import re
from collections.abc import Callable
from uuid import UUID, uuid4

import psycopg
import pytest

from saathi.agencies.models import Staff
from tests.attacks.conftest import Connection, World, enter, ids
from tests.attacks.proofs import insert_proved

pytestmark = pytest.mark.real_transactions


@pytest.mark.parametrize("setting", ["role", "session_authorization"])
@pytest.mark.parametrize(
    "role", ["saathi_maintenance", "saathi_warden", "saathi_owner", "pg_read_all_data"]
)
def test_no_other_role_can_be_taken(
    world: World, sign_in: Callable[[str], Connection], setting: str, role: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied to set"):
        sign_in("app").execute("SELECT set_config(%s, %s, true)", [setting, role])


# Each statement, and what answers it: words of a refusal that all versions of PostgreSQL share, or how
# many rows it reaches.
STATEMENTS: list[tuple[str, str | int]] = [
    (
        (
            "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at,"
            " given_by) SELECT gen_random_uuid(), '{file}', '{me}', 'owner', 1023, 1023, now(), '{me}'"
        ),
        "permission denied for table agencies_grant",
    ),
    ("UPDATE agencies_grant SET reads = 1023", "permission denied for table agencies_grant"),
    (
        "INSERT INTO agencies_principal (staff_id, principal) VALUES ('{me}', '{office}')",
        "permission denied for table agencies_principal",
    ),
    ("DELETE FROM agencies_hidden", "permission denied for table agencies_hidden"),
    (
        "UPDATE agencies_staff SET bundle = 'supervisor' WHERE id = '{me}'",
        "permission denied for table agencies_staff",
    ),
    (
        "UPDATE agencies_staff SET post = 'chief' WHERE id = '{me}'",
        "permission denied for table agencies_staff",
    ),
    ("UPDATE agencies_staff SET is_active = true", "permission denied for table agencies_staff"),
    ("SELECT * FROM access_context_key", "permission denied for table access_context_key"),
    ("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY", "must be owner of table cases_case"),
    ("DROP POLICY web_reads ON cases_case", "must be owner of relation cases_case"),
    (
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "permission denied for schema public",
    ),
    (
        "CREATE TEMPORARY TABLE agencies_grant (id uuid)",
        "permission denied to create temporary tables",
    ),
    ("TRUNCATE cases_case", "permission denied for table cases_case"),
    ("DELETE FROM cases_case", "permission denied for table cases_case"),
    (
        "COPY cases_case TO PROGRAM 'cat'",
        "COPY to or from an external program",
    ),
    (
        "COPY agencies_staff (password) TO '/tmp/passwords'",
        "COPY to a file",
    ),
    ("SELECT pg_read_file('/etc/passwd')", "permission denied for function pg_read_file"),
    (
        "SELECT access_give('{file}', '{me}', 'team', 1023, 1023, NULL)",
        "permission denied for function access_give",
    ),
    ("SELECT access_end('{file}', '{worker}')", "permission denied for function access_end"),
    (
        "SELECT access_hand_over('{file}', '{me}', true)",
        "permission denied for function access_hand_over",
    ),
    (
        "SELECT access_pass_on('{file}', '{me}')",
        "permission denied for function access_pass_on",
    ),
    (
        "SELECT access_hide('{file}', '{worker}', true)",
        "permission denied for function access_hide",
    ),
    ("ALTER TABLE agencies_grant DISABLE TRIGGER USER", "must be owner of table agencies_grant"),
    (
        "UPDATE agencies_file SET office_id = '{office}' WHERE id = '{file}'",
        "permission denied for table agencies_file",
    ),
    # What a worker may do in an own file finds no row in the file of others.
    ("UPDATE cases_case SET stage = stage WHERE id = '{case}'", 0),
    ("SELECT id FROM agencies_file WHERE id = '{file}'", 0),
    ("SELECT * FROM access_sections('{file}') WHERE reads > 0", 0),
]


@pytest.mark.parametrize(("statement", "expected"), STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_no_statement_gives_a_stranger_more_rights(
    world: World, sign_in: Callable[[str], Connection], statement: str, expected: str | int
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    text = statement.format(
        case=world.case.pk,
        file=world.case.file_id,
        me=world.stranger.id,
        worker=world.worker.id,
        office=world.worker.office_id,
    )
    if isinstance(expected, int):
        assert attacker.execute(text).rowcount == expected
    else:
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege, match=re.escape(expected)),
            attacker.transaction(),
        ):
            attacker.execute(text)
    assert ids(attacker, "cases_case") == {world.strangers_case.pk}
    row = attacker.execute(
        "SELECT bundle, post FROM agencies_staff WHERE id = %s", [world.stranger.id]
    ).fetchone()
    assert row == ("case_worker", world.stranger.post)


def test_another_persons_password_cannot_be_set(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        attacker.execute(
            "UPDATE agencies_credential SET sealed = 'x' WHERE staff_id = %s", [world.worker.id]
        )


def add_visit(connection: Connection, me: Staff, file: UUID, case: UUID) -> None:
    """A visit with the proof that attacks lack: what refuses it are the policies of the table."""
    source = "SELECT now() AS recorded_at, now() AS happened_at"
    insert_proved(
        *(connection, me, "cases_visit", source),
        file_id=file,
        case_id=case,
        recorded_by=me.pk,
        kind="home",
        outcome="not_met",
    )


def test_note_cannot_be_attached_to_hidden_child(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        add_visit(attacker, world.stranger, world.case.file_id, world.case.pk)


def test_note_cannot_be_attached_to_hidden_case(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        add_visit(attacker, world.stranger, world.strangers_case.file_id, world.case.pk)


def test_note_cannot_be_attached_to_a_case_of_another_file_that_one_reads(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    """Both files are the worker's to read and write; a record and what it hangs on are of one of them."""
    keeper, attacker = sign_in("maintenance"), sign_in("app")
    keeper.execute(
        "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by)"
        " VALUES (gen_random_uuid(), %s, %s, 'team', 4095, 4095, now() - interval '1 hour', %s)",
        [world.strangers_case.file_id, world.worker.id, world.stranger.id],
    )
    keeper.commit()
    try:
        enter(attacker, world.worker)
        assert ids(attacker, "cases_case") == {world.case.pk, world.strangers_case.pk}
        add_visit(attacker, world.worker, world.case.file_id, world.case.pk)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            add_visit(attacker, world.worker, world.case.file_id, world.strangers_case.pk)
    finally:
        attacker.rollback()
        keeper.execute(
            "DELETE FROM agencies_grant WHERE principal = %s AND file_id = %s",
            [world.worker.id, world.strangers_case.file_id],
        )
        keeper.commit()


def test_notice_is_read_by_its_recipient_alone(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    keeper = sign_in("maintenance")
    notice = uuid4()
    keeper.execute(
        "INSERT INTO agencies_notice (id, staff_id, kind, given_at) VALUES (%s, %s, 'sent_back', now())",
        [notice, world.worker.id],
    )
    keeper.commit()
    try:
        for person, read in ((world.worker, {notice}), (world.stranger, set())):
            reader = sign_in("app")
            enter(reader, person)
            assert ids(reader, "agencies_notice") & {notice} == read
            reader.rollback()
    finally:
        keeper.execute("DELETE FROM agencies_notice WHERE id = %s", [notice])
        keeper.commit()


def test_errors_do_not_tell_whether_a_child_exists(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    answers = []
    for file, case in ((world.case.file_id, world.case.pk), (uuid4(), uuid4())):
        enter(attacker, world.stranger)
        try:
            add_visit(attacker, world.stranger, file, case)
        except psycopg.Error as error:
            answers.append((error.sqlstate, str(error)))
        attacker.rollback()
        enter(attacker, world.stranger)
        try:
            add_visit(attacker, world.stranger, world.strangers_case.file_id, case)
        except psycopg.Error as error:
            answers.append((error.sqlstate, str(error)))
        attacker.rollback()
    assert len(answers) == 4
    assert answers[:2] == answers[2:]


def test_functions_answer_alike_for_a_hidden_file_and_none(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    calls = (
        "SELECT * FROM access_sections(%s)",
        "SELECT * FROM access_hidden_from(%s)",
        "SELECT access_give(%s, access_staff(), 'team', 1, 0, NULL)",
    )
    for call in calls:
        answers = []
        for file in (world.case.file_id, uuid4()):
            enter(attacker, world.stranger)
            try:
                answers.append(attacker.execute(call, [file]).fetchall())
            except psycopg.Error as error:
                answers.append((error.sqlstate, str(error)))
            attacker.rollback()
        assert answers[0] == answers[1], call


def test_the_key_of_a_strangers_child_stays_closed(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    rows = attacker.execute("SELECT file_id FROM vault_key").fetchall()
    assert {row[0] for row in rows} == {world.strangers_case.file_id}


def test_no_leaky_operator_sees_a_hidden_row(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    """A cheap function that raises would run on hidden rows if the policy did not come first."""
    attacker = sign_in("app")
    enter(attacker, world.stranger)
    attacker.execute(
        "SELECT 1 FROM cases_case WHERE id = %s AND 1 / (CASE WHEN stage = stage THEN 0 END) = 1",
        [world.case.pk],
    )


def test_words_kept_to_one_person_are_not_opened_by_a_change_without_a_condition(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    """A colleague in the team writes VOICE; a statement made to another person alone stays unchanged."""
    statement = uuid4()
    keeper = sign_in("maintenance")
    keeper.execute(
        "INSERT INTO participation_statement (id, file_id, child_id, recorded_at, recorded_by, version,"
        " state, form, said_on, language, topics, was_read_back, audience)"
        " VALUES (%s, %s, %s, now(), %s, 1, 'said', 'verbatim', now(), 'ne', '{}', false, 'worker')",
        [statement, world.case.file_id, world.case.child_id, world.worker.id],
    )
    keeper.execute(
        "INSERT INTO agencies_grant (id, file_id, principal, kind, reads, writes, starts_at, given_by)"
        " VALUES (gen_random_uuid(), %s, %s, 'team', 767, 767, now() - interval '1 hour', %s)",
        [world.case.file_id, world.stranger.id, world.worker.id],
    )
    keeper.commit()
    try:
        attacker = sign_in("app")
        enter(attacker, world.stranger)
        attacker.execute("UPDATE participation_statement SET audience = 'team'")
        attacker.execute("UPDATE participation_statement SET recorded_by = %s", [world.stranger.id])
        attacker.commit()
        row = keeper.execute(
            "SELECT audience, recorded_by FROM participation_statement WHERE id = %s", [statement]
        ).fetchone()
        assert row == ("worker", world.worker.id)
    finally:
        keeper.rollback()
        keeper.execute("DELETE FROM participation_statement WHERE id = %s", [statement])
        keeper.execute(
            "DELETE FROM agencies_grant WHERE principal = %s AND file_id = %s",
            [world.stranger.id, world.case.file_id],
        )
        keeper.commit()


@pytest.mark.parametrize(
    "change",
    ["kind = 'enquiry'", "office_id = gen_random_uuid()", "recorded_by = gen_random_uuid()"],
)
def test_kind_office_and_recorder_of_own_file_cannot_be_changed(
    world: World, sign_in: Callable[[str], Connection], change: str
) -> None:
    """As an enquiry its key would be open to the matcher."""
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
        attacker.execute(f"UPDATE agencies_file SET {change} WHERE id = %s", [world.case.file_id])
