"""Dimensions of children who returned: what is known of them after 12 months."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.protection.casework.reintegration.vocabulary import (
    LivingSituation,
    SchoolAfterReturn,
    WorkAfterReturn,
)

_UNKNOWN = {"", NOT_KNOWN}
LIVING_AFTER_RETURN = Dimension(
    "living",
    _("Living situation after 12 months"),
    {code: label for code, label in LivingSituation.choices if code not in _UNKNOWN},
    sensitive=True,
)
SCHOOL_AFTER_RETURN = Dimension(
    "school",
    _("School or training after 12 months"),
    {code: label for code, label in SchoolAfterReturn.choices if code not in _UNKNOWN},
)
WORK_AFTER_RETURN = Dimension(
    "work",
    _("Work after 12 months"),
    {code: label for code, label in WorkAfterReturn.choices if code not in _UNKNOWN},
    sensitive=True,
)
