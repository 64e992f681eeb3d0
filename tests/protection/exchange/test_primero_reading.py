"""What single entries of a case become, and what is kept as text because Primero does not say enough."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from saathi.engines.sheets import primero
from saathi.people.around.models import Relation
from saathi.protection.casework.care_plans.models import Goal, Step
from saathi.protection.casework.cases.models import Due
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.casework.notes.models import Note
from saathi.protection.casework.services.models import Referral
from saathi.protection.exchange import checks
from saathi.protection.exchange.primero import cases, codes
from saathi.protection.exchange.primero.case_reading import ImportOccasion, PrimeroRow
from saathi.protection.exchange.primero.fields import PrimeroFields
from tests.protection.exchange.primero_files import plain_case

TODAY = dt.date(2026, 11, 29)
OCCASION = ImportOccasion("Primero", TODAY, "NPL", referral_days=10)


def read(**data: Any) -> PrimeroRow:
    sheet = primero.to_sheet([plain_case(1, **data)])
    [row] = cases.read_rows(sheet, OCCASION)
    assert row.is_good, row.errors
    return row


def made(row: PrimeroRow, model: type[Any]) -> list[Any]:
    return [prepared.record for prepared in row.records if isinstance(prepared.record, model)]


def reasons(row: PrimeroRow) -> set[str]:
    return {problem.reason.code for problem in row.warnings} - {"no_owner"}


# --- What a difference may name -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "word", "is_named"),
    [
        ("relation", "cousin", True),
        ("unhcr_needs_codes", "cr-cp", True),
        ("ethnicity", "ethnicity1", True),
        ("relation", "group_123", True),
        ("relation", "Sunita", False),  # a name typed into a list field
        ("relation", "sunita devi", False),
        ("relation", "9841234567", False),  # a telephone number
        ("relation", "123", False),
        ("relation", "98-41-23", False),
        ("relation", "np_2012", False),  # part of an identity number or a date
        ("relation", "a1234b", False),
        ("relation", "x" * 61, False),
        ("location_current", "np0102", False),  # where the child lives
        ("location_current", "ward_four", False),
    ],
)
def test_difference_names_only_what_is_written_as_a_word_of_a_list(
    name: str, word: str, is_named: bool
) -> None:
    problem = PrimeroFields({}, TODAY).no_code(name, word)
    assert problem.values == ({"word": word} if is_named else {})
    assert problem.reason.code == ("no_code" if is_named else "no_code_of_text")


def relatives(*words: str) -> list[PrimeroRow]:
    """One child for each word, with a relative of that relation."""
    records = [
        plain_case(number, family_details_section=[{"relation": word, "relation_name": "R"}])
        for number, word in enumerate(words, 1)
    ]
    return list(cases.read_rows(primero.to_sheet(records), OCCASION))


def checked(rows: list[PrimeroRow]) -> list[checks.ImportRowCheck]:
    return [checks.ImportRowCheck(row.number, row.errors, row.warnings) for row in rows]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (["sunita"], {("no_code_of_text", 1, "")}),
        (["cousin"] * 2, {("no_code_of_text", 2, "")}),
        (["cousin"] * 3, {("no_code", 3, "cousin")}),
        (["cousin"] * 3 + ["sunita"] * 2, {("no_code", 3, "cousin"), ("no_code_of_text", 2, "")}),
        (["sunita", "maya", "Aunt Maya"], {("no_code_of_text", 3, "")}),
    ],
)
def test_a_word_that_fewer_than_three_children_have_is_counted_without_it(
    words: list[str], lines: set[tuple[str, int, str]]
) -> None:
    rows = relatives(*words)
    counts = checks.count_row_checks(rows, checked(rows), compared=True)
    found = {
        (reason, count, word)
        for reason, column, count, word in counts.differences
        if column == "family_details_section.relation"
    }
    assert found == lines


def test_words_of_one_child_do_not_add_up_to_three_children() -> None:
    entries = [{"relation": "cousin"}, {"relation": "aunt_maya"}, {"relation": "cousin"}]
    row = read(family_details_section=entries)
    counts = checks.count_row_checks([row], checked([row]), compared=True)
    column = "family_details_section.relation"
    assert [line for line in counts.differences if line[1] == column] == [
        ("no_code_of_text", column, 1, "")
    ]


def test_children_who_are_not_imported_do_not_make_a_word_common() -> None:
    rows = relatives(*["cousin"] * 3)
    known = checks.ImportRowCheck(3, warnings=rows[2].warnings, is_known=True)
    counts = checks.count_row_checks(rows, [*checked(rows[:2]), known], compared=True)
    assert not any(word for *_line, word in counts.differences)


def test_stored_result_of_a_row_has_no_word() -> None:
    stored = [check.to_stored() for check in checked(relatives(*["cousin"] * 3))]
    column = "family_details_section.relation"
    for row in stored:
        assert ["no_code_of_text", column, {}] in row["warnings"]
        assert "cousin" not in str(row)


SERVICE = {"service_type": "legal_assistance_service", "service_response_day_time": "2025-03-05"}


@pytest.mark.parametrize(
    ("changed", "urgency", "days"),
    [
        ({}, "", 10),
        ({"service_response_timeframe": "1_hour"}, "now", 1),
        ({"service_response_timeframe": "3_days"}, "soon", 3),
        ({"service_response_timeframe": "6_months"}, "", 10),
    ],
)
def test_open_service_waits_for_an_answer_from_today_on(
    changed: dict[str, Any], urgency: str, days: int
) -> None:
    row = read(services_section=[SERVICE | changed])
    [referral] = made(row, Referral)
    [due] = made(row, Due)
    assert (referral.state, referral.urgency, referral.outcome) == ("offered", urgency, "")
    assert referral.offered_on == dt.date(2025, 3, 5)
    assert due.due_on == referral.answer_by == TODAY + dt.timedelta(days=days)
    assert (due.duty, referral.due) == ("referral", due.pk)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"service_type": "other_service"}, "no_code"),
        ({"service_type": None}, "no_place"),
        ({"service_response_day_time": None}, "no_place"),
        ({"service_response_day_time": "2999-01-01"}, "no_place"),
    ],
)
def test_service_without_kind_or_past_day_is_kept_as_text(
    changed: dict[str, Any], reason: str
) -> None:
    row = read(services_section=[SERVICE | changed | {"service_referral_notes": "Needs a lawyer"}])
    assert not made(row, Referral)
    assert "Needs a lawyer" in row.record.extras["Services 1"]
    assert row.counts["services_section"].kept == 1
    assert reasons(row) == {reason}


def test_end_before_the_offer_stays_text() -> None:
    ended = {"service_implemented": "implemented", "service_implemented_day_time": "2025-01-01"}
    [referral] = made(read(services_section=[SERVICE | ended]), Referral)
    assert (referral.state, referral.ended_on) == ("ended", None)


@pytest.mark.parametrize(
    ("follow_up", "kind", "day"),
    [
        ({"followup_date": "2025-04-02"}, "note", dt.date(2025, 4, 2)),
        ({"followup_needed_by_date": "2026-11-29"}, "task", TODAY),
        ({"followup_needed_by_date": "2026-11-28"}, "note", None),
        ({"followup_comments": "soon"}, "note", None),
    ],
)
def test_follow_up_to_come_is_a_task(
    follow_up: dict[str, Any], kind: str, day: dt.date | None
) -> None:
    row = read(followup_subform_section=[follow_up])
    [note] = made(row, Note)
    assert note.kind == kind
    assert (note.until if kind == "task" else note.happened_on) == day
    assert len(made(row, Due)) == int(kind == "task")
    assert note.contact == ""  # whether it was a visit, Primero does not say


def test_person_without_a_known_relation_is_kept_as_text() -> None:
    family = [{"relation_name": "Maya"}, {"relation": "godmother", "relation_name": "Rita"}]
    row = read(family_details_section=family)
    assert not made(row, Relation)
    assert row.record.extras["Family details 1"] == "Name: Maya"
    assert row.record.extras["Family details 2"] == "Relation: godmother\nName: Rita"


def test_unticked_box_is_no_answer() -> None:
    family = [{"relation": "uncle", "relation_is_caregiver": False}]
    [relation] = made(read(family_details_section=family), Relation)
    assert (relation.is_carer, relation.life, relation.contact, relation.danger) == ("", "", "", "")


def test_concerns_are_joined_by_kind_and_nothing_is_left_out() -> None:
    incidents = [
        {"cp_incident_violence_type": "rape", "incident_date": "2025-02-14"},
        {"cp_incident_violence_type": "sexual_assault", "incident_date": "2025-02-15"},
    ]
    row = read(protection_concerns=["arrested_detained"], incident_details=incidents)
    concerns = {record.concern: record.note for record in made(row, ProtectionConcern)}
    assert set(concerns) == {"detained", "sexual_abuse"}
    assert "2025-02-14" in concerns["sexual_abuse"]
    assert "2025-02-15" in concerns["sexual_abuse"]
    assert "same_concern" in reasons(row)
    assert row.counts["incident_details"].imported == 2


def test_text_that_is_too_long_for_a_record_is_kept_beside_it() -> None:
    incident = {"cp_incident_violence_type": "rape", "incident_description": "x" * 5000}
    row = read(
        incident_details=[incident],
        family_details_section=[{"relation": "mother", "relation_name": "n" * 300}],
    )
    [concern] = made(row, ProtectionConcern)
    [relation] = made(row, Relation)
    assert "x" * 5000 not in concern.note
    assert len(relation.name) == 200
    kept = "\n".join(row.record.extras.values())
    assert "x" * 5000 in kept
    assert "n" * 300 in kept


def test_intervention_without_a_goal_names_the_service_as_the_goal() -> None:
    interventions = [
        {"intervention_service_to_be_provided": "Tutoring", "intervention_service_success": "false"}
    ]
    row = read(cp_case_plan_subform_case_plan_interventions=interventions)
    [goal], [step] = made(row, Goal), made(row, Step)
    assert (goal.facet, goal.decided_by, goal.state) == ("", "", "open")
    assert step.state == "to_do"
    texts = [prepared.envelope for prepared in row.records if prepared.record in (goal, step)]
    assert texts[0]["text"] == "Tutoring"
    assert "Intervention service success: false" in texts[1]["text"]


def test_record_that_is_disabled_in_primero_says_so() -> None:
    assert reasons(read(record_state=False)) == {"is_disabled"}


def test_district_is_taken_by_code_or_name_alone() -> None:
    assert read(location_current="Dhanusha").record.district == "NP-DHA"
    assert read(location_current="np-dha").record.district == "NP-DHA"
    row = read(location_current="NP0203")
    assert (row.record.district, row.record.extras["Location current"]) == ("", "NP0203")


def test_second_name_of_one_who_has_parts_is_kept() -> None:
    row = read(name="Known as Asu", name_first="Asmita")
    assert dict(row.record.names) == {"given_name": "Asmita"}
    assert row.record.extras["Name"] == "Known as Asu"


# The ids of Primero's default lists, and which of them have no code here.
LISTS: list[tuple[Mapping[str, str], str, str]] = [
    (codes.GENDERS, "male female", ""),
    (codes.RISKS, "high medium low", ""),
    (codes.ACCOMPANIMENT, "unaccompanied separated", ""),
    (codes.LIFE, "unknown alive dead", ""),
    (
        codes.RELATIONS,
        (
            "mother father aunt uncle grandmother grandfather brother sister husband wife partner "
            "other_family other_nonfamily"
        ),
        "",
    ),
    (
        codes.RESIDENCE,
        "resident idp refugee stateless_person returnee foreign_national asylum_seeker",
        "resident stateless_person returnee foreign_national",
    ),
    (
        codes.CONCERNS,
        (
            "sexually_exploited gbv_survivor trafficked_smuggled statelessness arrested_detained migrant "
            "disabled serious_health_issue refugee caafag street_child child_mother "
            "physically_or_mentally_abused living_with_vulnerable_person worst_forms_of_child_labor "
            "child_headed_household mentally_distressed other"
        ),
        "",
    ),
    (
        codes.VIOLENCE,
        (
            "rape sexual_assault physical_assault forced_marriage "
            "denial_of_resources_opportunities_or_services psychological_emotional_abuse non-gbv"
        ),
        "",
    ),
    (
        codes.SERVICES,
        (
            "safehouse_service health_medical_service psychosocial_service police_other_service "
            "legal_assistance_service livelihoods_service child_protection_service "
            "family_mediation_service family_seunification_service education_service "
            "nfi_clothes_shoes_service water_sanitation_service registration_service food_service "
            "other_service"
        ),
        "other_service",
    ),
    (codes.TIMEFRAMES, "1_hour 3_hours 1_day 3_days", ""),
    (
        codes.CLOSURES,
        "death_of_child formal_closing not_seen_during_verification repatriated transferred other",
        "formal_closing not_seen_during_verification repatriated transferred other",
    ),
]


@pytest.mark.parametrize(("known", "ids", "without"), LISTS)
def test_every_id_of_a_list_has_a_code_or_is_known_to_have_none(
    known: Mapping[str, str], ids: str, without: str
) -> None:
    assert {each for each in ids.split() if each not in known} == set(without.split())
