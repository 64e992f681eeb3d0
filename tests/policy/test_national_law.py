"""National law in the report: answers, gaps, sub-national law, and silence."""

import pytest

from saathi.infra.countries import Country
from saathi.policy.law import published_facts, rules
from saathi.policy.law.records import LawFact
from saathi.policy.law.vocabulary import (
    LAW_MATRIX,
    ClaimsDisagreement,
    DefinitionGapKind,
    GapAnswer,
    Instrument,
    LawAnswer,
    LawAnswerBasis,
    LawQuestion,
)

# exists, criminalises human, criminalises child, defines human, defines child, Palermo, punishment
MATRIX = """
AFG no  no                      no_law     no  no               no no
BGD yes women_and_children_only yes        no  yes              no no
BTN yes yes                     yes        no  no               no no
IND yes yes                     yes        no  subnational_only no no
MDV no  no                      no_law     no  no               no no
NPL yes yes                     not_stated yes no               no no
PAK yes yes                     yes        yes no               no no
LKA yes yes                     yes        yes yes              no no
"""
EXPECTED = [
    (line.split()[0], attribute, answer)
    for line in MATRIX.strip().splitlines()
    for attribute, answer in zip(LAW_MATRIX, line.split()[1:], strict=True)
]


def facts(country: Country) -> list[LawFact]:
    return [fact for fact in published_facts.law_facts() if fact.country == country]


@pytest.mark.requirement("LAW-006")
@pytest.mark.parametrize(("iso3", "attribute", "answer"), EXPECTED)
def test_each_answer_is_the_one_of_the_report(
    iso3: str, attribute: LawQuestion, answer: str
) -> None:
    (fact,) = [fact for fact in facts(Country(iso3)) if fact.attribute == attribute]
    assert fact.answer == answer
    assert fact.source_lines


@pytest.mark.requirement("LAW-006")
def test_nepal_law_punishes_child_trafficking() -> None:
    (fact,) = [f for f in facts(Country.NEPAL) if f.attribute == LawQuestion.CRIMINALISES_CHILD]
    assert (fact.answer, fact.basis) == (LawAnswer.NOT_STATED, LawAnswerBasis.NOT_IN_LIST)


def test_answer_inferred_from_silence_is_marked() -> None:
    silent = {
        fact.country
        for fact in published_facts.law_facts()
        if fact.attribute == LawQuestion.DEFINES_HUMAN and fact.basis == LawAnswerBasis.NOT_IN_LIST
    }
    assert silent == {Country.BANGLADESH, Country.BHUTAN}


def gap(country: Country, kind: DefinitionGapKind) -> GapAnswer:
    gaps = [f for f in published_facts.definition_gaps() if f.country in {None, country}]
    return rules.answer_definition_gap(kind, facts=facts(country), definition_gaps=gaps)


@pytest.mark.requirement("LAW-007")
@pytest.mark.parametrize(
    ("country", "kind", "answer"),
    [
        (Country.PAKISTAN, DefinitionGapKind.EXCLUDES_INTERNAL, GapAnswer.STATED),
        (Country.NEPAL, DefinitionGapKind.EXCLUDES_INTERNAL, GapAnswer.NOT_STATED),
        (Country.NEPAL, DefinitionGapKind.SALE_ONLY, GapAnswer.COUNTRY_NOT_NAMED),
        (Country.INDIA, DefinitionGapKind.SEXUAL_ONLY, GapAnswer.COUNTRY_NOT_NAMED),
        (Country.BHUTAN, DefinitionGapKind.SEXUAL_ONLY, GapAnswer.NO_DEFINITION),
        (Country.MALDIVES, DefinitionGapKind.EXCLUDES_INTERNAL, GapAnswer.NO_DEFINITION),
    ],
)
def test_definition_gap_is_national_regional_or_not_recorded(
    country: Country, kind: DefinitionGapKind, answer: GapAnswer
) -> None:
    assert gap(country, kind) == answer


@pytest.mark.requirement("LAW-008")
def test_the_law_of_goa_is_sub_national_and_what_it_does_is_recorded() -> None:
    goa = [provision for provision in published_facts.list_law_provisions() if provision.territory]
    assert {(p.country, p.territory, p.law, p.year) for p in goa} == {
        (Country.INDIA, "Goa", "Goa Children's Act", 2003)
    }
    assert any("Defines child trafficking" in provision.text for provision in goa)
    (fact,) = [f for f in facts(Country.INDIA) if f.attribute == LawQuestion.DEFINES_CHILD]
    assert fact.answer == LawAnswer.SUBNATIONAL


def test_conflicting_claims_keep_both_statements() -> None:
    claims = {claim.key: claim for claim in published_facts.conflicting_claims()}
    hague = claims["hague_india"]
    assert hague.kind == ClaimsDisagreement.CONTRADICTION
    assert hague.countries == (Country.INDIA,)
    assert hague.instruments == (Instrument.HAGUE_ADOPTION,)
    assert "2003" in hague.first
    assert "only Sri Lanka" in hague.second
    assert set(claims) == {
        "hague_india",
        "saarc_layout",
        "saarc_nepal",
        "five_and_five",
        "palermo_signed",
        "criminalised_not_defined",
    }
