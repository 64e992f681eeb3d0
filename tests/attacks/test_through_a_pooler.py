"""Behind PgBouncer in transaction mode clients share connections, and nothing passes between them."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db.utils import ConnectionHandler

from saathi.agencies import context
from saathi.agencies.models import Staff
from saathi.config import env
from tests.attacks.conftest import Connection, World, enter, ids
from tests.pooler import Pooler, needs_pgbouncer
from tests.server import SERVER

pytestmark = [
    pytest.mark.real_transactions,
    pytest.mark.slow,
    needs_pgbouncer,
    pytest.mark.xdist_group("attacks through a pooler"),
]
HANDED_ON = (("server_reset_query_always", "0"),)  # PgBouncer's own default


@pytest.fixture(scope="module")
def single_connection(attacked: str) -> Iterator[Pooler]:
    """All clients on a single connection to the server, with the documented settings."""
    with Pooler(SERVER, attacked, size=1) as pooler:
        yield pooler


@pytest.fixture(scope="module")
def two_connections(attacked: str) -> Iterator[Pooler]:
    with Pooler(SERVER, attacked, size=2) as pooler:
        yield pooler


@pytest.fixture(scope="module")
def careless(attacked: str) -> Iterator[Pooler]:
    """One connection that is passed on without a reset."""
    with Pooler(SERVER, attacked, size=1, changes=HANDED_ON) as pooler:
        yield pooler


def client(pooler: Pooler, **options: object) -> Connection:
    return psycopg.connect(pooler.url(), **options)  # type: ignore[arg-type]


def backend(connection: Connection) -> int:
    [(pid,)] = connection.execute("SELECT pg_backend_pid()").fetchall()
    return int(pid)


def expected(world: World) -> dict[UUID, set[UUID]]:
    return {world.worker.id: {world.case.pk}, world.stranger.id: {world.strangers_case.pk}}


def test_alternating_clients_on_one_connection_see_own_rows(
    world: World, single_connection: Pooler
) -> None:
    staff = (world.worker, world.stranger)
    with client(single_connection) as first, client(single_connection) as second:
        pids = set()
        for turn in range(20):
            person, connection = staff[turn % 2], (first, second)[turn % 2]
            enter(connection, person)
            pids.add(backend(connection))
            assert ids(connection, "cases_case") == expected(world)[person.id]
            connection.commit()
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no access context"):
                connection.execute("SELECT 1 FROM cases_case")
            connection.rollback()
    assert len(pids) == 1


def test_forty_clients_on_two_connections_see_own_rows(
    world: World, two_connections: Pooler
) -> None:
    together = threading.Barrier(40)
    pids: set[int] = set()

    def work(person: Staff) -> int:
        right = 0
        with client(two_connections) as connection:
            together.wait(30)
            for _ in range(10):
                enter(connection, person)
                pids.add(backend(connection))
                right += ids(connection, "cases_case") == expected(world)[person.id]
                connection.commit()
        return right

    with ThreadPoolExecutor(40) as pool:
        done = list(pool.map(work, [world.worker, world.stranger] * 20))
    assert done == [10] * 40
    assert len(pids) == 2


@pytest.mark.parametrize("settings", ["single_connection", "careless"])
@pytest.mark.parametrize("kept", ["as signed", "as bound"])
def test_a_context_set_for_the_session_gives_the_next_client_nothing(
    world: World, settings: str, kept: str, request: pytest.FixtureRequest
) -> None:
    pooler: Pooler = request.getfixturevalue(settings)
    with client(pooler) as hostile, client(pooler) as following:
        enter(hostile, world.worker)
        pid = backend(hostile)
        if kept == "as signed":
            value = context.signed_context(staff=world.worker.id, agency=world.worker.agency_id)
        else:
            [(value,)] = hostile.execute("SELECT current_setting('saathi.context')").fetchall()
        hostile.execute("SELECT set_config('saathi.context', %s, false)", [value])
        hostile.commit()

        assert backend(following) == pid
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="context"):
            following.execute("SELECT 1 FROM cases_case")
        following.rollback()
        enter(following, world.stranger)
        assert ids(following, "cases_case") == {world.strangers_case.pk}


LEAVINGS = (
    ("SET row_security = off", "SELECT current_setting('row_security') = 'off'"),
    (
        "SET default_transaction_isolation = serializable",
        "SELECT current_setting('default_transaction_isolation') = 'serializable'",
    ),
    ("SET statement_timeout = 0", "SELECT current_setting('statement_timeout') = '0'"),
    ("SET lock_timeout = 0", "SELECT current_setting('lock_timeout') = '0'"),
    ("SET search_path = pg_catalog", "SELECT current_setting('search_path') = 'pg_catalog'"),
    (
        "DECLARE mine CURSOR WITH HOLD FOR SELECT id FROM cases_case",
        "SELECT count(*) > 0 FROM pg_cursors WHERE name = 'mine'",
    ),
    (
        "PREPARE mine AS SELECT 1",
        "SELECT count(*) > 0 FROM pg_prepared_statements WHERE name = 'mine'",
    ),
    ("LISTEN mine", "SELECT count(*) > 0 FROM pg_listening_channels()"),
)


@pytest.mark.parametrize(("left", "is_there"), LEAVINGS, ids=[left for left, _ in LEAVINGS])
def test_what_a_hostile_client_leaves_in_the_session_is_gone_for_the_next(
    world: World, single_connection: Pooler, careless: Pooler, left: str, is_there: str
) -> None:
    leftovers = []
    for pooler in (careless, single_connection):
        with client(pooler) as hostile:
            enter(hostile, world.worker)
            pid = backend(hostile)
            hostile.execute(left)
            hostile.commit()
        with client(pooler) as following:
            assert backend(following) == pid
            leftovers += following.execute(is_there).fetchone() or ()
            following.commit()
        clear(pooler)
    assert leftovers == [
        True,
        False,
    ]  # with PgBouncer's own default it is there: the setting does it


def test_kept_connection_to_the_pooler_begins_each_request_anew(
    single_connection: Pooler, django_db_blocker: object
) -> None:
    """PgBouncer itself carries some settings over for its client, such as the time zone."""
    options = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    address = env.database(single_connection.url(), "SAATHI_DATABASE_URL") | options
    connection = ConnectionHandler({"default": address})["default"]
    read = "SELECT current_setting('TimeZone'), current_setting('DateStyle')"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with connection.cursor() as cursor:
            cursor.execute(read)
            before = cursor.fetchone()
            cursor.execute("SET TimeZone = 'Pacific/Apia'")
            cursor.execute("SET DateStyle = 'German'")
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute(read)
            assert cursor.fetchone() == before
        connection.close()


@pytest.mark.parametrize("settings", ["single_connection", "careless"])
def test_no_lock_of_the_session_passes_to_the_next_client(
    world: World, settings: str, request: pytest.FixtureRequest
) -> None:
    with client(request.getfixturevalue(settings)) as hostile:
        enter(hostile, world.worker)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="pg_advisory_lock"):
            hostile.execute("SELECT pg_advisory_lock(41)")


def clear(pooler: Pooler) -> None:
    with client(pooler, autocommit=True) as connection:
        connection.execute("DISCARD ALL")


def test_statements_prepared_by_clients_work_on_whichever_connection_they_come_to(
    world: World, two_connections: Pooler
) -> None:
    pids = set()
    with (
        client(two_connections, prepare_threshold=0) as first,
        client(two_connections, prepare_threshold=0) as second,
    ):
        for turn in range(12):
            for connection, person in ((first, world.worker), (second, world.stranger)):
                enter(connection, person)
                pids.add(backend(connection))
                assert ids(connection, "cases_case") == expected(world)[person.id]
                # keeps one connection, so that the other client gets the other one
                if turn % 3 == 0:
                    continue
                connection.commit()
            first.commit()
            second.commit()
    assert len(pids) == 2


def test_a_client_may_discard_all_and_go_on(world: World, single_connection: Pooler) -> None:
    with client(single_connection, autocommit=True, prepare_threshold=0) as connection:
        for _ in range(3):
            with connection.transaction():
                enter(connection, world.worker)
                assert ids(connection, "cases_case") == {world.case.pk}
            connection.execute("DISCARD ALL", prepare=False)


def test_every_connection_of_the_pooler_has_the_time_limits_of_its_role(
    two_connections: Pooler,
) -> None:
    query = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"
    with client(two_connections) as first, client(two_connections) as second:
        limits = [pooled.execute(query).fetchone() for pooled in (first, second)]
        assert backend(first) != backend(second)
    assert limits == [("15s", "4s", "30s")] * 2


def test_lock_timeout_is_four_seconds(
    world: World, two_connections: Pooler, sign_in: Callable[[str], Connection]
) -> None:
    holder = sign_in("maintenance")
    holder.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [world.case.pk])
    with client(two_connections) as waiting:
        enter(waiting, world.worker)
        start = time.monotonic()
        with pytest.raises(psycopg.errors.LockNotAvailable):
            waiting.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [world.case.pk])
        assert 3.5 < time.monotonic() - start < 8


@pytest.mark.deploy
def test_statement_timeout_is_fifteen_seconds(two_connections: Pooler) -> None:
    with client(two_connections) as connection, pytest.raises(psycopg.errors.QueryCanceled):
        connection.execute("SELECT pg_sleep(25)")


def test_refusals_connection_needs_its_own_pool(attacked: str) -> None:
    """As two requests do that open a file in an emergency: each has one and asks for a second."""
    changes = (("query_wait_timeout", "2"),)
    with (
        Pooler(SERVER, attacked, size=2, changes=changes) as pooler,
        client(pooler) as first,
        client(pooler) as second,
    ):
        assert backend(first) != backend(second)
        with pytest.raises(psycopg.OperationalError, match="query_wait_timeout"):
            psycopg.connect(pooler.url("saathi")).execute("SELECT 1")
        with psycopg.connect(pooler.url("saathi_refusals")) as other:
            assert other.execute("SELECT 1").fetchone() == (1,)


def test_a_wrong_password_is_refused(two_connections: Pooler) -> None:
    with pytest.raises(psycopg.OperationalError, match="auth"):
        psycopg.connect(two_connections.url(), password="another")
