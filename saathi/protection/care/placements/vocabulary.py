"""Codes of placements, assessments of families, and reviews."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class PlacementKind(TextChoices):
    """The type of alternative care."""

    KINSHIP = "kinship", _("Kinship care")
    FOSTER = "foster", _("Foster care")
    INDEPENDENT = "independent", _("Supported independent living")
    EMERGENCY = "emergency", _("Emergency shelter")
    TRANSIT = "transit", _("Transit care")
    RESIDENTIAL = "residential", _("Residential care")


FAMILY_KINDS: Final = (PlacementKind.KINSHIP, PlacementKind.FOSTER)
FACILITY_KINDS: Final = (
    PlacementKind.EMERGENCY,
    PlacementKind.TRANSIT,
    PlacementKind.RESIDENTIAL,
)
# Short stays: family options may be examined afterwards, and consent may follow.
SHORT_KINDS: Final = (PlacementKind.EMERGENCY, PlacementKind.TRANSIT)


class PlacementBasis(TextChoices):
    """Who decided on the placement."""

    OURS = "ours", _("Our agency")
    ORDER = "order", _("A court or committee, by order")
    AUTHORITY = "authority", _("Police or another authority, without an order")
    ORGANISATION = "organisation", _("Another organisation")
    FAMILY = "family", _("The family or the child")


class PlacementState(TextChoices):
    """The state of a placement."""

    PROPOSED = "proposed", _("Exception requested, waiting for approval")
    RETURNED = "returned", _("Returned for revision")
    CURRENT = "current", _("Current")
    ENDED = "ended", _("Ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ERROR = "error", _("Recorded in error")


class ExceptionState(TextChoices):
    """Whether an exception was needed, and what a second person decided."""

    NONE = "", _("None")
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")


class FamilyOption(TextChoices):
    """What was found about one option of care in a family."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_EXAMINED = "not_examined", _("Not examined yet")
    NO_PERSON = "no_person", _("No such person found")
    UNSAFE = "unsafe", _("Not safe for the child")
    UNABLE = "unable", _("Unable to care for the child, even with support")
    CHILD_REFUSES = "child_refuses", _("The child does not want this")
    PROHIBITED = "prohibited", _("Prohibited by an order")


class PlacementView(TextChoices):
    """The child's view of the placement."""

    WANTS = "wants", _("Wants this")
    ACCEPTS = "accepts", _("Accepts it")
    OBJECTS = "objects", _("Does not want this")
    UNDECIDED = "undecided", _("Undecided")
    NOT_SAID = "not_said", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to say")
    NOT_ASKED = "not_asked", _("Not asked")


class SiblingsPlacement(TextChoices):
    """Whether siblings live in the same place."""

    NO_SIBLINGS = "no_siblings", _("No siblings in care")
    TOGETHER = "together", _("With siblings")
    APART = "apart", _("Apart from siblings in care")
    NOT_KNOWN = "not_known", _("Not known")


class SiblingsApart(TextChoices):
    """Why siblings live apart."""

    NOT_RECORDED = "", _("Not recorded")
    SAFETY = "safety", _("Safety of a child")
    CHILD_WISH = "child_wish", _("A child wants this")
    NO_PLACE = "no_place", _("No place for all of them")
    AGE_OR_SEX = "age_or_sex", _("The place takes one age group or sex only")
    ORDER = "order", _("Order of an authority")
    OTHER = "other", _("Other")


class MoveReason(TextChoices):
    """Why a child moves from one placement to another."""

    NOT_RECORDED = "", _("Not recorded")
    TO_FAMILY = "to_family", _("Care in a family became possible")
    CLOSER = "closer", _("Closer to family, school or siblings")
    CHILD_WISH = "child_wish", _("The child wants this")
    NEEDS = "needs", _("Needs that the former place could not meet")
    UNSAFE = "unsafe", _("Not safe in the former place")
    STOPPED = "stopped", _("The facility failed an inspection, or was stopped or closed")
    PLANNED_END = "planned_end", _("Planned end of the stay, or end of an exception")
    BREAKDOWN = "breakdown", _("The placement broke down")
    ORDER = "order", _("Order of an authority")
    OTHER = "other", _("Other")


