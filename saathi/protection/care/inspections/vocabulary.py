"""Codes of inspections and notices to facilities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saathi.agencies.declared_kinds import NoticeKind


class InspectionKind(TextChoices):
    """Why and how an inspection takes place."""

    ANNOUNCED = "announced", _("Announced")
    UNANNOUNCED = "unannounced", _("Unannounced")
    FOLLOW_UP = "follow_up", _("Follow-up")
    COMPLAINT = "complaint", _("After a complaint")


class InspectionState(TextChoices):
    """How far an inspection has come."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Under way")
    SUBMITTED = "submitted", _("Waiting for the second inspector")
    FINAL = "final", _("Final")
    CANCELLED = "cancelled", _("Cancelled")


class InspectionResult(TextChoices):
    """What an inspection found, by rule."""

    PASSED = "passed", _("Passed")
    WITH_NOTICE = "with_notice", _("Passed with notice")
    FAILED = "failed", _("Failed")
    INCOMPLETE = "incomplete", _("Incomplete")


class FindingResult(TextChoices):
    """Whether a facility meets a criterion."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", pgettext_lazy("criterion", "Not met")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_SEEN = "not_seen", _("Not seen")


class ConflictStatement(TextChoices):
    """What an inspector states about their own connections with a facility."""

    NONE = "none", _("I have no connection with the facility, its operator or its staff.")
    DECLARED = "declared", _("I have a connection with the facility, its operator or its staff.")


class ConflictState(TextChoices):
    """Whether a declared connection still bars the inspector."""

    DECLARED = "declared", _("Declared")
    WITHDRAWN = "withdrawn", _("Withdrawn by another inspector")


class DiscriminationFinding(TextChoices):
    """Whether residents are treated differently because of who they are."""

    FOUND = "found", _("Found")
    NOT_FOUND = "not_found", _("Examined and not found")
    NOT_EXAMINED = "not_examined", _("Not examined")


class FacilityNoticeKind(TextChoices):
    """What a notice asks of a facility, or does to it."""

    ADVICE = "advice", _("Advice")
    IMPROVEMENT = "improvement", _("Improvement")
    ADMISSIONS = "admissions", _("Suspend admissions")
    LICENCE = "licence", _("Suspend licence")
    CLOSURE = "closure", _("Close the facility")


# These stop placements while they are open.
STOPPING = (FacilityNoticeKind.ADMISSIONS, FacilityNoticeKind.LICENCE, FacilityNoticeKind.CLOSURE)


# These wait for a second inspector, unless another authority has ordered them.
AGREED = (FacilityNoticeKind.LICENCE, FacilityNoticeKind.CLOSURE)


class FacilityNoticeState(TextChoices):
    """Whether a notice applies: one that waits stops new placements already."""

    ASKED = "asked", _("Waiting for agreement")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class InspectionPhotoState(TextChoices):
    """Whether a photo of an inspection is still stored."""

    KEPT = "kept", _("Kept")
    REMOVED = "removed", _("Removed")


class PhotoRemovalReason(TextChoices):
    """Why a photo of an inspection was removed."""

    CHILD = "child", _("A child can be recognised")
    OTHER_PERSON = "other_person", _("Another person can be recognised")
    WRONG = "wrong", _("It does not show the criterion")


INSPECTION_WAITS_NOTICE = NoticeKind(
    "inspection_waits", _("An inspection is waiting for a second inspector")
)
INSPECTION_RETURNED_NOTICE = NoticeKind(
    "inspection_returned", _("An inspection that you submitted was returned for revision")
)
FACILITY_FAILED_NOTICE = NoticeKind(
    "facility_failed", _("A facility failed its inspection: no new placements"), is_urgent=True
)
FACILITY_NOTICE_WAITS = NoticeKind(
    "notice_waits",
    _("A notice to close a facility or suspend its licence is waiting for a second inspector"),
    is_urgent=True,
)
NOTICES = (
    INSPECTION_WAITS_NOTICE,
    INSPECTION_RETURNED_NOTICE,
    FACILITY_FAILED_NOTICE,
    FACILITY_NOTICE_WAITS,
)
