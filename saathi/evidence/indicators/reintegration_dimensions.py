"""Dimensions of children who returned: what is known of them after 12 months."""

from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.protection.casework.reintegration import family_vocabulary as family
from saathi.protection.casework.reintegration.vocabulary import (
    LivingSituation,
    SchoolAfterReturn,
    WorkAfterReturn,
)
from saathi.protection.casework.services.vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
    LivelihoodRecipient,
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


def _known(choices: list[tuple[str, str]]) -> dict[str, str]:
    return {code: label for code, label in choices if code not in _UNKNOWN}


CARE_OUTCOME = Dimension(
    "care_outcome",
    _("Where the child lived at the final evaluation"),
    _known(family.CareOutcome.choices),
    sensitive=True,
)
LIVELIHOOD_FOR = Dimension(
    "for_whom", _("Recipient of the support"), _known(LivelihoodRecipient.choices)
)
LIVELIHOOD_PROVIDER = Dimension(
    "provider", _("Type of provider"), _known(LivelihoodProvider.choices)
)
LIVELIHOOD_COST = Dimension("cost", _("Cost"), _known(LivelihoodCost.choices))
LIVELIHOOD_INCOME = Dimension("income", _("Income"), _known(family.IncomeEffect.choices))
LIVELIHOOD_CHILD_WORK = Dimension(
    "child_work", _("The child’s work"), _known(family.WorkEffect.choices), sensitive=True
)
LIVELIHOOD_SCHOOL = Dimension(
    "school", _("School attendance of the children"), _known(family.SchoolEffect.choices)
)
LIVELIHOOD_SAFETY = Dimension(
    "safety", _("The child’s safety"), _known(family.SafetyEffect.choices), sensitive=True
)
