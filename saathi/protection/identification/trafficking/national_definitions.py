"""The facts under the law of each country on the route, besides international law.

A narrower national law is shown and has no effect: no help, protection or statistic depends on this
reading (DEF-030, domain A.1 rule 12). It contains what the report says about the laws of 2008;
later laws must be verified and interpreted by experts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.infra.countries import Country
from saathi.policy.law import published_facts
from saathi.policy.law.vocabulary import DefinitionGapKind, GapAnswer, LawAnswer, LawQuestion
from saathi.protection.identification.trafficking.rules import CountryRoles

AS_OF = 2008  # the year of the report


class NationalDefinitionResult(TextChoices):
    """The reading of the facts under a country's definition of 2008."""

    NO_LAW = "no_law", _("had no law on trafficking")
    NOT_DEFINED = "not_defined", _("had a law on trafficking but no definition")
    ONE_STATE = "one_state", _("defined child trafficking in the law of one state only")
    NOT_COVERED = "not_covered", _("its definition excluded trafficking within the country")
    OPEN = (
        "open",
        _(
            "its definition excluded trafficking within the country; whether this incident "
            "was internal is not established"
        ),
    )
    NOTHING_EXCLUDES = (
        "nothing_excludes",
        _(
            "had a definition; nothing known excludes these facts, but its wording is not "
            "recorded here"
        ),
    )


@dataclass(frozen=True, slots=True)
class NationalDefinition:
    """How a country defined trafficking in 2008, with the lines of the report."""

    has_law: bool
    defines: bool
    in_one_state_only: bool
    excludes_internal: bool
    source_lines: str


def get_national_definition(country: str) -> NationalDefinition | None:
    """The definition of one of the eight countries; None for others."""
    if country not in Country.values:
        return None
    facts = {
        fact.attribute: fact
        for fact in published_facts.law_facts()
        if fact.country == Country(country)
    }
    gaps = {
        gap.gap
        for gap in published_facts.definition_gaps()
        if gap.country == Country(country) and gap.finding == GapAnswer.STATED
    }
    human, child = (facts.get(a) for a in (LawQuestion.DEFINES_HUMAN, LawQuestion.DEFINES_CHILD))
    defines = {fact.answer for fact in (human, child) if fact is not None}
    law = facts.get(LawQuestion.LAW_EXISTS)
    lines = {fact.source_lines for fact in (human, child, law) if fact is not None}
    return NationalDefinition(
        has_law=law is None or law.answer != LawAnswer.NO,
        defines=LawAnswer.YES in defines,
        in_one_state_only=LawAnswer.SUBNATIONAL in defines and LawAnswer.YES not in defines,
        excludes_internal=DefinitionGapKind.EXCLUDES_INTERNAL in gaps,
        source_lines=", ".join(sorted(lines)),
    )


def apply_national_definition(
    definition: NationalDefinition, roles: CountryRoles
) -> NationalDefinitionResult:
    """Reads facts with these roles under a definition. There is no value "not protected"."""
    if not definition.has_law:
        return NationalDefinitionResult.NO_LAW
    if definition.in_one_state_only:
        return NationalDefinitionResult.ONE_STATE
    if not definition.defines:
        return NationalDefinitionResult.NOT_DEFINED
    if definition.excludes_internal and not roles.cross_border:
        is_internal = roles.internal and not roles.has_unknown_places
        return (
            NationalDefinitionResult.NOT_COVERED if is_internal else NationalDefinitionResult.OPEN
        )
    return NationalDefinitionResult.NOTHING_EXCLUDES


def apply_all_definitions(roles: CountryRoles) -> dict[str, NationalDefinitionResult]:
    """The readings for every country with a role and a known law of 2008, by country."""
    countries: Iterable[str] = roles.by_country()
    definitions = (
        (country, get_national_definition(country)) for country in (*countries, *roles.transit)
    )
    return {
        country: apply_national_definition(definition, roles)
        for country, definition in definitions
        if definition is not None
    }
