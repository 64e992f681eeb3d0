"""The legal ages of a country that a decision about a child has to keep in mind."""

from django.utils.translation import gettext as _

from saathi.infra.countries import country_name
from saathi.people.ages import AgeRange
from saathi.policy.law import published_facts, wording
from saathi.policy.law.records import LegalAge
from saathi.policy.law.vocabulary import LawQuestion
from saathi.web.components import LabelledValue, join_facts


def legal_age_lines(iso3: str, age: AgeRange | None) -> list[LabelledValue]:
    """Each age in the law of this country beside the child's age today, in completed years.

    Then whether a child may testify at any age, from the report of 2008. A child is a person
    under 18 in any case; no line lowers this.
    """
    ages = [each for each in published_facts.legal_ages() if each.country == iso3]
    lines = [_age_line(each, age) for each in ages]
    if not lines:
        lines = [
            LabelledValue(
                _("Ages in the law"), missing=_("No ages of this country are recorded in Saathi.")
            )
        ]
    return [*lines, *_testimony_lines(iso3)]


def compare_with_age(limit: int, age: AgeRange | None) -> str:
    """Whether a child of this age, perhaps uncertain, has reached a legal age, in words."""
    if age is None:
        return _("the child’s age is not known")
    if age.oldest < limit:
        return _("not yet reached")
    return _("reached") if age.youngest >= limit else _("perhaps not yet reached")


def _age_line(legal: LegalAge, age: AgeRange | None) -> LabelledValue:
    if legal.girls == legal.boys:
        text = f"{legal.girls} ({compare_with_age(legal.girls, age)})"
    else:
        text = _("girls %(girls)d (%(of_girls)s), boys %(boys)d (%(of_boys)s)") % {
            "girls": legal.girls,
            "of_girls": compare_with_age(legal.girls, age),
            "boys": legal.boys,
            "of_boys": compare_with_age(legal.boys, age),
        }
    unverified = _("Unverified: ask a lawyer before you rely on it.")
    note = join_facts(part for part in (legal.law, legal.remark, unverified) if part)
    return LabelledValue(legal.about.label, text, note=note)


def _testimony_lines(iso3: str) -> list[LabelledValue]:
    """What is recorded about testimony in this country or in the whole region, with its source."""
    lines = []
    for fact in published_facts.law_facts():
        if fact.attribute == LawQuestion.TESTIMONY and (
            fact.country is None or fact.country == iso3
        ):
            row = wording.law_answer_row(fact)
            place = country_name(iso3) if fact.country else ""
            parts = (place, str(row.answer), row.detail, row.source)
            text = join_facts(part for part in parts if part)
            lines.append(LabelledValue(row.question, text))
    return lines
