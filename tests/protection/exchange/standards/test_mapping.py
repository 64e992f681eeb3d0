"""Mapping of our codes to HTCDS and CTDC: every code of both sides, and the losses."""

import inspect

import duckdb
import pytest
from django.db.models import TextChoices

from saathi.evidence.warehouse.steps import preparation_statements
from saathi.protection.exchange.standards.losses import (
    FILE_LOSSES,
    LOSS_TEXTS,
    ROW_LOSSES,
    TABLE_LOSSES,
)
from saathi.protection.exchange.standards.mapping import (
    ALL_OTHERS,
    SAATHI_PREFIX,
    CodeNotMapped,
    Standard,
    age_in_years,
    encode_row,
    find_code_mappings,
    load_standards,
)
from saathi.protection.exchange.standards.saathi_codes import REVIEW, SAATHI_VARIABLES
from saathi.protection.identification.trafficking import vocabulary
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    TraffickingMeans,
)

HTCDS, CTDC = load_standards()["htcds"], load_standards()["ctdc"]
EACH = pytest.mark.parametrize("standard", [HTCDS, CTDC], ids=["htcds", "ctdc"])


def cells(standard: Standard, **fields: list[str]) -> str:
    """The content of a row, as one line."""
    return " ".join(f"{name}={value}" for name, value in encode_row(standard, fields).cells.items())


# --- nothing is left out --------------------------------------------------------------------------


def without_a_line(standard: Standard, ours: str, codes: list[str]) -> list[str]:
    """Our codes without a line of their own and without a line that names all of them as lost."""
    lines = standard.mappings_of(ours)
    lost = any(line.code == ALL_OTHERS and not line.value and line.losses for line in lines)
    return [] if lost else [code for code in codes if code not in {line.code for line in lines}]


@EACH
def test_every_code_of_ours_goes_somewhere_or_is_named_as_lost(standard: Standard) -> None:
    lacking = {
        name: missing
        for name, variable in SAATHI_VARIABLES.items()
        if variable.vocabularies
        # A known nationality is represented by its country.
        and (missing := without_a_line(standard, name, [c for c in variable.codes if (name, c) != ("nationality", "known")]))
    }  # fmt: skip
    assert not lacking
    assert all(standard.mappings_of(name) for name in SAATHI_VARIABLES), (
        "each variable of ours has a line"
    )
    assert find_code_mappings(standard, "case_status", REVIEW)


@EACH
def test_unmapped_code_raises_an_error(standard: Standard) -> None:
    assert without_a_line(standard, "purposes", [*ExploitationPurpose.values, "a_new_one"]) == [
        "a_new_one"
    ]
    with pytest.raises(CodeNotMapped, match="purposes: a_new_one"):
        encode_row(standard, {"purposes": ["begging", "a_new_one"]})


def test_every_word_for_what_happened_is_among_ours() -> None:
    vocabularies = {
        member
        for _name, member in inspect.getmembers(vocabulary, inspect.isclass)
        if issubclass(member, TextChoices) and member.__module__ == vocabulary.__name__
    }
    assert vocabularies <= {
        each for variable in SAATHI_VARIABLES.values() for each in variable.vocabularies
    }


@EACH
def test_every_variable_and_code_of_theirs_is_filled_or_named_as_empty(standard: Standard) -> None:
    filled = {line.variable for line in standard.lines if line.saathi_variable and line.value}
    empty = {
        line.variable for line in standard.lines if not line.saathi_variable and not line.value
    }
    assert not filled & empty
    assert {name for name in filled | empty if not name.startswith(SAATHI_PREFIX)} == set(
        standard.variables
    )
    for name in filled & set(standard.variables):
        named = {line.value for line in standard.lines if line.variable == name and line.value}
        if not named & {"=", ALL_OTHERS}:
            assert named == set(standard.variables[name].codes), name


@EACH
def test_every_code_written_is_one_of_theirs(standard: Standard) -> None:
    for line in standard.lines:
        variable = standard.variables.get(line.variable)
        if variable and variable.codes and line.value not in {"", "=", ALL_OTHERS}:
            assert line.value in variable.codes, line


@EACH
def test_codes_without_a_target_name_a_loss_with_a_text(standard: Standard) -> None:
    for line in standard.lines:
        assert line.losses or line.value, line
        assert set(line.losses) <= set(LOSS_TEXTS), line
        assert len(line.losses) == 1 or line.saathi_variable, line


def test_every_loss_text_is_used() -> None:
    named = {loss for standard in (HTCDS, CTDC) for line in standard.lines for loss in line.losses}
    assert set(LOSS_TEXTS) == named | set(ROW_LOSSES) | set(FILE_LOSSES) | set(TABLE_LOSSES)


