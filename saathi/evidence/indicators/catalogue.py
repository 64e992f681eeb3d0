"""Finds all indicators: each file in `definitions/` defines those of a theme as constants."""

from functools import cache
from importlib import import_module
from pathlib import Path

from saathi.evidence.indicators.definition import Indicator, IndicatorTheme

FOLDER = Path(__file__).parent / "definitions"


@cache
def all_indicators() -> tuple[Indicator, ...]:
    """All indicators, by theme and then by name."""
    indicators = []
    for file in sorted(FOLDER.glob("[!_]*.py")):
        module = import_module(f"{__package__}.definitions.{file.stem}")
        for constant, value in vars(module).items():
            if isinstance(value, Indicator):
                if constant != value.name.upper():
                    raise ValueError(
                        f"{constant} states the indicator {value.name}: one name for both."
                    )
                indicators.append(value)
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
