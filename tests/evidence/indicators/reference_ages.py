"""Bands of age, said again in plain Python for the reference."""

import datetime as dt


def band(low: int | None, high: int | None) -> str | None:
    if low is None or high is None or high - low > 5:
        return None
    if low >= 18:
        return "18_on"
    middle = (low + high) // 2
    return (
        "0_5" if middle <= 5 else "6_11" if middle <= 11 else "12_14" if middle <= 14 else "15_17"
    )


def band_in(month: dt.date | None, low: int | None, high: int | None) -> str | None:
    if month is None or low is None or high is None:
        return None
    return band(max(0, month.year - high - 1), max(0, month.year - low))
