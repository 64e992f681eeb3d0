"""No log line contains a personal value, whatever the error."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from saathi.infra.redaction import JsonLineFormatter

NAME = "Sunita Tamang"

pytestmark = pytest.mark.django_db


def break_with_name(_request: HttpRequest) -> HttpResponse:
    name_of_child = NAME
    raise ValueError(f"no such child: {name_of_child}")


def break_in_the_database(_request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("CREATE TEMPORARY TABLE one_child (name text PRIMARY KEY)")
        cursor.execute("INSERT INTO one_child VALUES (%s), (%s)", [NAME, NAME])
    return HttpResponse()


def break_behind(_request: HttpRequest) -> HttpResponse:
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise RuntimeError(NAME) from error


def not_there(_request: HttpRequest) -> HttpResponse:
    raise Http404(NAME)


urlpatterns = [
    path("value/", break_with_name, name="value"),
    path("database/", break_in_the_database, name="database"),
    path("behind/", break_behind, name="behind"),
    path("missing/", not_there, name="missing"),
]
handler404 = "saathi.web.error_pages.not_found"
handler500 = "saathi.web.error_pages.server_error"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLineFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    assert "Sunita" not in stream.getvalue()
    assert "Tamang" not in stream.getvalue()


@pytest.mark.parametrize("address", ["value", "database", "behind"])
@override_settings(ROOT_URLCONF=__name__)
def test_an_error_with_a_name_in_it_is_logged_without_it(
    lines: Callable[[], list[dict[str, Any]]], address: str
) -> None:
    client = Client(raise_request_exception=False)
    answer = client.get(f"/{address}/?name=Sunita+Tamang")
    assert answer.status_code == 500
    assert NAME not in answer.content.decode()
    written = lines()
    failure = next(line for line in written if "error" in line)
    assert failure["error"][0] in {
        "builtins.ValueError",
        "builtins.RuntimeError",
        "django.db.utils.IntegrityError",
        "django.db.utils.ProgrammingError",
    }
    assert any("test_redaction.py" in place for place in failure["trace"])
    summary = next(line for line in written if line.get("message") == "request")
    assert summary["status"] == 500
    assert summary["view"] == address
    assert summary["milliseconds"] >= 0
    assert summary["request"]


@override_settings(ROOT_URLCONF=__name__)
def test_a_missing_page_leaves_no_query_in_the_log(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    Client().get("/missing/?name=Sunita")
    Client().get("/nowhere/Sunita/")
    assert [line["view"] for line in lines() if line.get("message") == "request"] == [
        "missing",
        "none",
    ]


def test_log_line_omits_row_quoted_by_postgresql(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    from tests.roles import role

    with role("maintenance"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE a_child (name text PRIMARY KEY)")
        with pytest.raises(IntegrityError, match="Sunita") as caught, transaction.atomic():
            cursor.execute("INSERT INTO a_child VALUES (%s), (%s)", [NAME, NAME])
    failed = caught.value
    logging.getLogger("saathi.test").error("It failed for %s.", NAME, exc_info=failed)
    line = next(line for line in lines() if "error" in line)
    assert line["sqlstate"] == "23505"
    assert line["message"] == "It failed for %s."


def test_unknown_fields_and_foreign_messages_are_left_out(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    logging.getLogger("saathi.test").warning(
        "saved", extra={"child": NAME, "view": "Sunita Tamang is here", "status": 200}
    )
    logging.getLogger("library").warning("could not parse " + NAME)  # noqa: G003 - as libraries do
    logging.getLogger("library").warning("could not parse %s", NAME)
    logging.getLogger("saathi.test").warning({"name": NAME})
    ours, *others = lines()
    assert ours["status"] == 200
    assert "view" not in ours
    assert "child" not in ours
    assert all("message" not in line for line in others)


def test_log_record_that_breaks_the_formatter_shows_no_value(
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    class Trap(str):
        __slots__ = ()

        def startswith(self, *_: object) -> bool:
            raise RuntimeError(NAME)

    record = logging.LogRecord("saathi.x", logging.ERROR, "x.py", 1, NAME, (), None)
    record.name = Trap("saathi.x")
    assert json.loads(JsonLineFormatter().format(record))["redaction"] == "failed"