@EACH
def test_codes_mapped_to_the_same_target_name_the_loss(standard: Standard) -> None:
    """Two of our codes with one target: each names the loss."""
    for line in standard.lines:
        alone = [
            other_line
            for other_line in standard.mappings_of(line.saathi_variable)
            if (other_line.variable, other_line.value) == (line.variable, line.value) and line.value
        ]
        if (
            line.saathi_variable
            and len(alone) > 1
            and standard.variables[line.variable].kind != "Flag"
        ):
            assert line.losses or line.value == "Other", line


# --- every purpose and every means ----------------------------------------------------------------

# ours | HTCDS | CTDC
PURPOSES = [
    ("prostitution", "vic_TypeOfExploitation=SexualExploitation vic_TypeOfSexExploitation=Prostitution", "isSexualExploit=1 typeOfSexProstitution=1"),
    ("sexual_abuse_material", "vic_TypeOfExploitation=SexualExploitation vic_TypeOfSexExploitation=Pornography", "isSexualExploit=1 typeOfSexPornography=1"),
    ("sexual_exploitation", "vic_TypeOfExploitation=SexualExploitation", "isSexualExploit=1"),
    ("forced_labour", "vic_TypeOfExploitation=ForcedLabour", "isForcedLabour=1"),
    ("slavery", "vic_TypeOfExploitation=Servitude", "isForcedLabour=1"),
    ("servitude", "vic_TypeOfExploitation=Servitude", "isForcedLabour=1"),
    ("organ_removal", "vic_TypeOfExploitation=OrganRemoval", "isOtherExploit=1"),
    ("domestic_servitude", "vic_TypeOfExploitation=Servitude vic_ForcedLabourIndustry=T_ActivitiesOfHouseholdsAsEmployers", "isForcedLabour=1 typeOfLabourDomesticWork=1"),
    ("agriculture", "vic_TypeOfExploitation=ForcedLabour vic_ForcedLabourIndustry=A_AgricultureForestryAndFishing", "isForcedLabour=1 typeOfLabourAgriculture=1"),
    ("factory", "vic_TypeOfExploitation=ForcedLabour vic_ForcedLabourIndustry=C_Manufacturing", "isForcedLabour=1"),
    ("camel_racing", "vic_TypeOfExploitation=Other", "isForcedLabour=1"),
    ("begging", "vic_TypeOfExploitation=ForcedBegging", "isOtherExploit=1"),
    ("criminal_activities", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("armed_conflict", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("forced_marriage", "vic_TypeOfExploitation=ForcedMarriage", "isOtherExploit=1"),
    ("arranged_marriage", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("debt_release", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("dispute_settlement", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("illegal_adoption", "vic_TypeOfExploitation=ForcedAdoption", "isOtherExploit=1"),
    ("ritual_dedication", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
    ("surrogacy", "vic_TypeOfExploitation=Surrogacy", "isOtherExploit=1"),
    ("not_known_which", "", ""),
    ("other", "vic_TypeOfExploitation=Other", "isOtherExploit=1"),
]  # fmt: skip
MEANS = [
    ("threat", "vic_MethodsOfControl=PhysicalThreats", "meansThreats=1"),
    ("force", "vic_MethodsOfControl=PhysicalAbuse", "meansAbusePsyPhySex=1"),
    ("coercion", "vic_MethodsOfControl=Other", ""),
    ("abduction", "vic_MethodsOfControl=Other", ""),
    ("fraud", "vic_MethodsOfControl=FalsePromises", "meansFalsePromises=1"),
    ("deception", "vic_MethodsOfControl=FalsePromises", "meansFalsePromises=1"),
    ("abuse_of_power", "vic_MethodsOfControl=Other", ""),
    ("abuse_of_vulnerability", "vic_MethodsOfControl=Other", ""),
    ("payment", "vic_MethodsOfControl=Other", ""),
]


@pytest.mark.parametrize(("ours", "htcds", "ctdc"), PURPOSES, ids=[row[0] for row in PURPOSES])
def test_a_purpose_in_their_variables(ours: str, htcds: str, ctdc: str) -> None:
    assert cells(HTCDS, purposes=[ours]) == htcds
    assert cells(CTDC, purposes=[ours]) == ctdc


@pytest.mark.parametrize(("ours", "htcds", "ctdc"), MEANS, ids=[row[0] for row in MEANS])
def test_a_means_in_their_variables(ours: str, htcds: str, ctdc: str) -> None:
    assert cells(HTCDS, means=[ours]) == htcds
    assert cells(CTDC, means=[ours]) == ctdc


def test_the_tables_above_hold_every_purpose_and_means() -> None:
    assert [row[0] for row in PURPOSES] == ExploitationPurpose.values
    assert [row[0] for row in MEANS] == TraffickingMeans.values


# --- what else a row tells ------------------------------------------------------------------------

ROWS = [
    ("gender", "girl", "prs_Gender=Feminine", "gender=Woman"),
    ("gender", "boy", "prs_Gender=Masculine", "gender=Man"),
    ("gender", "other", "prs_Gender=NonConforming", "gender=Trans/Transgender/NonConforming"),
    ("gender", "not_said", "prs_Gender=NonSpecifiedUnknown", ""),
    ("nationality", "NPL", "prs_Citizenship=NPL", "citizenship=NPL"),
    ("nationality", "stateless", "", ""),
    ("nationality", "disputed", "", ""),
    ("nationality", "unknown", "", ""),
    ("country", "IND", "", "CountryOfExploitation=IND"),
    ("year", "2026", "", "yearOfRegistration=2026"),
    ("year_of_event", "2026", "", ""),
    ("finding", "presumed", "vic_TraffickingStatus=PossibleVictimOfTrafficking", ""),
    ("finding", "established", "vic_TraffickingStatus=ActualVictimOfTrafficking", ""),
    ("finding", "not_established", "vic_TraffickingStatus=NotAVictimOfTrafficking", ""),
    ("finding", "open", "vic_TraffickingStatus=PossibleVictimOfTrafficking", ""),
    ("found_by", "ngo", "vic_TraffickingStatusDecisionMakingOrg=NGO", ""),
    ("found_by", "juvenile_board", "vic_TraffickingStatusDecisionMakingOrg=CourtOrProsecution", ""),
    ("case_status", "open", "cas_Status=Active", ""),
    ("case_status", "review", "cas_Status=FollowUp", ""),
    ("case_status", "transferred", "cas_Status=ClosedReferred", ""),
    ("harmed_by", "parent", "vic_RelationshipToTrafficker=Familial", ""),
    ("harmed_by", "stranger", "vic_RelationshipToTrafficker=Unaquainted", ""),
    ("recruited_by", "spouse", "", "recruiterRelationIntimatePartner=1"),
    ("recruited_by", "parent", "", "recruiterRelationFamily=1"),
    ("recruited_by", "stranger", "", ""),
    ("reached", "social", "vic_MethodOfRecruitment=ThroughOnlineSocialNetworks", ""),
    ("form", "labour", "vic_TypeOfExploitation=ForcedLabour", "isForcedLabour=1"),
    ("form", "several", "", ""),
    ("age_band", "15_17", "", "ageBroad=9--17"),
    ("age_band", "6_11", "", ""),
    ("age_band", "0_17", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "code", "htcds", "ctdc"), ROWS)
def test_a_code_in_their_variables(ours: str, code: str, htcds: str, ctdc: str) -> None:
    assert cells(HTCDS, **{ours: [code]}) == htcds
    assert cells(CTDC, **{ours: [code]}) == ctdc


AGES = [
    ((5, 5), "0_5", "0--8"),
    ((6, 6), "6_11", "0--8"),
    ((8, 9), "6_11", "0--8"),  # the middle, rounded down
    ((9, 9), "6_11", "9--17"),
    ((11, 12), "6_11", "9--17"),
    ((14, 15), "12_14", "9--17"),
    ((17, 22), "15_17", "9--17"),  # who may be under 18 is not called an adult
    ((18, 19), "18_on", "18--20"),
    ((52, 52), "18_on", "48+"),
    ((10, 16), "", ""),  # too wide a span
    ((None, None), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("span", "ours", "theirs"), AGES)
def test_an_age_in_bands(span: tuple[int | None, int | None], ours: str, theirs: str) -> None:
    years = age_in_years(*span)
    assert encode_row(HTCDS, {"age_years": [years]}).cells.get("saathi_AgeBand", "") == ours
    assert encode_row(CTDC, {"age_years": [years]}).cells.get("ageBroad", "") == theirs


def test_bands_are_those_of_statistics() -> None:
    with duckdb.connect() as database:
        for statement in preparation_statements():
            database.execute(statement)
        for low in range(22):
            for high in range(low, low + 7):
                band = database.execute("SELECT band_of($1, $2)", [low, high]).fetchone()
                encoded = encode_row(HTCDS, {"age_years": [age_in_years(low, high)]})
                assert encoded.cells.get("saathi_AgeBand") == (band or [None])[0], (low, high)


def test_several_values_stand_in_one_cell_where_the_standard_takes_several() -> None:
    row = encode_row(
        HTCDS, {"purposes": ["begging", "prostitution", "factory"], "nationality": ["NPL", "IND"]}
    )
    assert row.cells["vic_TypeOfExploitation"] == "ForcedLabour;SexualExploitation;ForcedBegging"
    assert row.cells["prs_Citizenship"] == "IND;NPL"
    assert "several_empty" not in row.losses


def test_where_it_takes_one_several_leave_it_empty_and_that_is_named() -> None:
    labour = encode_row(HTCDS, {"purposes": ["agriculture", "factory"]})
    assert labour.cells == {"vic_TypeOfExploitation": "ForcedLabour"}
    assert "several_empty" in labour.losses
    encoded = encode_row(CTDC, {"nationality": ["NPL", "IND"]})
    assert encoded.cells == {}
    assert encoded.losses == {"several_empty"}
    same = encode_row(HTCDS, {"harmed_by": ["parent", "sibling"]})
    assert same.cells == {"vic_RelationshipToTrafficker": "Familial"}
