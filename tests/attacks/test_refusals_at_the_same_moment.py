"""A refusal and a photo or recording of the same moment: one waits for the other, and the later one sees it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.attacks.conftest import Connection, World

type SignIn = Callable[[str], Connection]

pytestmark = pytest.mark.real_transactions
WAITS = 1.0  # seconds after which a statement counts as waiting
CONSENT = (
    "INSERT INTO consent_consent (id, file_id, recorded_at, recorded_by, version, child_id, basis, scopes, answer, "
    "capacity, language, given_on, sealed) SELECT %s, c.file_id, now(), %s, 1, c.id, %s, '{picture}', %s, 'full', '', "
    "current_date, '\\x00' FROM people_child c WHERE c.id = %s"
)
PHOTO = (
    "INSERT INTO portraits_portrait (id, file_id, recorded_at, recorded_by, version, child_id, consent_id, purposes, "
    "taken_on, consented_on, state, picture, sealed) SELECT gen_random_uuid(), c.file_id, now(), %s, 1, c.id, %s, "
    "'{recognise}', current_date, current_date, 'current', gen_random_uuid(), '\\x00' FROM people_child c WHERE c.id = %s"
)
RECORDING = (
    "INSERT INTO recordings_voicerecording (id, file_id, recorded_at, recorded_by, version, child_id, consent_id, speaker, "
    "origin, spoken_on, language, purpose, basis, consented_on, agreement, audience, readers, text_kind, text_language, "
    "state, removed_because, media_type, original, sealed) SELECT gen_random_uuid(), c.file_id, now(), %s, 1, c.id, %s, "
    "'child', 'made', current_date, '', 'statement', 'consent', current_date, '', 'team', '{}', '', '', 'kept', '', "
    "'audio/ogg', gen_random_uuid(), '\\x00' FROM people_child c WHERE c.id = %s"
)
ADDED = {"photo": PHOTO, "recording": RECORDING}
REMOVED = ("portraits_portrait", "recordings_voicerecording", "consent_consent")


@pytest.fixture
def connections(sign_in: SignIn) -> Iterator[list[Connection]]:
    """Three connections that need no proof of a change, the first of which removes what the test left."""
    opened = [sign_in("owner") for _ in range(3)]
    for connection in opened:
        connection.execute("SET ROLE saathi_warden")
        connection.commit()
    yield opened
    for connection in opened[1:]:
        connection.rollback()
    for table in REMOVED:
        opened[0].execute(f"DELETE FROM {table}")
    opened[0].commit()


def answer(connection: Connection, world: World, answer: str, basis: str = "consent") -> UUID:
    """The child's answer about pictures, not committed yet."""
    given = uuid4()
    values = [given, world.worker.id, basis, answer, world.case.child_id]
    connection.execute(CONSENT, values)
    return given


def is_waiting(work: Any) -> bool:
    """Whether the work is still not done after a while."""
    try:
        work.result(WAITS)
    except TimeoutError:
        return True
    return False


@pytest.mark.parametrize("what", ADDED)
def test_what_is_added_while_a_refusal_is_recorded_waits_and_is_refused(
    world: World, connections: list[Connection], what: str
) -> None:
    first, refusing, adding = connections
    allowed_by = answer(first, world, "yes")
    first.commit()
    answer(refusing, world, "no", "duty")
    with ThreadPoolExecutor(1) as pool:
        values = [world.worker.id, allowed_by, world.case.child_id]
        added = pool.submit(adding.execute, ADDED[what], values)
        assert is_waiting(added)
        refusing.commit()
        with pytest.raises(psycopg.errors.CheckViolation, match="no active consent to a"):
            added.result(30)


@pytest.mark.parametrize("what", ADDED)
def test_refusal_waits_for_what_is_being_added_and_is_then_recorded(
    world: World, connections: list[Connection], what: str
) -> None:
    first, refusing, adding = connections
    allowed_by = answer(first, world, "yes")
    first.commit()
    adding.execute(ADDED[what], [world.worker.id, allowed_by, world.case.child_id])
    answer(refusing, world, "yes")  # no refusal: does not wait
    with ThreadPoolExecutor(1) as pool:
        refused = pool.submit(answer, refusing, world, "no", "duty")
        assert is_waiting(refused)
        adding.commit()
        refused.result(30)
    refusing.commit()
    [(is_refused,)] = first.execute("SELECT consent_is_refused(%s, 'picture')", [allowed_by])
    assert is_refused


def test_withdrawal_of_the_answer_that_overrode_a_refusal_is_waited_for(
    world: World, connections: list[Connection]
) -> None:
    first, withdrawing, adding = connections
    answer(first, world, "no", "duty")
    first.commit()
    agreed = answer(first, world, "yes")
    first.commit()
    allowed_by = answer(first, world, "not_asked", "guardian")
    first.commit()
    withdrawing.execute(
        "UPDATE consent_consent SET withdrawn_on = current_date WHERE id = %s", [agreed]
    )
    with ThreadPoolExecutor(1) as pool:
        values = [world.worker.id, allowed_by, world.case.child_id]
        added = pool.submit(adding.execute, PHOTO, values)
        assert is_waiting(added)
        withdrawing.commit()
        with pytest.raises(psycopg.errors.CheckViolation, match="no active consent to a photo"):
            added.result(30)
