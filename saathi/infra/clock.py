"""The only place that asks what time it is. Rules never come here: they take `today`."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today_in(time_zone: str) -> dt.date:
    """The date it is now in a place, e.g. `today_in("Asia/Kathmandu")`."""
    return now().astimezone(ZoneInfo(time_zone)).date()
