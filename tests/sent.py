"""What tests of screens share: a signed-in client, forms sent once, queries counted."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saathi.agencies.models import Staff
from tests.roles import role

MOST_QUERIES = 15
# What belongs to the transaction and its context, not to the page.
_FRAME = re.compile(r"^(SAVEPOINT|RELEASE|BEGIN|COMMIT|SELECT set_config)")


def client_of(staff: Staff) -> Client:
    client = Client()
    with role("maintenance"):  # signing in is not what these tests are about
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def key() -> dict[str, str]:
    return {"form_key": str(uuid.uuid4())}


@contextmanager
def few_queries(most: int = MOST_QUERIES) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    counted = [q["sql"] for q in captured.captured_queries if not _FRAME.match(q["sql"])]
    assert len(counted) <= most, "\n".join(sql[:160] for sql in counted)
