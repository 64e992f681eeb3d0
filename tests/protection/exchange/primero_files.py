"""Case and incident exports of Primero 2.15, built from the names and shapes of its default forms.

Every field of these forms is here, with an invented value; no person in it is real. `FILES` cannot be in
a JSON export: Primero leaves out what was uploaded.
"""

import json
from copy import deepcopy
from typing import Any, Final
from uuid import UUID, uuid5

from tests.protection.exchange.primero_incident_forms import INCIDENT_FORMS

SPACE: Final = UUID("5b1c6d5e-0a2e-4b43-9f0e-3d1a54f1c001")
FILES: Final = ("photos", "recorded_audio", "other_documents", "upload_bid_document")

# Values by form. Forms without fields of their own (approvals, change log, referrals, summary, transfers,
# links to families, incidents and registries) show other records.
CASE_FORMS: Final[dict[str, dict[str, Any]]] = {
    "basic_identity": {
        "case_id": "0d7f7ac4-97e1-4a0a-9a3c-7c2f1fb90001",
        "short_id": "fb90001",
        "case_id_display": "NPL-fb90001",
        "cpims_id": "CP-4711",
        "marked_for_mobile": True,
        "status": "open",
        "case_status_reopened": True,
        "name": "Asmita Devi Rai",
        "name_first": "Asmita",
        "name_middle": "Devi",
        "name_last": "Rai",
        "name_nickname": "Asu",
        "name_other": "Asmi",
        "registration_date": "2025-03-02",
        "assessment_due_date": "2025-03-09",
        "sex": "female",
        "age": 13,
        "date_of_birth": "2012-04-12",
        "estimated": False,
        "ration_card_no": "RC-100",
        "icrc_ref_no": "ICRC-200",
        "rc_id_no": "RCID-300",
        "unhcr_id_no": "PG-CASE-400",
        "unhcr_individual_no": "PG-IND-500",
        "un_no": "UN-600",
        "national_id_no": "NID-700",
        "family_number": "FAM-800",
        "other_id_type": "School card",
        "other_id_no": "SC-900",
        "other_agency_id": "OA-1000",
        "other_agency_name": "Sample Relief",
        "nationality": ["nepal"],
        "maritial_status": "single",
        "occupation": "Sells tea",
        "address_current": "Ward 4, near the bus park",
        "location_current": "Dhanusha",
        "address_is_permanent": True,
        "telephone_current": "9800000001",
    },
    "other_identity_details": {
        "country_of_origin": "india",
        "address_last": "Old brick kiln road",
        "location_last": "NP0102",
        "telephone_last": "9800000002",
        "ethnicity": ["ethnicity1"],
        "sub_ethnicity_1": ["ethnicity2"],
        "sub_ethnicity_2": ["ethnicity3"],
        "language": ["maithili"],
        "religion": ["religion1"],
    },
    "protection_concern": {
        "protection_status": "unaccompanied",
        "urgent_protection_concern": "true",
        "risk_level": "high",
        "displacement_status": "refugee",
        "unhcr_protection_code": "UPC-11",
        "protection_concerns": ["street_child", "trafficked_smuggled", "disabled"],
        "protection_concerns_other": "Fears the landlord",
        "unhcr_needs_codes": ["cr-cp", "lp-nd"],
        "disability_type": "physical_disability",
        "disability_special_needs": ["sensory_impaired_deaf"],
        "disability_communications": "through_family_members",
    },
    "consent": {
        "interview_subject": "individual",
        "consent_source_other": "Talked in the garden",
        "consent_for_services": True,
        "consent_reporting": "true",
        "consent_for_tracing": "true",
        "disclosure_other_orgs": True,
        "consent_info_sharing": ["family", "unhcr"],
        "consent_info_sharing_others": "The school",
        "disclosure_deny_details": "Nothing to the stepfather",
        "withholding_info_reason": ["fear"],
        "withholding_info_other_reason": "He beat her",
        "unhcr_export_opt_in": True,
        "legitimate_basis": ["contract"],
    },
    "assessment": {
        "assessment_approved": True,
        "assessment_approved_date": "2025-03-10",
        "assessment_approved_comments": "Thorough assessment",
        "approval_status_assessment": "approved",
        "assessment_requested_on": "2025-03-08",
        "case_plan_due_date": "2025-03-20",
    },
    "cp_case_plan": {
        "case_plan_approval_type": "requested",
        "case_plan_approved": True,
        "case_plan_approved_date": "2025-03-22",
        "case_plan_approved_comments": "Good plan",
        "approval_status_case_plan": "approved",
        "date_case_plan": "2025-03-15",
    },
    "care_arrangements": {
        "name_caregiver": "Bina Rai",
        "current_name_caregiver": "Bina Rai",
        "current_care_arrangements_type": "kinship_care_extended_family",
        "current_care_arrangement_started_date": "2025-01-05",
    },
    "child_wishes": {"wishes_child_family_tracing": "true"},
    "tracing": {
        "matched_tracing_request_id": "TR-77",
        "tracing_status": "tracing_in_progress",
        "date_of_separation": "2024-11-11",
        "separation_cause": "migration",
        "separation_cause_other": "Lost at the fair",
        "location_separation": "NP0203",
    },
    "closure_form": {
        "closure_approved": False,
        "closure_approved_date": "2025-08-08",
        "closure_approved_comments": "Waiting for approval",
        "approval_status_closure": "pending",
        "closure_reason_other": "Asked for later",
    },
    "record_owner": {
        "owned_by_text": "Rita Thapa",
        "owned_by": "rita.thapa",
        "reassigned_tranferred_on": "2025-04-04",
        "owned_by_agency_id": "sample-agency",
        "telephone_agency": "015550000",
        "assigned_user_names": ["hari_w", "mina_w"],
        "database_operator_user_name": "op_1",
        "address_registration": "Camp gate two",
        "location_registration": "NP0304",
        "created_by": "intake_1",
        "created_by_agency": "first-agency",
        "previously_owned_by": "old_worker",
        "previous_agency": "second-agency",
        "module_id": "primeromodule-cp",
    },
    "other_reportable_fields_case": {
        "record_state": True,
        "owned_by_location": "NP0405",
        "has_case_plan": True,
        "workflow": "case_plan",
    },
    "referral_transfer": {"transfer_status": "accepted"},
}

