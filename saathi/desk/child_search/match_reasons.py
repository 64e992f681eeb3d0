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
    "sex": _("Gender"),
    "father": _("Father’s name"),
    "mother": _("Mother’s name"),
    "names": _("Combination of names"),
    "home": _("Household"),
    "born": _("Year of birth"),
    "home_district": _("Home"),
    "places": _("Places"),
    "siblings": _("Brothers and sisters"),
    "languages": _("Languages"),
    "marks": _("Distinguishing features"),
    "things": _("Clothing and belongings"),
}
_LEVELS: Final[dict[str, str | Promise]] = {
    "same": _("the same"),
    "same_within": _("the same, consistent with the rest"),
    "heard": _("sound alike"),
    "sounds": _("sound alike"),
    "close": _("spelt nearly the same"),
    "resembles": _("spelt similarly"),
    "exchanged": _("swapped"),
    "exchanged_close": _("swapped and spelt differently"),
    "different": _("different"),
    "together": _("often shared by different people"),
    "household": _("siblings would match equally well"),
    "moved": _("consistent with a move"),
    "meet": _("may be the same"),
    "next": _("at least one year apart"),
    "near": _("at least two or three years apart"),
    "far": _("at least four years apart"),
    "country": _("another district of the same country"),
    "alike": _("sound alike"),
    "share": _("one in common"),
    "none": _("none in common"),
    "words": _("described in the same words"),
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
