"""Codes of facilities, their licences, addresses and stops of placements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class FacilityKind(TextChoices):
    """The type of a facility. Kinship and foster families are not facilities."""

    CHILDRENS_HOME = "childrens_home", _("Children’s home")
    SHELTER = "shelter", _("Emergency or protection shelter")
    TRANSIT = "transit", _("Transit home")
    GROUP_HOME = "group_home", _("Small group home")
    FOSTER_AGENCY = "foster_agency", _("Foster agency")
    OBSERVATION = "observation", _("Observation home")
    SAFE_CUSTODY = "safe_custody", _("Safe custody")
    RELIGIOUS = "religious", _("Religious or monastic house")
    MADRASA = "madrasa", _("Madrasa")
    ASHRAM = "ashram", _("Ashram")
    HOSTEL = "hostel", _("Hostel")
    MEDICAL = "medical", _("Medical facility")
    OTHER = "other", _("Other facility")


# Offered by forms, so that whoever looks for it reads why a family is not entered here.
FAMILY_KIND = "family", _("Kinship or foster family")


class FacilityOperatorKind(TextChoices):
    """The kind of body that operates a facility."""

    STATE = "state", _("Government")
    CIVIL = "civil", _("Non-governmental organisation")
    FAITH = "faith", _("Religious body")
    PRIVATE = "private", _("Private person or company")
    OTHER = "other", _("Other")
    NOT_KNOWN = "not_known", _("Not known")


class FacilityService(TextChoices):
    """What a facility offers to the children who live there."""

    HEALTH = "health", _("Health care")
    COUNSELLING = "counselling", _("Counselling")
    SCHOOL = "school", _("School or bridge class")
    SKILLS = "skills", _("Vocational training")
    LEGAL = "legal", _("Legal aid")
    MOTHERS = "mothers", _("Care of mothers with babies")
    DISABILITY = "disability", _("Care of children with disabilities")
    ADDICTION = "addiction", _("Treatment of addiction")
    AFTERCARE = "aftercare", _("Aftercare")


class FacilityAccessibility(TextChoices):
    """What makes a facility usable with a disability."""

    STEP_FREE = "step_free", _("Step-free access")
    TOILET = "toilet", _("Wheelchair-accessible toilet")
    SIGN = "sign", _("Sign language")
    BLIND = "blind", _("Accessible to blind children")
    LEARNING = "learning", _("For children with learning difficulties")
    CARE = "care", _("Help with daily care")


class LicenceStatus(TextChoices):
    """What an authority decided about the licence of a facility."""

    NEVER_APPLIED = "never_applied", _("Never applied")
    APPLIED = "applied", _("Applied for")
    TEMPORARY = "temporary", _("Temporarily registered")
    REGISTERED = "registered", _("Registered")
    CONDITIONAL = "conditional", _("Registered with conditions")
    SUSPENDED = "suspended", _("Suspended")
    REFUSED = "refused", _("Refused")
    REVOKED = "revoked", _("Revoked")
    ENDED = "ended", _("Ended")


# With one of these a facility may receive children.
PERMITTING: tuple[LicenceStatus, ...] = (
    LicenceStatus.TEMPORARY,
    LicenceStatus.REGISTERED,
    LicenceStatus.CONDITIONAL,
)


class LicenceRecordState(TextChoices):
    """Whether the record of a licence counts."""

    PROPOSED = "proposed", _("Waiting for a second person")
    RECORDED = "recorded", _("Recorded")
    WITHDRAWN = "withdrawn", _("Recorded in error")


class AddressClass(TextChoices):
    """Who reads the address of a facility."""

    PUBLIC = "public", _("Public")
    STAFF = "staff", _("Staff only")
    RESTRICTED = "restricted", _("Restricted")


class FacilityAddressState(TextChoices):
    """Whether a second person published an address; until then the former one counts."""

    PROPOSED = "proposed", _("Waiting for a second person")
    PUBLISHED = "published", _("Published")


class StopReason(TextChoices):
    """Why a facility may receive no further child."""

    FAILED = "failed", _("Failed inspection")
    ADMISSIONS = "admissions", _("Admissions suspended by notice")
    LICENCE = "licence", _("Notice to suspend the licence")
    CLOSURE = "closure", _("Notice to close the facility")


FACILITY_WAITS_NOTICE = NoticeKind(
    "facility_waits", _("Facilities await publication or confirmation by a second person")
)
FACILITY_RETURNED_NOTICE = NoticeKind(
    "facility_returned", _("A facility that you submitted was returned for revision")
)
FACILITY_DETAIL_NOTICE = NoticeKind(
    "facility_detail", _("The licence or address of a facility is waiting for a second person")
)
NOTICES = (FACILITY_WAITS_NOTICE, FACILITY_RETURNED_NOTICE, FACILITY_DETAIL_NOTICE)
