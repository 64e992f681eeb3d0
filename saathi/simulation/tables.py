"""The tables of a load and their columns, in the order that foreign keys require, for COPY."""

from collections import defaultdict

SCOPED_COLUMNS = "id file_id recorded_at recorded_by version"

# Listed here and not read from the models: rows are written as text in this order.
COLUMNS: dict[str, str] = {
    "agencies_agency": "id name kind country is_active recorded_at",
    "agencies_office": "id agency_id parent_id name level country district time_zone weekend "
    "is_active recorded_at",
    "agencies_holiday": 'id office_id "on" name',
    "agencies_staff": "id email name agency_id office_id bundle post title language "
    "is_active recorded_at version",
    "agencies_principal": "staff_id principal",
    "services_service": "id agency_id run_by_id name organisation kinds about age_low age_high serves "
    "languages accessible respects friendly country district area is_place_secret address phone "
    "contact opening cost verified_on verified_by withdrawn_on why_withdrawn recorded_at "
    "recorded_by version state changed_by changed_at proposed_by proposed_at why_returned "
    "published_by published_at",
    "services_course": "id agency_id office_id service_id name kind led_by language modules about "
    "age_low age_high starts_on ends_on recorded_at recorded_by version",
    "services_coursesession": "id course_id agency_id held_on modules topic minutes recorded_at "
    "recorded_by version",
    "agencies_file": "id kind agency_id office_id is_protected recorded_at recorded_by",
    "vault_key": "file_id wrapped kek_id created_at",
    "agencies_grant": "id file_id principal kind reads writes starts_at ends_at given_by",
    "agencies_hidden": "id file_id principal since hidden_by",
    "people_child": f"{SCOPED_COLUMNS} code gender birth_year_low birth_year_high nationality_state "
    "nationalities home_country home_district languages residence_status papers "
    "preferred_language needs_interpreter communicates found_age_low found_age_high found_as "
    "sealed",
    "people_token": "file_id token kind",
    "people_agestatement": f"{SCOPED_COLUMNS} child_id basis low high as_of method confidence "
    "ends_presumption sealed",
    "identity_paper": f"{SCOPED_COLUMNS} child_id kind state country ends_on sealed",
    "identity_functioning": f"{SCOPED_COLUMNS} child_id asked_on answered_by seeing hearing walking "
    "remembering self_care communicating disability sealed",
    "identity_grounds": f"{SCOPED_COLUMNS} child_id told_on readers sealed",
    "identity_culture": f"{SCOPED_COLUMNS} child_id mother_tongue has_speakers has_plan review_on sealed",
    "identity_movement": f"{SCOPED_COLUMNS} child_id kind with_whom year from_country to_country effects "
    "rights sealed",
    "identity_background": f"{SCOPED_COLUMNS} child_id told_on answered_by lived_with schooling lived_from "
    "present absent not_known withheld sealed",
    "around_relation": f"{SCOPED_COLUMNS} child_id kind lives_with is_carer contact danger life ended_on "
    "sealed",
    "around_alleged": f"{SCOPED_COLUMNS} child_id subject firm_kind roles relationship relation_id reached "
    "is_organised said_by said_on standing accused_staff sealed",
    "around_outcome": f"{SCOPED_COLUMNS} alleged_id kind body decided_on sealed",
    "intake_report": f"{SCOPED_COLUMNS} received_at channel reporter_kind reporter_is_confidential urgency "
    "concerns country district language child_gender child_age_low child_age_high about_id "
    "outcome outcome_at timing known_from contact_back has_suspect is_from_paper sealed",
    "intake_contact": f"{SCOPED_COLUMNS} happened_at channel kind reporter_kind language urgency country "
    "district asked_about given is_from_paper report_id sealed",
    "intake_contactreferral": f"{SCOPED_COLUMNS} contact_id kind state made_at answered_on sealed",
    "intake_enquiry": f"{SCOPED_COLUMNS} purpose facts sealed",
    "intake_enquirymatch": f"{SCOPED_COLUMNS} enquiry asker asker_agency purpose asked_at state source use "
    "relation urgency",
    "missing_missingreport": f"{SCOPED_COLUMNS} told_at channel relation contact_back may_tell urgency "
    "circumstances missing_from missing_to country district state found_on found_how found_life "
    "found_country outcome closed_on why_closed about_id case_opened_on sealed",
    "missing_missingchild": f"{SCOPED_COLUMNS} report_id gender age_low age_high age_basis birth_year_low "
    "birth_year_high nationality home_country home_district languages clues sealed",
    "missing_search": f"{SCOPED_COLUMNS} report_id by_whom way searched_on country district result sealed",
    "missing_sighting": f"{SCOPED_COLUMNS} report_id heard_from told_on seen_on country district state "
    "settled_on sealed",
    "trafficking_episode": f"{SCOPED_COLUMNS} child_id number known acts purposes means "
    "exploitation_occurred smuggled migrant recruited_country recruited_district began_low "
    "began_high age_low age_high ended source confidence sealed",
    "trafficking_leg": f"{SCOPED_COLUMNS} episode_id number from_country from_district to_country "
    "to_district for_exploitation is_intended transport acts began_low began_high sealed",
    "cases_case": f"{SCOPED_COLUMNS} child_id office_id worker_id status stage risk opened_on closed_on "
    "closing_reason",
    "cases_seat": f"{SCOPED_COLUMNS} case_id role staff_id needed_by ended_on",
    "cases_due": f"{SCOPED_COLUMNS} case_id worker_id duty due_on done_on",
    "cases_assessment": f"{SCOPED_COLUMNS} case_id assessed_on risk facets language sealed",
    "cases_visit": f"{SCOPED_COLUMNS} case_id happened_at kind outcome next_visit_on sealed",
    "care_plans_plan": f"{SCOPED_COLUMNS} case_id number state made_on contribution agreement approved_on "
    "review_on sealed",
    "care_plans_goal": f"{SCOPED_COLUMNS} plan_id number facet decided_by state is_long_term due_on sealed",
    "care_plans_step": f"{SCOPED_COLUMNS} goal_id number state responsible_id due_on done_on sealed",
    "participation_statement": f"{SCOPED_COLUMNS} child_id state form said_on language topics "
    "was_read_back audience drawing sealed",
    "participation_reader": f"{SCOPED_COLUMNS} statement_id staff_id",
    "participation_themes": f"{SCOPED_COLUMNS} statement_id counted said_on helped hurt missed wants refuses "
    "risks country district",
    "participation_explanation": f"{SCOPED_COLUMNS} child_id explained_on language understood",
    "consent_accompaniment": f"{SCOPED_COLUMNS} child_id state as_of",
    "consent_guardian": f"{SCOPED_COLUMNS} child_id kind starts_on ends_on is_independent has_conflict "
    "may_be_involved sealed",
    "consent_consent": f"{SCOPED_COLUMNS} child_id basis scopes answer capacity language guardian_id "
    "given_on ends_on withdrawn_on sealed",
    "consent_information": f"{SCOPED_COLUMNS} child_id about way told_on language understood sealed",
    "consent_decision": f"{SCOPED_COLUMNS} child_id kind decided_on decided_by heard weight agreement "
    "told_on review_on sealed",
    "orders_statusdecision": f"{SCOPED_COLUMNS} child_id layer finding move authority decided_on sealed",
    "orders_order": f"{SCOPED_COLUMNS} child_id authority country kind made_on expires_on ended_on "
    "appeal_until appeal age_low age_high effect sealed",
    "orders_brokensafeguard": f"{SCOPED_COLUMNS} child_id safeguard happened_on is_by_order authority alert "
    "told_on answered_on due sealed",
    "screening_screening": f"{SCOPED_COLUMNS} child_id questionnaire questionnaire_version role screened_on "
    "language reading positive answered withheld not_asked sealed",
    "screening_reply": f"{SCOPED_COLUMNS} child_id kind reply replied_on asked screening_id sealed",
    "screening_interview": f"{SCOPED_COLUMNS} child_id happened_at by_whom is_first language training "
    "has_interpreter present procedure breaks support ended sealed",
    "screening_familyclue": f"{SCOPED_COLUMNS} child_id kind told_on language source confidence state sealed",
    "screening_migration": f"{SCOPED_COLUMNS} child_id as_of moved papers country from_country why "
    "moving_with rights restrictions sealed",
    "services_referral": f"{SCOPED_COLUMNS} child_id service_id kind urgency state offered_on answer_by "
    "answered_on began_on ended_on her_answer why_declined outcome basis consent shared "
    "needs_access papers due receiver access access_until sealed",
    "services_opinion": f"{SCOPED_COLUMNS} referral_id child_id found said_on language audience "
    "counted sealed",
    "services_enrolment": f"{SCOPED_COLUMNS} child_id course_id kind starts_on ended_on why_ended her_view "
    "sealed",
    "services_attendance": f"{SCOPED_COLUMNS} enrolment_id session_id held_on modules presence",
    "services_supportsession": f"{SCOPED_COLUMNS} child_id kind provider held_on minutes presence language "
    "topics change next_on sealed",
    "services_sessionnote": f"{SCOPED_COLUMNS} session_id audience sealed",
    "supplements_formversion": "id agency_id code version section body is_end asked_by asked_at "
    "decided_by decided_at outcome",
    "supplements_supportanswers": f"{SCOPED_COLUMNS} child_id form_id form_code form_version filled_on "
    "language counted sealed",
    "services_livelihood": f"{SCOPED_COLUMNS} child_id for_whom given state asked_on given_on follow_up_on "
    "looked_on lasting ended_on sealed",
    "cases_closing": f"{SCOPED_COLUMNS} case_id reason asked_on evaluation statement sealed",
    "cases_approval": f"{SCOPED_COLUMNS} case_id office_id subject subject_id subject_version asked_at "
    "decision decided_by decided_at sealed",
    "cases_review": f"{SCOPED_COLUMNS} case_id kind reviewed_on capacities heard agreement result "
    "consent_anew sealed",
    "handovers_handover": f"{SCOPED_COLUMNS} case_id kind state why from_worker_id from_office_id "
    "to_office_id to_worker_id her_view told offered_on answer_by answered_at answered_by "
    "why_declined former_until is_beyond_limit consent access sealed",
    "complaints_complaint": f"{SCOPED_COLUMNS} child_id kind about not_for readers said_on language "
    "answer_by handler_id state told_on accepts brought_before brought_on reminded_on sealed",
    "agencies_notice": "id staff_id kind record given_at given_by read_at",
}
NULL = r"\N"


def copy_statement(table: str) -> str:
    """The COPY statement for the rows of this table."""
    return f"COPY {table} ({', '.join(COLUMNS[table].split())}) FROM STDIN"


class CopyRows:
    """Rows of many tables as text for COPY. Values are codes, numbers, ids and hexadecimal text.

    No value can contain a tab, a backslash or a line end, so none needs quoting.
    """

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = defaultdict(list)

    def add_row(self, table: str, *fields: str) -> None:
        """Adds one row, with NULL for missing values."""
        self.lines[table].append("\t".join(fields))

    def table_block(self, table: str) -> bytes:
        """All rows of a table."""
        return ("\n".join(self.lines[table]) + "\n").encode()

    def filled_tables(self) -> list[str]:
        """The tables that have rows, in loading order."""
        return [table for table in COLUMNS if self.lines.get(table)]

    def count_rows(self) -> int:
        """The number of rows."""
        return sum(map(len, self.lines.values()))