class PlacementEnd(TextChoices):
    """Why a placement ended."""

    NOT_RECORDED = "", _("Not recorded")
    MOVED = "moved", _("Moved to another placement")
    FAMILY = "family", _("Returned to the family")
    LEFT = "left", _("Left without notice: missing from care")
    TAKEN = "taken", _("Taken away by an authority or another person")
    ADULT = "adult", _("Lives independently as an adult")
    COUNTRY = "country", _("Transferred to another country")
    DIED = "died", _("The child died")
    OTHER = "other", _("Other")


class Departure(TextChoices):
    """Why a second person looks at how a placement ended."""

    NONE = "", _("None")
    OUTSIDE = "outside", _("Without an approved return or authorised transfer")
    REPORTED = "reported", _("Recorded by someone who does not decide on it")
    TO_CHECK = "to_check", _("Recorded by one person, to be checked by another")


class DepartureDecider(TextChoices):
    """Who decided that the child returns or leaves, without our approval. Not to know it is an answer."""

    NOT_RECORDED = "", _("Not recorded")
    OURS = "ours", _("Our agency")
    COURT = "court", _("A court or committee, by order")
    AUTHORITY = "authority", _("Police or another authority, without an order")
    FACILITY = "facility", _("The facility where the child lived")
    ORGANISATION = "organisation", _("Another organisation")
    FAMILY = "family", _("The family or the child")
    NOT_KNOWN = "not_known", _("Not known")


class EndState(TextChoices):
    """Whether a second person has to confirm the end of a stay.

    That is if its exception had expired, or if the child departed (`Departure`).
    """

    NOT_NEEDED = "", _("Not needed")
    WAITING = "waiting", _("Waiting for a second person")
    DEPARTED = "departed", _("Departure, waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed by a second person")


class EndKnown(TextChoices):
    """How it is known that the child no longer lives in the place of an expired exception."""

    NOT_RECORDED = "", _("Not recorded")
    SEEN = "seen", _("Our team saw the child at the new place")
    AUTHORITY = "authority", _("An authority or another organisation says so in writing")
    OTHER = "other", _("In another way")


class BackSeen(TextChoices):
    """Who saw the child who was missing: as long as no one has, the child is still missing."""

    NOT_RECORDED = "", _("Not recorded")
    TEAM = "team", _("Our team")
    FACILITY = "facility", _("Staff of a facility")
    POLICE = "police", _("Police")
    AUTHORITY = "authority", _("Another authority")
    FAMILY = "family", _("Family or caregiver")
    OTHER = "other", _("Another person")
    PLACED = "placed", _("Recorded with a new placement")


# What the form for a child who is back offers.
SEEN_OFFERED: Final = tuple(seen for seen in BackSeen if seen and seen != BackSeen.PLACED)

# Ends that an approved reunification or an authorised transfer comes before.
DEPARTURES: Final = (PlacementEnd.FAMILY, PlacementEnd.COUNTRY)
# Ends that one person alone does not settle, unless the record says so already: a child who died, was taken
# or may be too young to live alone is looked for, or mourned, by more than one.
CHECKED_ENDS: Final = (
    PlacementEnd.TAKEN,
    PlacementEnd.ADULT,
    PlacementEnd.DIED,
    PlacementEnd.OTHER,
)
# What the form for an end offers; a move is recorded with the new placement.
ENDS_OFFERED: Final = tuple(end for end in PlacementEnd if end and end != PlacementEnd.MOVED)


