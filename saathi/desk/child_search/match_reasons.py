"""Reasons for and against a match, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.engines.matching.linking.explaining import FieldContribution

STRONG_WEIGHT: Final = 4.0  # bits
MIN_WEIGHT: Final = 0.5

_ABOUT: Final[dict[str, str | Promise]] = {
    "given": _("Name"),
    "family": _("Family name"),
    "sex": _("Girl, boy or other"),
    "father": _("Father’s name"),
    "mother": _("Mother’s name"),
    "names": _("Names together"),
    "home": _("Household"),
    "born": _("Year of birth"),
    "home_district": _("Home"),
    "places": _("Places"),
    "siblings": _("Brothers and sisters"),
    "languages": _("Languages"),
    "marks": _("Marks"),
    "things": _("Clothes and things"),
}
_LEVELS: Final[dict[str, str | Promise]] = {
    "same": _("the same"),
    "same_within": _("the same, as the rest of it"),
    "sounds": _("sound alike"),
    "close": _("spelt nearly the same"),
    "resembles": _("spelt somewhat alike"),
    "exchanged": _("are swapped"),
    "exchanged_close": _("are swapped, spelt otherwise"),
    "different": _("another"),
    "together": _("of people who often share them"),
    "household": _("brothers and sisters would share as much"),
    "moved": _("as of one who moved"),
    "meet": _("may be the same"),
    "next": _("a year apart or more"),
    "near": _("two or three years apart or more"),
    "far": _("four years apart or more"),
    "country": _("another district of the same country"),
    "alike": _("sound alike"),
    "share": _("one in common"),
    "none": _("none in common"),
    "words": _("described with the same words"),
}


@dataclass(frozen=True)
class MatchReason:
    """One reason as a page shows it: its fact, the comparison, its strength."""

    about: str | Promise
    words: str | Promise
    is_for: bool
    is_strong: bool


def describe_reasons(reasons: Sequence[FieldContribution]) -> list[MatchReason]:
    """The reasons worth showing, strongest first; never a number."""
    shown_reasons = [
        reason for reason in reasons if abs(reason.bits) >= MIN_WEIGHT and reason.level in _LEVELS
    ]
    return [
        MatchReason(_ABOUT.get(reason.field, reason.field), _LEVELS[reason.level], reason.bits > 0,
             abs(reason.bits) >= STRONG_WEIGHT)
        for reason in sorted(shown_reasons, key=lambda reason: -abs(reason.bits))
    ]  # fmt: skip
