"""What an injected statement could do to rows that its person may change in the application."""

import time
from collections.abc import Callable
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings

from saathi.agencies import change_proofs
from saathi.agencies.sign_in import session_limits
from tests.attacks.conftest import Connection, World, enter
from tests.attacks.proofs import change

pytestmark = pytest.mark.real_transactions
REFUSED = psycopg.errors.InsufficientPrivilege
SAVE = "SELECT session_save(%s, %s, to_timestamp(%s), %s, %s)"


def saved(connection: Connection, expires: int, proof: str | None = None) -> bool:
    """Whether a new session was stored, with the proof of the application unless another is given."""
    key = uuid4().hex + "00000000"
    if proof is None:
        proof = change_proofs.prove_change("session_save", f"{key}|{expires}|new|x", actor=None)
    [(stored,)] = connection.execute(SAVE, [key, "x", expires, True, proof]).fetchall()
    return bool(stored)


@pytest.mark.parametrize("proof", ["", "1|0", "x"])
@pytest.mark.parametrize("with_context", [True, False])
def test_no_session_is_stored_without_a_proof(
    world: World, sign_in: Callable[[str], Connection], proof: str, *, with_context: bool
) -> None:
    attacker = sign_in("app")
    if with_context:
        enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="no valid proof"):
        saved(attacker, int(time.time()) + 60, proof)


def test_no_session_lasts_longer_than_twelve_hours(sign_in: Callable[[str], Connection]) -> None:
    """Even if the web's own setting were changed; two minutes are for clock differences."""
    longest = 12 * 60 * 60
    assert settings.SESSION_COOKIE_AGE == session_limits.MAX_SESSION_SECONDS == longest
    web = sign_in("app")
    assert saved(web, int(time.time()) + longest + 100)
    with pytest.raises(psycopg.DataError, match="longer than a session"):
        saved(web, int(time.time()) + longest + 140)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT access_notify_leaders(%s, 'safeguard', gen_random_uuid())",
        "SELECT incident_tell_of(%s)",
        "SELECT complaint_tell(%s, true)",
        "SELECT token_clear(%s)",
        "DELETE FROM people_token WHERE file_id = %s",
        "UPDATE people_token SET kind = kind WHERE file_id = %s",
        "UPDATE agencies_file SET is_protected = false WHERE id = %s",
        "UPDATE agencies_file SET is_protected = true WHERE id = %s",
    ],
)
def test_injected_statement_in_the_request_of_the_childs_own_worker_is_refused(
    world: World, sign_in: Callable[[str], Connection], statement: str
) -> None:
    attacker = sign_in("app")
    enter(attacker, world.worker)
    with pytest.raises(REFUSED, match="permission denied"):
        attacker.execute(statement, [world.case.file_id])


def test_tokens_of_a_file_go_by_proof_and_for_who_may_change_it(
    world: World, sign_in: Callable[[str], Connection]
) -> None:
    web, keeper = sign_in("app"), sign_in("maintenance")
    count = "SELECT count(*) FROM people_token WHERE file_id = %s"
    file = world.case.file_id
    enter(web, world.stranger)
    with pytest.raises(REFUSED, match="no such file"):
        change(web, world.stranger, "token_clear", file)
    web.rollback()
    enter(web, world.worker)
    change(web, world.worker, "token_clear", file)
    assert web.execute(count, [file]).fetchone() == (0,)
    web.rollback()
    assert keeper.execute(count, [file]).fetchone() > (0,)


@pytest.mark.parametrize(
    "role", ["app", "worker", "carrier", "matcher", "analyst", "eraser", "auditor", "reporter"]
)
@pytest.mark.parametrize("function", ["pg_terminate_backend", "pg_cancel_backend"])
def test_no_role_ends_sessions_or_statements_of_its_own_name(
    sign_in: Callable[[str], Connection], role: str, function: str
) -> None:
    other = sign_in(role)
    [(pid,)] = other.execute("SELECT pg_backend_pid()").fetchall()
    with pytest.raises(REFUSED, match="permission denied for function"):
        sign_in(role).execute(f"SELECT {function}(%s)", [pid])
    assert other.execute("SELECT 1").fetchone() == (1,)
