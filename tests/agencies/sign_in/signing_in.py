"""Signing in by password and code, and what the log says of it."""

import time
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client

from saathi.agencies.models import Staff
from tests.factories import agencies
from tests.roles import role

PASSWORD = "a lamp in the seventh window"


HASH = make_password(PASSWORD)


def person(**fields: Any) -> Staff:
    return agencies.staff("administrator", **({"password": HASH} | fields))


def send_password(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def code_of(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def start_codes(client: Client) -> str:
    """Sets up a code app, as its page does; returns the secret of the app."""
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    answer = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    cache.clear()  # the same half minute: the code would count as used
    return str(secret)


def said_in_the_log(kind: str) -> list[dict[str, Any] | None]:
    with role("auditor"), connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM audit_entry WHERE kind = %s ORDER BY at, id", [kind])
        return [
            row[0] if isinstance(row[0], dict | None) else __import__("json").loads(row[0])
            for row in cursor.fetchall()
        ]
