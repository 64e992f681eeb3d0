"""A cache in the database that stores counters and times as JSON, and never executes what it reads.

Django's own database cache stores pickles: an attacker who can change a row of its table can then
run code in the web process. Here a row with anything but the few plain values counts as missing.
"""

import datetime as dt
import json
import math
from collections.abc import Sequence
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection

from saathi.infra import clock

# The longest value: 240 attempts with their times. Rate limits store at most 60 (`login`).
MAX_LETTERS: Final = 5_000
MAX_ITEMS: Final = 240
MAX_WORD_LETTERS: Final = 100
# The longest timeout: twice the longest window. A trigger refuses more, so that no row planted by a
# statement locks people out for longer (`agencies/value_triggers.py`).
MAX_SECONDS: Final = 600

# The table of `LOCATION`, which `createcachetable` makes.
_GET: Final = "SELECT left(value, %s) FROM web_cache WHERE cache_key = %s AND expires > %s"
_SET: Final = (
    "INSERT INTO web_cache AS kept (cache_key, value, expires) VALUES (%s, %s, %s) "
    "ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_ADD: Final = f"{_SET} WHERE kept.expires <= %s"
_TOUCH: Final = "UPDATE web_cache SET expires = %s WHERE cache_key = %s AND expires > %s"
_DELETE: Final = "DELETE FROM web_cache WHERE cache_key = %s"
# Rows that another request is removing are skipped: two requests never wait for each other here.
_SWEEP: Final = (
    "DELETE FROM web_cache WHERE cache_key IN (SELECT cache_key FROM web_cache "
    "WHERE expires <= %s ORDER BY expires LIMIT 20 FOR UPDATE SKIP LOCKED)"
)

type CacheValue = bool | int | float | str | list[int | float]


class CacheValueUnsupported(TypeError):
    """A value that this cache does not store."""


def to_text(value: object) -> str:
    """The value as it is stored; `CacheValueUnsupported` for anything but the plain ones."""
    if not is_storable_value(value):
        raise CacheValueUnsupported(
            "The cache keeps numbers, short words and lists of numbers only."
        )
    text = json.dumps(value, allow_nan=False)
    if len(text) > MAX_LETTERS:
        raise CacheValueUnsupported("The value is too long for the cache.")
    return text


def from_text(text: str) -> CacheValue | None:
    """The stored value; None if `to_text` did not write it."""
    if len(text) > MAX_LETTERS:
        return None
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if is_storable_value(value) else None


def is_storable_value(value: object) -> bool:
    """Whether the cache stores such a value: a number, a short word, or a list of numbers."""
    if isinstance(value, str):
        return len(value) <= MAX_WORD_LETTERS
    if isinstance(value, list):
        return len(value) <= MAX_ITEMS and all(map(_is_number, value))
    return isinstance(value, bool) or _is_number(value)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 1e18 and not math.isnan(value)


class JsonCache(BaseDatabaseCache):
    """Django's cache interface over the table that `createcachetable` makes."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The unexpired value of the key."""
        cache_key = self.make_and_validate_key(key, version=version)
        with connection.cursor() as cursor:
            # One character more than is accepted, so that no more of an overlong value is fetched.
            cursor.execute(_GET, [MAX_LETTERS + 1, cache_key, clock.now()])
            row = cursor.fetchone()
        value = from_text(row[0]) if row else None
        return default if value is None else value

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Stores the value until the timeout."""
        cache_key = self.make_and_validate_key(key, version=version)
        _change(_SWEEP, [clock.now()])
        _change(_SET, [cache_key, to_text(value), self._expiry(timeout)])

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Stores the value if there is none; False, without a change, if there is one."""
        cache_key = self.make_and_validate_key(key, version=version)
        return _change(_ADD, [cache_key, to_text(value), self._expiry(timeout), clock.now()])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Changes the expiry of a stored value; False if there is none."""
        cache_key = self.make_and_validate_key(key, version=version)
        return _change(_TOUCH, [self._expiry(timeout), cache_key, clock.now()])

    def delete(self, key: str, version: int | None = None) -> bool:
        """Removes the value; False if there was none."""
        return _change(_DELETE, [self.make_and_validate_key(key, version=version)])

    def clear(self) -> None:
        """Removes all values."""
        _change("DELETE FROM web_cache", [])

    def _expiry(self, timeout: Any) -> dt.datetime:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        if seconds is None or seconds > MAX_SECONDS:
            seconds = MAX_SECONDS
        return clock.now() + dt.timedelta(seconds=seconds)


def _change(statement: str, values: Sequence[str | int | dt.datetime]) -> bool:
    """Runs the statement; True if it changed a row."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)
