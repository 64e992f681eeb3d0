"""Links to the pages of a child's file: the only place in the desk with addresses of other apps."""

from uuid import UUID

from django.urls import reverse

from saathi.protection.casework.cases.vocabulary import Duty

SITUATION = "trafficking:show_situation"
NEEDS = "cases:list_assessments"
RECORD_ASSESSMENT = "cases:record_assessment"
VISITS = "cases:list_visits"
REVIEWS = "cases:list_reviews"
HANDOVERS = "handovers:list_handovers"
COMPLAINTS = "complaints:list_complaints"
COMMITTEE = "committees:list_follow_ups"
RECORD_VISIT = "cases:record_visit"
VOICE = "participation:list_statements"
PLAN = "care_plans:newest_plan"
IDENTITY = "identity:show_child"
AROUND = "around:show_around"
AGE = "people:add_age"
RECORD_VOICE = "participation:record_statement"
CLOSING = "desk:show_closing"
ORDERS = "orders:show_orders"
NOTES = "notes:list_notes"
FORMS = "supplements:list_filled"
SCREENING = "screening:show_subject"
SUPPORT = "support:show_support"
BREACH = "incidents:record_incident"
CONSENT = "consent:show_consent"
ABROAD = "borders:list_asked"
DECISIONS = "consent:list_decisions"
ERASURE = "desk:show_erasure"
ORIGIN = "desk:show_origin"
PRINT_SUMMARY = "desk:print_summary"
DUTY_PAGES: dict[str, str] = {
    Duty.ASSESSMENT: RECORD_ASSESSMENT,
    Duty.PLAN: PLAN,
    Duty.VISIT: RECORD_VISIT,
    Duty.REVIEW: REVIEWS,
    Duty.TIME_LIMIT: ORDERS,
    Duty.ALERT: ORDERS,
    Duty.TASK: NOTES,
    Duty.REFERRAL: SUPPORT,
    Duty.ABROAD: ABROAD,
    Duty.COMING_OF_AGE: REVIEWS,
}


def child_page_url(name: str, file_id: UUID) -> str:
    """The address of a page of this child's file."""
    return reverse(name, args=[file_id])


def duty_url(duty: str, file_id: UUID) -> str:
    """The page where a due task is done."""
    return child_page_url(DUTY_PAGES[duty], file_id)
