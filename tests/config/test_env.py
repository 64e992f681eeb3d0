"""Addresses of databases are read as PostgreSQL's client library reads them, or stop the start."""

import pytest

from saathi.config import env
from saathi.config.env import SettingError

NAME = "SAATHI_DATABASE_URL"


def test_database_url_with_parameters_becomes_django_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SAATHI_PREPARED_STATEMENTS")
    url = "postgresql://saathi_app:a%2Fb@db.example.org:6432/saathi?sslmode=verify-full&sslrootcert=/ca.pem"
    assert env.database(url, NAME) == {
        "ENGINE": "saathi.infra.persistent_connections",
        "NAME": "saathi",
        "USER": "saathi_app",
        "PASSWORD": "a/b",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {
            "connect_timeout": env.CONNECT_SECONDS,
            "sslmode": "verify-full",
            "sslrootcert": "/ca.pem",
            "server_side_binding": True,
            "prepare_threshold": None,
        },
    }


@pytest.mark.parametrize(("said", "threshold"), [("no", None), ("yes", env.PREPARED_AT)])
def test_prepared_statements_need_their_setting(
    monkeypatch: pytest.MonkeyPatch, said: str, threshold: int | None
) -> None:
    monkeypatch.setenv("SAATHI_PREPARED_STATEMENTS", said)
    options = env.database("postgresql://a@db/saathi", NAME)["OPTIONS"]
    assert options["prepare_threshold"] == threshold


def test_a_folder_of_sockets_and_several_servers_are_hosts() -> None:
    assert env.database("postgresql://a@/saathi?host=%2Frun%2Fdb", NAME)["HOST"] == "/run/db"
    two = env.database("postgresql://a@one:5432,two:5433/saathi?target_session_attrs=primary", NAME)
    assert (two["HOST"], two["PORT"]) == ("one,two", "5432,5433")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://a:hush@b/c", "must begin with postgresql://"),
        ("saathi", "must begin with postgresql://"),
        ("postgresql://a:hush@b:5432", "names no database"),
        ("postgresql://a:hush@b:x/c", "a port that is no number"),
        ("postgresql://a:hush@b/c?sslmod=require", "no address that PostgreSQL understands"),
        ("postgresql://a:%hush@b/c", "no address that PostgreSQL understands"),
    ],
)
def test_invalid_database_url_is_reported_without_password(url: str, says: str) -> None:
    with pytest.raises(SettingError, match=says) as caught:
        env.database(url, NAME)
    assert "hush" not in str(caught.value)
    assert NAME in str(caught.value)
