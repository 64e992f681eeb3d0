"""The sections of a file that a duty reveals, besides the daily record that holds all duties."""

from collections.abc import Mapping
from typing import Final

from django.db.models import Q

from saathi.agencies.sections import Section
from saathi.protection.casework.cases.vocabulary import Duty

# A duty reveals what is planned, decided or referred: it also needs the section of that record.
SECTIONS_OF_DUTY: Final[Mapping[Duty, Section]] = {
    Duty.ASSESSMENT: Section.NEEDS,
    Duty.PLAN: Section.PLAN,
    Duty.VISIT: Section.VISITS,
    Duty.REVIEW: Section.PLAN,
    Duty.TIME_LIMIT: Section.LEGAL,
    Duty.ALERT: Section.LEGAL,
    Duty.TASK: Section.VISITS,
    Duty.SUPERVISION: Section.VISITS,
    Duty.CONFERENCE: Section.DECISIONS,
    Duty.DECISION: Section.DECISIONS,
    Duty.SAFETY_PLAN: Section.PLAN,
    Duty.PLAN_STEP: Section.PLAN,
    # A duty does not say which type its document has: it needs both sections.
    Duty.DOCUMENT: Section.LEGAL | Section.NEEDS,
    Duty.SEND_REFERRAL: Section.SUPPORT,
    Duty.REFERRAL: Section.SUPPORT,
    Duty.ABROAD: Section.LEGAL,
    Duty.SCREENING: Section.LEGAL,
    Duty.VERIFICATION: Section.LEGAL,
    Duty.SOLUTIONS: Section.LEGAL,
    Duty.BEST_INTERESTS: Section.DECISIONS,
    Duty.BEST_INTERESTS_REVIEW: Section.DECISIONS,
    Duty.TELL_DECISION: Section.DECISIONS,
    Duty.APPEAL: Section.LEGAL,
    Duty.TRACING_WISH: Section.LEGAL,
    Duty.TRACING_STEP: Section.LEGAL,
    Duty.TRACING_REVIEW: Section.LEGAL,
    Duty.TRACING_SOLUTION: Section.LEGAL,
    Duty.FAMILY_CLAIM: Section.LEGAL,
    Duty.FAMILY_VISIT: Section.LEGAL,
    Duty.TRANSFER_ANSWER: Section.TRANSFER,
    Duty.TRANSFER_RECEIPT: Section.TRANSFER,
    Duty.TRANSFER_VISIT: Section.TRANSFER,
    Duty.TRANSFER_REPORT: Section.TRANSFER,
    Duty.HEARING_READY: Section.LEGAL,
    Duty.HEARING: Section.LEGAL,
    Duty.CLAIM_DEADLINE: Section.LEGAL,
    Duty.REMEDY_STEP: Section.LEGAL,
    Duty.MONEY_REVIEW: Section.LEGAL,
    Duty.PROTECTION_REVIEW: Section.LEGAL,
    Duty.THREAT_CHECK: Section.LEGAL,
    Duty.RETURN_CONTACT: Section.VISITS,
    Duty.RETURN_SIGN: Section.SITUATION,
    Duty.HARD_ANSWER: Section.NEEDS,
    Duty.LIVELIHOOD: Section.SUPPORT,
    Duty.AFTERCARE: Section.SUPPORT,
    Duty.PLACEMENT_REVIEW: Section.VISITS,
    Duty.EXCEPTION_ENDS: Section.VISITS,
    Duty.PLACEMENT_ENDS: Section.VISITS,
    Duty.MISSING_FROM_CARE: Section.VISITS,
    Duty.COMING_OF_AGE: Section.PLAN,
}

# The days of assessment, plan, visit and review are calculated from visits, assessments, approvals
# and reviews.
CALCULATED_DUTIES: Final = (Duty.ASSESSMENT, Duty.PLAN, Duty.VISIT, Duty.REVIEW)
DUTY_SOURCE_SECTIONS: Final = Section.VISITS | Section.NEEDS | Section.DECISIONS | Section.PLAN


def duties_by_section(own: Section) -> dict[Section, Q]:
    """Each section but `own`, with the condition on the duties that reveal it."""
    return {
        section: Q(
            duty__in=[duty for duty, needed in SECTIONS_OF_DUTY.items() if section in needed]
        )
        for section in Section
        if section != own and any(section in needed for needed in SECTIONS_OF_DUTY.values())
    }
