"""Models of services and support, with one module for each subject."""

from saathi.protection.casework.services.models.courses import (
    Course,
    CourseSession,
    ProgrammeProposal,
)
from saathi.protection.casework.services.models.directory import (
    Service,
    ServiceTranslation,
    ServiceVersion,
)
from saathi.protection.casework.services.models.enrolments import Attendance, Enrolment
from saathi.protection.casework.services.models.opinions import Opinion
from saathi.protection.casework.services.models.referrals import Referral
from saathi.protection.casework.services.models.support import (
    Livelihood,
    SessionNote,
    SupportSession,
)

__all__ = [
    "Attendance",
    "Course",
    "CourseSession",
    "Enrolment",
    "Livelihood",
    "Opinion",
    "ProgrammeProposal",
    "Referral",
    "Service",
    "ServiceTranslation",
    "ServiceVersion",
    "SessionNote",
    "SupportSession",
]
