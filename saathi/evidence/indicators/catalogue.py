"""Finds all indicators: each file in `definitions/` defines one as `INDICATOR`."""

from functools import cache
from importlib import import_module
from pathlib import Path

from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

FOLDER = Path(__file__).parent / "definitions"


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """All indicators in the order of their themes, then of their names."""
    indicators = []
    for file in sorted(FOLDER.glob("*.py")):
        if file.stem.startswith("_"):
            continue
        indicator: Indicator = import_module(f"{__package__}.definitions.{file.stem}").INDICATOR
        if indicator.name != file.stem:
            raise ValueError(
                f"{file.name} states the indicator {indicator.name}: one name for both."
            )
        indicators.append(indicator)
    order = list(IndicatorTheme)
    return tuple(
        sorted(
            indicators,
            key=lambda entry: (order.index(entry.theme), entry.name),
        )
    )


def find_indicator(name: str) -> Indicator | None:
    """The indicator of this name, or None."""
    return next((indicator for indicator in all_indicators() if indicator.name == name), None)
