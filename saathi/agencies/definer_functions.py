"""Calls the warden's database functions, which check again what the caller may do.

A lasting change goes through `make_change`, which proves that this process requested it.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, connections
from psycopg.errors import NumericValueOutOfRange
from psycopg.types.json import Jsonb

from saathi.agencies.change_proofs import prove_change


class ChangeNotPossible(Exception):
    """Not possible now: another person was quicker, it is too late, or a precondition changed."""


def call_function(statement: str, values: Sequence[Any]) -> Any:
    """The first value that the function returns; `ChangeNotPossible` if it refuses the change.

    Calling a function without the right to do so raises PostgreSQL's own error: the code checks the
    right first, so this means a bug or an attack.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement, values)
        except (DataError, IntegrityError) as error:
            if _is_fault(error):
                raise
            raise ChangeNotPossible from error
        row = cursor.fetchone()
    return row[0] if row else None


def make_change(function: str, values: Sequence[Any], *, by: UUID, using: str = "default") -> Any:
    """Makes a lasting change; returns the function's result as JSON: an id is a string.

    Raises `ChangeNotPossible` as `call_function` does.
    """
    try:
        return make_changes([(function, values)], by=by, using=using)[0]
    except (DataError, IntegrityError) as error:
        if _is_fault(error):
            raise
        raise ChangeNotPossible from error


def _is_fault(error: DataError | IntegrityError) -> bool:
    """Whether a number does not fit its column, which means wrong stored data and not a refusal."""
    return isinstance(error.__cause__, NumericValueOutOfRange)


def make_changes(
    calls: Sequence[tuple[str, Sequence[Any]]], *, by: UUID, using: str = "default"
) -> list[Any]:
    """Makes several lasting changes with one statement, in order; returns the result of each."""
    parameters = []
    for function, values in calls:
        body = json.dumps([_text(value) for value in values], ensure_ascii=False)
        parameters += [function, body, prove_change(function, body, actor=by)]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["change_make(%s, %s, %s)"] * len(calls)), parameters)
        row = cursor.fetchone()
    # Django's cursors return jsonb as text.
    return [json.loads(value) if isinstance(value, str) else value for value in row or ()]


def _text(value: Any) -> str | None:  # noqa: PLR0911 - one line for each type that is sent
    """A value in PostgreSQL's text form."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case bytes() | memoryview():
            return "\\x" + bytes(value).hex()
        case dt.date():  # also a datetime, which includes its time zone
            return value.isoformat()
        case Jsonb():
            return json.dumps(value.obj)
        case list() | tuple():
            return "{" + ",".join(_element(element) for element in value) + "}"
    return str(value)


def _element(value: Any) -> str:
    """One element of a PostgreSQL array, always quoted."""
    text = (_text(value) or "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
