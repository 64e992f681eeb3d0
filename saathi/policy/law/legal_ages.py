"""The legal ages of a country that a decision about a child has to keep in mind."""

from saathi.infra.countries import country_name
from saathi.policy.law import published_facts, wording
from saathi.policy.law.vocabulary import LawQuestion
from saathi.web.components import LabelledValue, join_facts

AGE_QUESTIONS = (LawQuestion.MAJORITY, LawQuestion.TESTIMONY, LawQuestion.SEX_DIFFERENCE)


def legal_age_lines(iso3: str) -> list[LabelledValue]:
    """What is recorded about the ages of this country or of the whole region, with its source.

    A child is a person under 18 in any case; no line lowers this.
    """
    lines = []
    for fact in published_facts.law_facts():
        if fact.attribute in AGE_QUESTIONS and (fact.country is None or fact.country == iso3):
            row = wording.law_answer_row(fact)
            place = country_name(iso3) if fact.country else ""
            parts = (place, str(row.answer), row.detail, row.source)
            text = join_facts(part for part in parts if part)
            lines.append(LabelledValue(row.question, text))
    return lines
