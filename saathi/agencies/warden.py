"""Calls the warden's functions of the database, which decide again what the caller may do."""

from collections.abc import Sequence
from typing import Any

from django.db import DataError, IntegrityError, connection


class NotPossible(Exception):
    """It cannot be done now: another was quicker, it is too late, or what it rests on has changed."""


def call(statement: str, values: Sequence[Any]) -> Any:
    """The first value that the function gives; `NotPossible` where it finds that this cannot be.

    What is not among the caller's rights raises PostgreSQL's own error: the code asks first, so it
    is a mistake of ours or an attack.
    """
    with connection.cursor() as cursor:
        try:
            cursor.execute(statement, values)
        except (DataError, IntegrityError) as error:
            raise NotPossible from error
        row = cursor.fetchone()
    return row[0] if row else None
