"""Sessions: what the table reveals (nothing), when they end, and the screen lock."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from saathi.agencies import credentials
from saathi.agencies.models import Staff
from saathi.agencies.sign_in import session_limits
from saathi.infra import thresholds
from tests.agencies.sign_in.signing_in import said_in_the_log
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(client: Client) -> Staff:
    staff = agencies.staff("administrator")
    client.force_login(staff)
    return staff


def move(client: Client, **by: float) -> None:
    """Moves the session's clock back, as if that much time had passed."""
    session, seconds = client.session, int(dt.timedelta(**by).total_seconds())
    session[session_limits.STARTED] -= seconds
    session[session_limits.TOUCHED] -= seconds
    session.save()


def test_session_row_cannot_be_replayed(client: Client, someone: Staff) -> None:
    key = client.cookies["sessionid"].value
    with role("maintenance"):
        row = Session.objects.get()
        assert not Session.objects.filter(session_key=key).exists()
    assert str(someone.id) not in row.session_data
    thief = Client()
    thief.cookies["sessionid"] = row.session_key  # what an attacker reads in the table
    assert thief.get("/account/2fa/").status_code == 302


def test_a_copied_row_opens_for_no_one_else(client: Client, someone: Staff) -> None:
    boss, browser_of_boss = agencies.staff("supervisor"), Client()
    browser_of_boss.force_login(boss)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE django_session SET session_data = (SELECT session_data FROM django_session "
            "WHERE session_key <> %s LIMIT 1) WHERE session_key = %s",
            [stored(client), stored(client)],
        )
        assert cursor.rowcount == 1
    assert client.get("/account/2fa/").status_code == 302
    assert browser_of_boss.get("/account/2fa/").status_code == 200


def stored(client: Client) -> str:
    from saathi.agencies.sessions import stored_key

    return stored_key(client.cookies["sessionid"].value)


@pytest.mark.parametrize(
    ("away", "ends"),
    [({"minutes": 29}, ""), ({"minutes": 32}, "idle"), ({"hours": 13}, "too_long")],
)
def test_a_session_ends_when_no_one_touches_it(
    client: Client, someone: Staff, away: dict[str, float], ends: str
) -> None:
    move(client, **away)
    answer = client.get("/account/2fa/")
    assert answer.status_code == (302 if ends else 200)
    assert said_in_the_log("signed_out") == ([{"reason": ends}] if ends else [])
    assert ("_auth_user_id" in client.session) is not ends or not ends


def test_session_ends_after_twelve_hours_despite_use(client: Client, someone: Staff) -> None:
    for _ in range(24):
        move(client, minutes=29)
        if client.get("/account/2fa/").status_code == 200:
            continue
        break
    move(client, minutes=29)
    assert client.get("/account/2fa/").status_code == 302


def test_the_moment_of_the_last_touch_is_written_at_most_once_a_minute(
    client: Client, someone: Staff
) -> None:
    before = client.session[session_limits.TOUCHED]
    client.get("/account/2fa/")
    assert client.session[session_limits.TOUCHED] == before
    move(client, minutes=2)
    client.get("/account/2fa/")
    assert client.session[session_limits.TOUCHED] >= before


def test_ended_account_loses_its_session_at_once(client: Client, someone: Staff) -> None:
    with role("maintenance"):
        Staff.objects.filter(pk=someone.pk).update(is_active=False)
    assert client.get("/account/2fa/").status_code == 302


def choose_pin(client: Client, pin: str = "७२९४") -> Any:
    return client.post("/account/pin/", {"pin": pin, "again": pin})


def test_quick_exit_locks_the_screen(client: Client, someone: Staff) -> None:
    choose_pin(client)
    for _ in range(2):  # the browser also requests the lock, before or after
        answer = client.get("/away")
        assert answer.status_code == 200
        assert b"Weights and measures" in answer.content
        assert client.get("/law/").headers["Location"] == "/unlock"
    assert said_in_the_log("locked") == [{"outcome": "locked"}]


