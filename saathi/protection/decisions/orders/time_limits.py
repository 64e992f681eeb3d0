"""Time limits by country: those shipped, to be verified, and those in a country's procedure."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from saathi.agencies.configuration_rules import TIME_LIMIT_PREFIX, parse_time_limit
from saathi.protection.decisions.orders.rules import TimeLimit

DATA = Path(__file__).parent / "data" / "time_limits_VERIFY.csv"


@cache
def shipped_time_limits() -> tuple[TimeLimit, ...]:
    """The limits shipped with Saathi; none of them is verified."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            TimeLimit(row["country"], row["happening"], row["code"], int(row["hours"]), row["law"])
            for row in rows
        )


def list_time_limits(country: str, procedure: Mapping[str, Any]) -> tuple[TimeLimit, ...]:
    """The limits of a country: those in its procedure replace shipped ones with the same code.

    `procedure` is the body of its configuration; each of its lines `limit_CODE` defines one
    (see `agencies.configuration_rules.parse_time_limit`). Incomplete lines are skipped: a mistake in a
    configuration must not remove a limit.
    """
    country_limits = [
        limit
        for code, meaning in procedure.items()
        if (limit := _limit(country, code, meaning)) is not None
    ]
    codes = {(limit.happening, limit.code) for limit in country_limits}
    shipped = [
        limit for limit in shipped_time_limits() if (limit.happening, limit.code) not in codes
    ]
    return tuple(country_limits + shipped)


def _limit(country: str, code: str, meaning: object) -> TimeLimit | None:
    if not code.startswith(TIME_LIMIT_PREFIX) or not isinstance(meaning, str):
        return None
    parsed = parse_time_limit(meaning)
    if parsed is None:
        return None
    own_code = code.removeprefix(TIME_LIMIT_PREFIX)
    return TimeLimit(
        country, parsed.starts, own_code, parsed.hours, parsed.law, parsed.text, is_verified=True
    )