CASE_SUBFORMS: Final[dict[str, dict[str, Any]]] = {
    "family_details_section": {
        "relation_name": "Maya Rai",
        "relation": "aunt",
        "relation_is_caregiver": True,
        "relation_nickname": "Mayu",
        "relation_is_alive": "alive",
        "relation_death_details": "No death",
        "relation_age": 41,
        "relation_date_of_birth": "1984-02-03",
        "relation_sex": "female",
        "relation_language": ["language4"],
        "relation_religion": ["religion4"],
        "relation_ethnicity": "ethnicity4",
        "relation_nationality": ["bhutan"],
        "relation_address_current": "Behind the temple",
        "relation_location_current": "NP0506",
        "relation_telephone": "9800000003",
        "relation_other_family": "The grocer knows her",
    },
    "care_arrangements_section": {
        "child_caregiver_status": "false",
        "child_caregiver_reason_change": "poverty",
        "care_arrangements_include_referral_form": True,
        "care_arrangements_type": "kinship_care_extended_family",
        "care_arrangements_type_other": "With cousins too",
        "care_arrangements_type_notes": "Sleeps in the kitchen",
        "care_agency_name": "Care Sample",
        "name_caregiver": "Kamala Rai",
        "nickname_caregiver": "Kammu",
        "caregiver_age": 52,
        "caregiver_dob": "1973-06-07",
        "relationship_caregiver": "grandmother",
        "care_arrangement_started_date": "2025-01-06",
    },
    "child_preferences_section": {
        "wishes_name": "Uncle Gopal",
        "wishes_preference_relocated": "first_choice",
        "wishes_relationship": "uncle",
    },
    "protection_concern_detail_subform_section": {
        "protection_concern_type": "street_child",
        "date_concern_identified": "registration",
        "concern_details": "Sleeps at the bus park",
    },
    "incident_details": {
        "cp_incident_identification_violence": "discovered_by_service_provider",
        "incident_date": "2025-02-14",
        "cp_incident_location_type": "work_place",
        "cp_incident_location_type_other": "Behind the stall",
        "incident_location": "NP0607",
        "cp_incident_timeofday": "evening",
        "cp_incident_timeofday_actual": "about seven",
        "cp_incident_violence_type": "physical_assault",
        "cp_incident_previous_incidents": "true",
        "cp_incident_previous_incidents_description": "Twice last year",
        "cp_incident_abuser_name": "A man called Lal",
        "cp_incident_perpetrator_nationality": "pakistan",
        "perpetrator_sex": "male",
        "cp_incident_perpetrator_date_of_birth": "1980-09-09",
        "cp_incident_perpetrator_age": 44,
        "cp_incident_perpetrator_national_id_no": "PNID-1",
        "cp_incident_perpetrator_other_id_type": "Licence",
        "cp_incident_perpetrator_other_id_no": "LIC-2",
        "cp_incident_perpetrator_marital_status": "widowed",
        "cp_incident_perpetrator_occupation": "Contractor",
        "cp_incident_perpetrator_relationship": "supervisor_employer",
    },
    "services_section": {
        "service_response_type": "service_provision",
        "service_type": "health_medical_service",
        "service_response_day_time": "2025-03-05T09:30:00.000Z",
        "service_response_timeframe": "3_days",
        "service_appointment_date": "2025-03-07",
        "service_implementing_agency": "agency-health",
        "service_provider": "Dr Sample",
        "service_delivery_location": "NP0708",
        "service_implementing_agency_individual": "nurse_1",
        "service_status_referred": True,
        "service_location": "Clinic by the river",
        "service_referral_notes": "Needs a tetanus shot",
        "service_implemented": "implemented",
        "service_implemented_day_time": "2025-03-08T10:00:00.000Z",
        "note_on_referral_from_provider": "Vaccinated, come again in June",
    },
    "followup_subform_section": {
        "followup_type": "in_care",
        "followup_service_type": "education_service",
        "followup_assessment_type": "health_intervention_assessment",
        "protection_concern_type": "migrant",
        "followup_needed_by_date": "2025-04-01",
        "followup_date": "2025-04-02",
        "followup_comments": "She reads aloud now",
    },
    "notes_section": {
        "note_date": "2025-05-06",
        "note_subject": "Call from school",
        "note_text": "The teacher praised her.\nNo absence in May.",
        "note_created_by": "manager_7",
    },
    "cp_case_plan_subform_case_plan_interventions": {
        "intervention_service_to_be_provided": "Weekly tutoring",
        "case_plan_provider_and_contact_details": "Tutor Sita, 9800000004",
        "intervention_service_goal": "Back to grade six",
        "case_plan_timeframe": "2027-06-30",
        "intervention_service_success": "true",
    },
    "tracing_actions_section": {
        "date_tracing": "2025-05-20",
        "tracing_type": "photo_tracing",
        "address_tracing": "Market of Janakpur",
        "location_tracing": "NP0809",
        "tracing_action_description": "Showed the picture to traders",
        "tracing_outcome": "pending",
    },
    "reopened_logs": {"reopened_date": "2025-06-01", "reopened_user": "supervisor_2"},
    "transitions": {
        "type": "referral",
        "to_user_local": "worker_x",
        "to_user_remote": "remote_y",
        "to_user_local_status": "accepted",
        "rejected_reason": "was full",
        "to_user_agency": "third-agency",
        "notes": "Handed over the school file",
        "transitioned_by": "worker_z",
        "service": "education",
        "is_remote": True,
        "type_of_export": "pdf",
        "consent_overridden": True,
        "consent_individual_transfer": True,
        "created_at": "2025-06-02",
    },
}

