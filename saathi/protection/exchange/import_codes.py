"""Our codes for the values of an imported table, with their labels."""

from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import override

from saathi.engines.sheets.fields import CaseloadField
from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.people.formatting import NEIGHBOURING_COUNTRIES
from saathi.people.languages import Language
from saathi.people.vocabulary import Gender
from saathi.protection.casework.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.web.components import Text

_CHOICES: dict[CaseloadField, type[TextChoices]] = {
    CaseloadField.GENDER: Gender,
    CaseloadField.LANGUAGE: Language,
    CaseloadField.CONCERNS: Concern,
    CaseloadField.RISK: RiskLevel,
    CaseloadField.CLOSING_REASON: ClosingReason,
}


def code_choices(field: CaseloadField) -> list[tuple[str, Text]]:
    """The codes of a field with their labels."""
    if field == CaseloadField.STATUS:
        statuses = (CaseStatus.OPEN, CaseStatus.CLOSED)
        return [(status.value, status.label) for status in statuses]
    if field == CaseloadField.NATIONALITY:
        return [*Country.choices, *NEIGHBOURING_COUNTRIES]
    if field == CaseloadField.DISTRICT:
        districts = district_list.load_districts().values()
        pairs = [(district.code, f"{district.name} ({district.country})") for district in districts]
        return sorted(pairs, key=lambda pair: pair[1])
    return list(_CHOICES[field].choices)


@cache
def codes_with_labels(field: CaseloadField) -> Mapping[str, tuple[str, ...]]:
    """The codes with their English labels, used to guess the meaning of values."""
    if field == CaseloadField.DISTRICT:
        return {
            district.code: (district.name,) for district in district_list.load_districts().values()
        }
    with override("en"):
        return {code: (str(label),) for code, label in code_choices(field)}
