"""What a database role can write is never run: caches, sessions, the queue, stored forms and files (finding F2)."""

import base64
import io
import json
import os
import pickle
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.worker import Worker
from pypdf import PdfReader

from saathi.agencies.sessions import stored_key
from saathi.engines.xlsform import evaluator, expressions, limits, patterns
from saathi.infra import json_cache
from saathi.vault import sealed_files
from saathi.vault.errors import VaultError
from saathi.web import pdf
from tests.factories import agencies
from tests.roles import role

pytestmark = pytest.mark.django_db
PAPER = {"words": {}, "lang": "en", "language": "en", "rtl": False, "foot": "", "title": "Paper"}


class Payload:
    """Unpickled, it makes a folder."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> Any:
        return os.mkdir, (str(self.mark),)


def execute(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def fail_to_sign_in(email: str) -> Any:
    return Client().post("/account/login/", {"login": email, "password": "not this one"})


def test_pickle_in_the_cache_is_not_run_by_the_next_sign_in(tmp_path: Path) -> None:
    email, mark = agencies.staff("administrator").email, tmp_path / "ran"
    fail_to_sign_in(email)
    text = base64.b64encode(pickle.dumps(Payload(mark))).decode()
    execute("UPDATE web_cache SET value = %s, expires = now() + interval '10 minutes'", [text])
    assert fail_to_sign_in(email).status_code == 200
    assert not mark.exists()


def test_cache_of_django_would_have_run_the_pickle(tmp_path: Path) -> None:
    """The payload works: a test that passes because the pickle is broken would prove nothing."""
    mark = tmp_path / "ran"
    old = DatabaseCache("web_cache", {})
    old.set("key", Payload(mark))
    old.get("key")
    assert mark.exists()


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 4_999,
        "[" * 5_000,  # as much as a row holds
        '{"__class__": "os.system"}',
        '["1", "2"]',
        "[[1]]",
        "[1e999]",
        "NaN",
        "[true]",
        "null",
        "",
        "1" * 4_000,
        "gASVIgAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAdlY2hvIGhplIWUUpQu",
    ],
    ids=range(12),
)
def test_cache_row_of_another_kind_counts_as_missing(hostile: str) -> None:
    cache.set("key", [1.5])
    execute("UPDATE web_cache SET value = %s", [hostile])
    assert cache.get("key", "nothing") == "nothing"


def test_cache_keeps_what_rate_limits_keep() -> None:
    for value in (
        0,
        3,
        2.5,
        True,
        "y",
        [],
        [1795861481.25, 12],
        list(range(json_cache.MAX_ITEMS)),
    ):
        cache.set("key", value)
        assert cache.get("key") == value
    assert not cache.add("key", 5)
    assert cache.delete("key")
    assert not cache.delete("key")
    assert cache.add("key", 5, timeout=60)
    assert cache.touch("key", timeout=-1)
    assert cache.get("key") is None
    assert not cache.touch("key")
    assert cache.add("key", 6)
    assert cache.incr("key") == 7
    cache.set("other", 1, timeout=-1)
    cache.set("third", 1, timeout=None)
    cache.set("key", 8)  # removes the row that has expired
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM web_cache WHERE cache_key LIKE '%other'")
        assert cursor.fetchone() == (0,)
    cache.clear()
    assert cache.get("third") is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        ["a"],
        b"x",
        object(),
        float("nan"),
        1e18,
        "x" * (json_cache.MAX_WORD_LETTERS + 1),
        [0] * (json_cache.MAX_ITEMS + 1),
        [1.123456789012345e-10] * json_cache.MAX_ITEMS,
    ],
    ids=range(10),
)
def test_cache_refuses_values_that_are_not_plain(value: object) -> None:
    with pytest.raises(json_cache.CacheValueUnsupported):
        cache.set("key", value)


def test_session_written_by_sql_signs_no_one_in(tmp_path: Path) -> None:
    victim, mark = agencies.staff("administrator"), tmp_path / "ran"
    session_data = {"_auth_user_id": str(victim.pk), "_auth_user_backend": "os.system"}
    for data in (
        base64.b64encode(pickle.dumps(Payload(mark))).decode(),
        base64.b64encode(json.dumps(session_data).encode()).decode(),
        json.dumps(session_data),
    ):
        client, key = Client(), uuid4().hex
        with role("maintenance"):  # the web role writes no session by a statement of its own
            Session.objects.create(
                session_key=stored_key(key), session_data=data, expire_date="2100-01-01T00:00Z"
            )
        client.cookies["sessionid"] = key
        assert client.get("/account/2fa/").status_code == 302
    assert not mark.exists()


@pytest.mark.parametrize("name", ["os.system", "subprocess.run", "builtins.exec", "os:system"])
def test_job_of_unknown_name_is_not_imported(name: str) -> None:
    """The worker looks up tasks of the code; the name in a row is not imported."""
    with pytest.raises(exceptions.TaskNotFound):
        Worker(app).find_task(name)


def test_expression_of_a_stored_form_reaches_no_name_of_python() -> None:
    for text in ("__import__('os').system('x')", "eval('1')", "().__class__", "${a}.__class__"):
        with pytest.raises(expressions.ExpressionError):
            evaluator.evaluate(expressions.parse_expression(text), SimpleNamespace())  # type: ignore[arg-type]


def test_pattern_of_a_stored_form_cannot_stall_the_process() -> None:
    began = time.monotonic()
    for pattern in (
        "(a+)+$",
        "(a|aa)*b",
        "(?:a*)*b",
        "a{1,9999}{1,9999}",
        "(" * 5_000,
        "a*a*a*b",
        "a?" * 32 + "a{32}",
        "(a|)" * 25,
    ):
        patterns.matches_pattern(pattern, "a" * limits.PATTERN_TEXT_LETTERS)
    assert time.monotonic() - began < 5


def test_stored_words_are_text_to_the_typesetter(tmp_path: Path) -> None:
    hostile = '#read("/desk/printing/answers.typ") #eval("6*7") #import "x": * $ \\u{41}'
    directed = pdf.text_with_direction(hostile)
    line = {
        "heading": None,
        "question": directed,
        "answer": directed,
        "missing": None,
        "mark": None,
    }
    words = {"heading": directed, "name": directed, "about": directed, "lines": [line]}
    document = pdf.render_pdf("desk/printing/answers.typ", words | {"note": directed} | PAPER)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)
    assert text.count("#eval") == 6
    assert "42" not in text


def test_stored_file_that_was_exchanged_is_not_read() -> None:
    place = sealed_files.SealedFileLocation("participation.statement.drawing", uuid4(), uuid4())
    for data in (pickle.dumps([1]), b"", sealed_files.VERSION + bytes(200)):
        with pytest.raises(VaultError):
            b"".join(sealed_files.open_file(bytes(32), place, [data]))
