"""The time limits by country: those shipped, to be verified, and those a country's procedure names."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from saathi.protection.orders.rules import TimeLimit
from saathi.protection.orders.vocabulary import Happening

DATA = Path(__file__).parent / "data" / "time_limits_VERIFY.csv"


@cache
def shipped() -> tuple[TimeLimit, ...]:
    """The limits that come with Saathi; none of them is verified."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            TimeLimit(row["country"], row["happening"], row["code"], int(row["hours"]), row["law"])
            for row in rows
        )


def known_to(country: str, procedure: Mapping[str, Any]) -> tuple[TimeLimit, ...]:
    """The limits that hold in a country: what its procedure names replaces the shipped of its code.

    `procedure` is the body of its configuration; under `time_limits` it may list
    `{"happening", "code", "text", "hours", "law"}`. A row that is not whole is passed over: a
    mistake in a configuration must not take a limit away.
    """
    given = procedure.get("time_limits")
    rows = given if isinstance(given, list) else []
    own = [limit for row in rows if (limit := _limit(country, row)) is not None]
    codes = {(limit.happening, limit.code) for limit in own}
    rest = [limit for limit in shipped() if (limit.happening, limit.code) not in codes]
    return tuple(own + rest)


def _limit(country: str, row: object) -> TimeLimit | None:
    if not isinstance(row, dict):
        return None
    hours, texts = row.get("hours"), [row.get(key) for key in ("code", "text", "law")]
    if row.get("happening") not in Happening.values or not all(isinstance(t, str) for t in texts):
        return None
    if not isinstance(hours, int) or isinstance(hours, bool) or hours <= 0:
        return None
    code, text, law = (str(t) for t in texts)
    return TimeLimit(country, str(row["happening"]), code, hours, law, text, is_verified=True)
