"""The time limits by country: those shipped, to be verified, and those a country's procedure names."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from saathi.agencies.rules import TIME_LIMIT_PREFIX, parse_time_limit
from saathi.protection.orders.rules import TimeLimit

DATA = Path(__file__).parent / "data" / "time_limits_VERIFY.csv"


@cache
def shipped_time_limits() -> tuple[TimeLimit, ...]:
    """The limits that come with Saathi; none of them is verified."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            TimeLimit(row["country"], row["happening"], row["code"], int(row["hours"]), row["law"])
            for row in rows
        )


def list_time_limits(country: str, procedure: Mapping[str, Any]) -> tuple[TimeLimit, ...]:
    """The limits that hold in a country: what its procedure names replaces the shipped of its code.

    `procedure` is the body of its configuration; a line `limit_CODE` of it names one (see
    `agencies.rules.parse_time_limit`). What is not whole is passed over: a mistake in a configuration must
    not take a limit away.
    """
    own = [
        limit
        for code, meaning in procedure.items()
        if (limit := _limit(country, code, meaning)) is not None
    ]
    codes = {(limit.happening, limit.code) for limit in own}
    rest = [limit for limit in shipped_time_limits() if (limit.happening, limit.code) not in codes]
    return tuple(own + rest)


def _limit(country: str, code: str, meaning: object) -> TimeLimit | None:
    if not code.startswith(TIME_LIMIT_PREFIX) or not isinstance(meaning, str):
        return None
    found = parse_time_limit(meaning)
    if found is None:
        return None
    own = code.removeprefix(TIME_LIMIT_PREFIX)
    return TimeLimit(
        country, found.starts, own, found.hours, found.law, found.text, is_verified=True
    )
