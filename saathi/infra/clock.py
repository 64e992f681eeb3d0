"""The only module that reads the time. Rules never use it: they take `today`."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

_stands_at: ContextVar[dt.datetime | None] = ContextVar("clock_stands_at", default=None)


def now() -> dt.datetime:
    """The current time, timezone-aware, in UTC."""
    return _stands_at.get() or timezone.now()


@contextmanager
def fixed_time(at: dt.datetime) -> Iterator[None]:
    """Inside the block the time is `at`, in this context only."""
    mark = _stands_at.set(at)
    try:
        yield
    finally:
        _stands_at.reset(mark)


def today_in(time_zone: str) -> dt.date:
    """The current date in a place, e.g. `today_in("Asia/Kathmandu")`."""
    return now().astimezone(ZoneInfo(time_zone)).date()
