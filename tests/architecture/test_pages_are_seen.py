"""Each address is a page that the browser opens and checks, or has its reason why not."""

from tests.architecture.screens import addresses
from tests.browser.pages import NO_PAGE, READERS

# What the world of the browser holds, by the names that addresses give it.
HELD = {
    "missing_id", "sighting_id", "notice_id", "file_id", "report_id", "contact_id", "referral_id", "enquiry_id", "match_id", "approval_id", "statement_id", "text_id", "plan_id",
    "goal_id", "step_id", "episode_id", "assessment_id", "office_id", "staff_id", "change_id",
    "service_id", "course_id", "session_id", "place_id", "livelihood_id",
    "note_id", "handover_id", "complaint_id", "operation_id", "follow_up_id", "version_id", "order_id", "act", "act_id", "limit_id", "safeguard_id", "guardian_id", "concern_id",
    "asked_id", "portrait_id", "photo_id", "recording_id", "document_id", "document_file_id", "due_id", "care_id", "shaping_id", "pair_id", "repeat_id", "incident_id", "consent_id", "conference_id", "decision_id", "leg_id", "screening_id", "paper_id", "grounds_id", "movement_id",
    "interview_id", "opinion_id", "clue_id", "questionnaire", "place", "person_id", "alleged_id",
    "kind", "number", "token", "pk", "iso3", "code",
    "screened_id", "claim_id", "permission_id", "origin_contact_id", "verification_id", "relationship_id", "family_claim_id", "permit_id", "need_id",
    "indicator", "part", "filled_id", "draft_id",
    "tracing_id", "tracing_enquiry_id", "question_id", "home_id", "family_contact_id", "reunification_id",
    "import_id", "export_id", "record_file",
    "focal_point_id", "court_id",
    "proceeding_id", "stage_id", "accused_id", "charge_id", "testimony_id", "comprehension_id", "summons_id", "presentation_id", "hearing_id", "court_visit_id", "rights_id", "court_referral_id",
    "bia_id", "assessed_id", "determination_id", "option_id", "member_id", "again_id",
    "transfer_id", "transfer_paper_id", "transfer_group_id", "transfer_reference",
    "placement_id", "placement_review_id", "family_assessment_id",
    "measure_id", "claim_decision_id", "payment_id", "control_id", "threat_id", "protection_id",
    "reintegration_id", "mentor_id", "monitoring_contact_id", "retrafficking_sign_id", "final_evaluation_id",
    "committee_id", "meeting_id", "committee_support_id", "question_recording_id", "language", "question",
    "release_id", "family_id", "request_id", "agreement_id", "estimate_id", "series_id", "slug", "name", "action",
}  # fmt: skip


def test_every_address_is_seen_or_says_why_not() -> None:
    unknown = {a.name: set(a.kwargs) - HELD for a in addresses() if a.name not in NO_PAGE}
    assert {name: ids for name, ids in unknown.items() if ids} == {}


def test_no_row_is_left_from_an_address_that_is_gone() -> None:
    names = [found.name for found in addresses()]
    assert set(NO_PAGE) <= set(names)
    assert [key for key in READERS if not any(name.startswith(key) for name in names)] == []
