"""Calls the warden's functions of the database, which decide again what the caller may do.

A lasting change goes through `change`, which proves that this process asked for it.
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
    """It cannot be done now: another was quicker, it is too late, or what it rests on has changed."""


def call_function(statement: str, values: Sequence[Any]) -> Any:
    """The first value that the function gives; `ChangeNotPossible` where it finds that this cannot be.

    What is not among the caller's rights raises PostgreSQL's own error: the code asks first, so it
    is a mistake of ours or an attack.
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
    """Makes a lasting change; what the function returns, as JSON says it: an id is a text.

    `ChangeNotPossible` as for `call`.
    """
    try:
        return make_changes([(function, values)], by=by, using=using)[0]
    except (DataError, IntegrityError) as error:
        if _is_fault(error):
            raise
        raise ChangeNotPossible from error


def _is_fault(error: DataError | IntegrityError) -> bool:
    """Whether a number fits no column: a fault in what is stored, and nothing that a function refuses."""
    return isinstance(error.__cause__, NumericValueOutOfRange)


def make_changes(
    calls: Sequence[tuple[str, Sequence[Any]]], *, by: UUID, using: str = "default"
) -> list[Any]:
    """Makes several lasting changes with one statement, in their order; what each returned."""
    parameters = []
    for function, values in calls:
        body = json.dumps([_text(value) for value in values], ensure_ascii=False)
        parameters += [function, body, prove_change(function, body, actor=by)]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(["change_make(%s, %s, %s)"] * len(calls)), parameters)
        row = cursor.fetchone()
    # Django's cursors leave jsonb as the text it comes in.
    return [json.loads(value) if isinstance(value, str) else value for value in row or ()]


def _text(value: Any) -> str | None:  # noqa: PLR0911 - one line for each type that is sent
    """A value as PostgreSQL reads it from a text."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case bytes() | memoryview():
            return "\\x" + bytes(value).hex()
        case dt.date():  # and of a moment, which has its zone
            return value.isoformat()
        case Jsonb():
            return json.dumps(value.obj)
        case list() | tuple():
            return "{" + ",".join(_element(one) for one in value) + "}"
    return str(value)


def _element(value: Any) -> str:
    """One element of an array, always in quotes."""
    text = (_text(value) or "").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
