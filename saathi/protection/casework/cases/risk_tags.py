"""The risk level as a tag: one name and one colour for each level, wherever it is shown."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.protection.casework.cases.vocabulary import RiskLevel
from saathi.web.components import RiskTag, RiskTone

_TONES: Final[Mapping[str, RiskTone]] = {
    RiskLevel.HIGH: "danger",
    RiskLevel.MEDIUM: "attend",
    RiskLevel.LOW: "care",
    "": "attend",  # the level is still to be judged
}
_NAMES: Final[Mapping[str, str | Promise]] = {
    RiskLevel.HIGH: _("High risk"),
    RiskLevel.MEDIUM: _("Medium risk"),
    RiskLevel.LOW: _("Low risk"),
    "": _("Risk not assessed"),
}


def risk_tag(risk: str, *, in_danger: bool = False) -> RiskTag:
    """The tag of a risk level; for an empty one, that it is not assessed.

    The colour of a low risk would reassure: it is neutral while the child may be in danger.
    """
    return RiskTag(_NAMES[risk], _tone(risk, in_danger=in_danger))


def short_risk_tag(risk: str, *, in_danger: bool = False) -> RiskTag:
    """The same in short, under a heading that says "risk level"."""
    label = RiskLevel(risk).label if risk else _("Not assessed")
    return RiskTag(label, _tone(risk, in_danger=in_danger))


def _tone(risk: str, *, in_danger: bool) -> RiskTone:
    return "quiet" if in_danger and risk == RiskLevel.LOW else _TONES[risk]
