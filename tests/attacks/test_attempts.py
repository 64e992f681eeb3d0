"""Wrong passwords and PINs: attempts of others lock no account, parallel ones are counted (F11, F16)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.db import DatabaseError, connection, transaction
from django.test import Client

from saathi.agencies import change_proofs
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import attempts
from tests.agencies.sign_in.signing_in import PASSWORD, start_codes
from tests.attacks.conftest import Connection
from tests.factories import agencies
from tests.roles import acting, role

HASH = make_password(PASSWORD)
WRONG = "not this one at all"


@pytest.fixture
def someone(db: None) -> Staff:
    return agencies.staff("case_worker", password=HASH)


def try_password(client: Client, staff: Staff, password: str, source: str) -> str:
    """`in`, `wrong` or `limited`."""
    typed = {"login": staff.email, "password": password}
    answer = client.post("/account/login/", typed, REMOTE_ADDR=source)
    if answer.status_code == 302:
        return "in"
    return "limited" if "Too many attempts" in answer.content.decode() else "wrong"


def attempt(source: int | str, account: str = "account", device: str = "") -> bool:
    return attempts.SignInAttempt(account, str(source), device).is_allowed()


def test_wrong_passwords_from_one_address_do_not_lock_the_account_elsewhere(
    someone: Staff,
) -> None:
    tried = [try_password(Client(), someone, WRONG, "198.51.100.7") for _ in range(6)]
    assert tried == ["wrong"] * 5 + ["limited"]
    assert try_password(Client(), someone, PASSWORD, "198.51.100.7") == "limited"
    assert try_password(Client(), someone, PASSWORD, "203.0.113.9") == "in"


def test_known_device_signs_in_while_others_guess_without_end(someone: Staff) -> None:
    known_device = Client()
    assert try_password(known_device, someone, PASSWORD, "203.0.113.9") == "in"
    known_device.post("/sign-out")
    mac = attempts._named(someone.email)
    assert [attempt(source, mac) for source in range(101)] == [True] * 100 + [False]
    assert try_password(Client(), someone, PASSWORD, "203.0.113.10") == "limited"
    assert try_password(known_device, someone, PASSWORD, "198.51.100.7") == "in"


def test_known_device_has_a_limit_of_its_own(someone: Staff) -> None:
    known_device = Client()
    try_password(known_device, someone, PASSWORD, "203.0.113.9")
    known_device.post("/sign-out")
    tried = [try_password(known_device, someone, WRONG, "203.0.113.9") for _ in range(11)]
    assert tried == ["wrong"] * 10 + ["limited"]


def test_cookie_of_a_device_is_known_to_no_one_else(someone: Staff) -> None:
    known_device, other = Client(), agencies.staff("case_worker", password=HASH)
    try_password(known_device, someone, PASSWORD, "203.0.113.9")
    known_device.post("/sign-out")
    tried = [try_password(known_device, other, WRONG, "203.0.113.9") for _ in range(6)]
    assert tried == ["wrong"] * 5 + ["limited"]
    known_device.cookies["device"] = known_device.cookies["device"].value + "x"
    tried = [try_password(known_device, someone, WRONG, "203.0.113.8") for _ in range(6)]
    assert tried == ["wrong"] * 5 + ["limited"]


@pytest.mark.django_db
def test_one_source_tries_twenty_accounts_a_minute_and_three_while_many_guess() -> None:
    assert sum(attempt("here", str(account)) for account in range(30)) == 20
    for number in range(300):
        attempt(f"elsewhere {number}", f"a {number}")
    assert sum(attempt("there", str(account)) for account in range(30)) == 3


@pytest.mark.django_db
def test_right_passwords_do_not_count() -> None:
    tries = attempts.SignInAttempt("account", "source", "")
    for _ in range(30):
        assert tries.is_allowed()
        tries.mark_succeeded()


@pytest.mark.django_db
def test_window_of_attempts_ends() -> None:
    assert [attempt("here") for _ in range(6)][-1] is False
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_attempt SET ends_at = now() - interval '1 second'")
    assert attempt("here")


def code(rf: Any, staff_id: UUID, source: int, *, succeeded: bool = False) -> bool:
    request = rf.post("/", REMOTE_ADDR=f"198.51.100.{source}")
    return attempts.count_code(request, staff_id, succeeded=succeeded)


@pytest.mark.django_db
def test_five_codes_in_five_minutes_and_thirty_in_an_hour(rf: Any) -> None:
    staff = uuid4()
    tried = []
    for source in range(7):
        tried += [code(rf, staff, source) for _ in range(6)]
        with role("warden"), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE agencies_attempt SET ends_at = now() - interval '1 second' "
                "WHERE counter LIKE 'factor|%'"
            )
    assert tried == ([True] * 5 + [False]) * 6 + [False] * 6


@pytest.mark.django_db
def test_one_source_tries_twenty_codes_a_minute_and_a_right_one_does_not_count(rf: Any) -> None:
    assert [code(rf, uuid4(), 1) for _ in range(21)] == [True] * 20 + [False]
    staff = uuid4()
    for _ in range(31):
        assert code(rf, staff, 2)
        code(rf, staff, 2, succeeded=True)


def test_codes_stay_limited_when_a_statement_empties_the_cache(someone: Staff) -> None:
    client = Client()
    try_password(client, someone, PASSWORD, "203.0.113.9")
    start_codes(client)
    client.post("/sign-out")
    client.post("/account/login/", {"login": someone.email, "password": PASSWORD})
    pages = []
    for _ in range(6):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM web_cache")
        answer = client.post("/account/2fa/authenticate/", {"code": "000000"})
        pages.append("Too many attempts" in answer.content.decode())
    assert pages == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_ipv6_addresses_count_by_their_network(
    rf: Any, first: str, second: str, same: bool
) -> None:
    sources = {attempts._source(rf.post("/", REMOTE_ADDR=address)) for address in (first, second)}
    assert (len(sources) == 1) is same


def test_statement_in_a_request_counts_and_clears_no_attempt(someone: Staff) -> None:
    with acting(someone):
        for statement in (
            "SELECT * FROM agencies_attempt",
            "SELECT attempt_take('all', 1, 1)",
            "SELECT attempt_sign_in('a', 'b', '', true, '')",
            f"SELECT attempt_pin('{someone.pk}', 'x', true, '')",
            f"SELECT attempt_factor('{someone.pk}', 'x', true, '')",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def at_once(
    sign_in: Callable[[str], Connection], statement: str, values: Callable[[], list[Any]]
) -> list[Any]:
    def first_column(connection: Connection) -> Any:
        with connection:
            row = connection.execute(statement, values()).fetchone()
            return row[0] if row else None

    connections = [sign_in("app") for _ in range(16)]
    for opened in connections:
        opened.autocommit = True
    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(first_column, connections))


@pytest.mark.real_transactions
def test_sixteen_pins_at_once_are_five_attempts(sign_in: Callable[[str], Connection]) -> None:
    staff, session = uuid4(), uuid4().hex

    def values() -> list[object]:
        return [
            staff,
            session,
            change_proofs.prove_change("attempt_pin", f"{session}|f", actor=staff),
        ]

    numbers = at_once(sign_in, "SELECT attempt_pin(%s, %s, false, %s)", values)
    assert sorted(numbers) == [0] * 11 + [1, 2, 3, 4, 5]


@pytest.mark.real_transactions
def test_twenty_pins_an_hour_for_all_sessions_of_a_person(
    sign_in: Callable[[str], Connection],
) -> None:
    staff, app = uuid4(), sign_in("app")
    numbers = []
    for number in range(30):
        session = f"session {number // 4}"
        proof = change_proofs.prove_change("attempt_pin", f"{session}|f", actor=staff)
        values = [staff, session, proof]
        row = app.execute("SELECT attempt_pin(%s, %s, false, %s)", values).fetchone()
        numbers.append(row[0] if row else None)
    assert [bool(number) for number in numbers] == [True] * 20 + [False] * 10


@pytest.mark.django_db
def test_right_pins_do_not_count() -> None:
    staff, session = uuid4(), uuid4().hex
    for _ in range(30):
        assert attempts.count_pin(staff, session) == 1
        attempts.count_pin(staff, session, succeeded=True)
    wrong = [attempts.count_pin(staff, f"{session} {number // 4}") for number in range(21)]
    assert [bool(number) for number in wrong] == [True] * 20 + [False]


@pytest.mark.real_transactions
def test_sixteen_passwords_at_once_are_five_attempts(sign_in: Callable[[str], Connection]) -> None:
    account = uuid4().hex

    def values() -> list[object]:
        proof = change_proofs.prove_change(
            "attempt_sign_in", f"{account}|s{account}||f", actor=None
        )
        return [account, f"s{account}", proof]

    allowed = at_once(sign_in, "SELECT attempt_sign_in(%s, %s, '', false, %s)", values)
    assert sum(allowed) == 5