SEARCH_COPIES: Final = {
    "srch_sex": "female",
    "srch_status": "open",
    "phonetic_data": {"tokens": []},
}


def case_id(number: int) -> str:
    """The id that Primero gave a case."""
    return str(uuid5(SPACE, f"case {number}"))


def full_case(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A case with every field of every form and one entry of each subform; None leaves a field out."""
    data: dict[str, Any] = {}
    for values in CASE_FORMS.values():
        data |= deepcopy(values)
    for subform, entry in CASE_SUBFORMS.items():
        data[subform] = [deepcopy(entry) | {"unique_id": str(uuid5(SPACE, f"{subform} {number}"))}]
    return _record(case_id(number), data | changed) | {"family_id": str(uuid5(SPACE, "family"))}


def plain_case(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A case with a name and the day of its registration, and what is given."""
    data = {"name": f"Child {number}", "registration_date": "2025-03-02", "status": "open"}
    return _record(case_id(number), data | changed)


def full_incident(number: int, of_case: int) -> dict[str, Any]:
    """An incident with every field of its forms."""
    data: dict[str, Any] = {}
    for values in INCIDENT_FORMS.values():
        data |= deepcopy(values)
    record = _record(str(uuid5(SPACE, f"incident {number}")), data)
    return record | {"incident_case_id": case_id(of_case)}


def _record(identifier: str, data: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if value is not None}
    return {"id": identifier, "data": kept, **SEARCH_COPIES}


def caseload(size: int, entries: int = 3) -> list[dict[str, Any]]:
    """A caseload with different names and `entries` of the usual subforms."""
    repeated = (
        "family_details_section",
        "notes_section",
        "services_section",
        "followup_subform_section",
    )
    cases = []
    for number in range(1, size + 1):
        case = full_case(
            number, name=None, name_first=f"Child{number}", national_id_no=f"N-{number}"
        )
        for subform in repeated:
            case["data"][subform] = [deepcopy(case["data"][subform][0]) for _each in range(entries)]
        cases.append(case)
    return cases


def exported(records: list[dict[str, Any]]) -> bytes:
    """The file, as Primero writes it."""
    return json.dumps(records, ensure_ascii=False, indent=2).encode()
