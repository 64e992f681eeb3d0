"""Dimensions of children who returned: what is known of them after 12 months."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension
from saathi.protection.casework.reintegration import family_vocabulary as family
from saathi.protection.casework.reintegration.vocabulary import (
    LivingSituation,
    SchoolAfterReturn,
    WorkAfterReturn,
)
from saathi.protection.casework.services.livelihood_vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
)
from saathi.protection.casework.services.vocabulary import (
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


def _known(vocabulary: type[TextChoices]) -> dict[str, Any]:
    return {code: label for code, label in vocabulary.choices if code not in _UNKNOWN}


CARE_OUTCOME = Dimension(
    "care_outcome",
    _("Where the child lived at the final evaluation"),
    _known(family.FinalCareOutcome),
    sensitive=True,
)
LIVELIHOOD_FOR = Dimension("for_whom", _("Recipient of the support"), _known(LivelihoodRecipient))
LIVELIHOOD_PROVIDER = Dimension("provider", _("Type of provider"), _known(LivelihoodProvider))
LIVELIHOOD_COST = Dimension("cost", _("Cost"), _known(LivelihoodCost))
LIVELIHOOD_INCOME = Dimension("income", _("Income"), _known(family.IncomeEffect))
LIVELIHOOD_CHILD_WORK = Dimension(
    "child_work", _("The child’s work"), _known(family.WorkEffect), sensitive=True
)
LIVELIHOOD_SCHOOL = Dimension(
    "school", _("School attendance of the children"), _known(family.SchoolEffect)
)
LIVELIHOOD_SAFETY = Dimension(
    "safety", _("The child’s safety"), _known(family.SafetyEffect), sensitive=True
)