def test_quick_exit_without_a_pin_ends_the_session(client: Client, someone: Staff) -> None:
    assert client.get("/away").status_code == 200
    assert "_auth_user_id" not in client.session
    assert said_in_the_log("signed_out") == [{"reason": "locked"}]
    assert client.get("/away").status_code == 200  # no sign-in is needed


def test_the_lock_hides_every_page_until_the_pin_opens_it(client: Client, someone: Staff) -> None:
    assert choose_pin(client).status_code == 302
    assert client.post("/lock").headers["Location"] == "/unlock"
    for page in ("/account/2fa/", "/law/", "/account/password/", "/nowhere/"):
        assert client.get(page).headers["Location"] == "/unlock", page
    assert client.post("/unlock", {"pin": "1111"}).status_code == 400
    assert client.get("/account/2fa/").status_code == 302
    assert (
        client.post("/unlock", {"pin": "7294"}, headers={"X-Saathi-Send": "1"}).status_code == 204
    )
    assert client.get("/account/2fa/").status_code == 200
    outcomes = [entry["outcome"] for entry in said_in_the_log("locked")]
    assert outcomes == ["locked", "wrong", "opened"]


def test_the_fifth_wrong_pin_ends_the_session(client: Client, someone: Staff) -> None:
    choose_pin(client)
    client.post("/lock")
    answers = [client.post("/unlock", {"pin": f"111{n}"}).status_code for n in range(5)]
    assert answers == [400, 400, 400, 400, 302]
    assert "_auth_user_id" not in client.session
    assert said_in_the_log("signed_out") == [{"reason": "pin"}]


def test_wrong_pins_count_on_though_the_screen_is_locked_anew(
    client: Client, someone: Staff
) -> None:
    choose_pin(client)
    for _ in range(4):
        client.post("/unlock", {"pin": "1111"})
        client.post("/lock")
    assert client.post("/unlock", {"pin": "1111"}).status_code == 302
    assert "_auth_user_id" not in client.session


def test_without_a_pin_locking_signs_out(client: Client, someone: Staff) -> None:
    assert client.post("/lock").headers["Location"] == "/account/login/?ended=no_pin"
    assert "has no PIN" in client.get("/account/login/?ended=no_pin").content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "pin",
    [
        "123",
        "1234",
        "0000",
        "123456789",
        "abcd",
        "",
        "2580",
        "1212",
        "123123",
        "1987",
        "2043",
        "1004",
    ],
)
def test_a_pin_that_others_would_guess_is_refused(client: Client, someone: Staff, pin: str) -> None:
    assert choose_pin(client, pin).status_code == 200
    someone.refresh_from_db()
    assert not credentials.has_pin(someone.pk)


def test_a_pin_signs_no_one_in(client: Client, someone: Staff) -> None:
    choose_pin(client)
    stranger = Client()
    stranger.post("/account/login/", {"login": someone.email, "password": "7294"})
    assert stranger.post("/unlock", {"pin": "7294"}).status_code == 302
    assert "_auth_user_id" not in stranger.session


@pytest.mark.usefixtures("ample_disk")
def test_health_page_reveals_no_details(client: Client) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "status": "ok"})


def test_health_page_says_when_the_disk_is_nearly_full(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = thresholds.DiskSpace(thresholds.FREE_DISK_BYTES - 1, thresholds.LARGE_DISK_BYTES)
    monkeypatch.setattr(thresholds, "disk_space", lambda _folder: space)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "status": "not ok"})


@pytest.mark.usefixtures("ample_disk")
def test_the_health_page_notices_a_migration_that_is_missing(client: Client) -> None:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "status": "not ok"})


def test_the_migrations_that_are_shipped_are_those_that_django_would_load() -> None:
    from django.db.migrations.loader import MigrationLoader

    from saathi.agencies import schema_state

    assert schema_state.shipped_migrations() == set(MigrationLoader(None).disk_migrations or ())