class ViolenceInFamily(TextChoices):
    """The result of the screening of a family for violence and abuse."""

    NONE = "none", _("No sign of violence")
    PAST = "past", _("Violence in the past")
    PRESENT = "present", _("Violence now, or feared")
    NOT_SCREENED = "not_screened", _("Not screened yet")


class FamilyResult(TextChoices):
    """The conclusion of the assessment of a family."""

    SAFE = "safe", _("Safe and suitable")
    WITH_SUPPORT = "with_support", _("Safe and suitable with support")
    UNSAFE = "unsafe", _("Not safe or not suitable")


class AssessedBy(TextChoices):
    """On whose request a family was assessed: in another country, our own asks the screening first."""

    OURS = "ours", _("Our agency, or others at our request")
    OTHERS = "others", _("Others, without our request")


class FamilySupport(TextChoices):
    """Support that a kinship or foster family needs."""

    MONEY = "money", _("Money or goods")
    SCHOOL = "school", _("School costs")
    HEALTH = "health", _("Health care")
    HOUSING = "housing", _("Housing")
    PARENTING = "parenting", _("Counselling or parenting support")
    RESPITE = "respite", _("Relief at times")
    LEGAL = "legal", _("Legal status of the care")


class ReviewOccasion(TextChoices):
    """Why a placement is reviewed."""

    PLANNED = "planned", _("Planned review")
    FAILED = "failed", _("The facility failed an inspection")
    ADMISSIONS = "admissions", _("Admissions to the facility were suspended")
    LICENCE = "licence", _("The facility lost its licence, or it was suspended")
    CLOSURE = "closure", _("A notice to close the facility was issued")
    SEX = "sex", _("The child’s gender was corrected, and the places do not fit")


class PlacementReviewState(TextChoices):
    """The state of a review."""

    DUE = "due", _("To be held")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("No longer needed")


class ReviewSeen(TextChoices):
    """Whether the child was seen for the review."""

    NOT_RECORDED = "", _("Not recorded")
    ALONE = "alone", _("Seen alone")
    WITH_OTHERS = "with_others", _("Seen, but not alone")
    NOT_SEEN = "not_seen", _("Not seen")


class ReviewWish(TextChoices):
    """What the child wants."""

    NOT_RECORDED = "", _("Not recorded")
    STAY = "stay", _("Wants to stay")
    MOVE = "move", _("Wants to live elsewhere")
    FAMILY = "family", _("Wants to go to the family")
    UNDECIDED = "undecided", _("Undecided")
    NOT_SAID = "not_said", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to say")
    NOT_ASKED = "not_asked", _("Not asked")


class ReviewOutcome(TextChoices):
    """The outcome of a review."""

    NOT_RECORDED = "", _("Not recorded")
    STAY = "stay", _("The child stays")
    MOVE = "move", _("The child moves to another place")
    FAMILY = "family", _("Return to the family is prepared")
    INDEPENDENT = "independent", _("Independent living is prepared")


EXCEPTION_REQUESTED_NOTICE = NoticeKind(
    "placement_asked", _("An exception for a placement is waiting for your approval")
)
EXCEPTION_DECIDED_NOTICE = NoticeKind(
    "placement_decided", _("An exception for a placement was decided")
)
PLACEMENT_UNMET_NOTICE = NoticeKind(
    "placement_unmet", _("A child was placed without what a placement needs")
)
MISSING_FROM_CARE_NOTICE = NoticeKind(
    "placement_left",
    _("A child is missing from care"),
    is_urgent=True,
    mail_label=_("A placement has changed"),
)
RESIDENT_REVIEW_NOTICE = NoticeKind(
    "placement_review", _("A facility was stopped: review the placement of a child"), is_urgent=True
)
NOTICES = (
    EXCEPTION_REQUESTED_NOTICE,
    EXCEPTION_DECIDED_NOTICE,
    PLACEMENT_UNMET_NOTICE,
    MISSING_FROM_CARE_NOTICE,
    RESIDENT_REVIEW_NOTICE,
)
