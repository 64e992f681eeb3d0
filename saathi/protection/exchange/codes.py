"""Our codes for what a table may say in words of its own, with the words we have for them."""

from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import override

from saathi.infra import district_list
from saathi.infra.countries import Country
from saathi.people.formatting import NEIGHBOURING_COUNTRIES
from saathi.people.languages import Language
from saathi.people.vocabulary import Gender
from saathi.protection.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.intake.vocabulary import Concern
from saathi.sheets.fields import CaseloadField
from saathi.web.components import Text

_CHOICES: dict[CaseloadField, type[TextChoices]] = {
    CaseloadField.GENDER: Gender,
    CaseloadField.LANGUAGE: Language,
    CaseloadField.CONCERNS: Concern,
    CaseloadField.RISK: RiskLevel,
    CaseloadField.CLOSING_REASON: ClosingReason,
}


def code_choices(field: CaseloadField) -> list[tuple[str, Text]]:
    """The codes of a field with what a page calls them."""
    if field == CaseloadField.STATUS:
        both = (CaseStatus.OPEN, CaseStatus.CLOSED)
        return [(status.value, status.label) for status in both]
    if field == CaseloadField.NATIONALITY:
        return [*Country.choices, *NEIGHBOURING_COUNTRIES]
    if field == CaseloadField.DISTRICT:
        known = district_list.load_districts().values()
        pairs = [(each.code, f"{each.name} ({each.country})") for each in known]
        return sorted(pairs, key=lambda pair: pair[1])
    return list(_CHOICES[field].choices)


@cache
def code_words(field: CaseloadField) -> Mapping[str, tuple[str, ...]]:
    """The same codes with the English words for them, by which words of others are guessed."""
    if field == CaseloadField.DISTRICT:
        return {each.code: (each.name,) for each in district_list.load_districts().values()}
    with override("en"):
        return {code: (str(label),) for code, label in code_choices(field)}
