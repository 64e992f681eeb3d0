"""Our codes for what a table may say in words of its own, with the words we have for them."""

from collections.abc import Mapping
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import override

from saathi.infra import places
from saathi.infra.countries import Country
from saathi.people.languages import Language
from saathi.people.vocabulary import Gender
from saathi.people.wording import NEIGHBOURS
from saathi.protection.cases.vocabulary import CaseStatus, ClosingReason, RiskLevel
from saathi.protection.intake.vocabulary import Concern
from saathi.sheets.fields import Field
from saathi.web.parts import Text

_CHOICES: dict[Field, type[TextChoices]] = {
    Field.GENDER: Gender,
    Field.LANGUAGE: Language,
    Field.CONCERNS: Concern,
    Field.RISK: RiskLevel,
    Field.CLOSING_REASON: ClosingReason,
}


def choices(one: Field) -> list[tuple[str, Text]]:
    """The codes of a field with what a page calls them."""
    if one == Field.STATUS:
        both = (CaseStatus.OPEN, CaseStatus.CLOSED)
        return [(status.value, status.label) for status in both]
    if one == Field.NATIONALITY:
        return [*Country.choices, *NEIGHBOURS]
    if one == Field.DISTRICT:
        known = places.districts().values()
        pairs = [(each.code, f"{each.name} ({each.country})") for each in known]
        return sorted(pairs, key=lambda pair: pair[1])
    return list(_CHOICES[one].choices)


@cache
def known_words(one: Field) -> Mapping[str, tuple[str, ...]]:
    """The same codes with the English words for them, by which words of others are guessed."""
    if one == Field.DISTRICT:
        return {each.code: (each.name,) for each in places.districts().values()}
    with override("en"):
        return {code: (str(label),) for code, label in choices(one)}
