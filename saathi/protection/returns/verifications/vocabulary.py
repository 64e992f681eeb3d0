"""Codes of verifications abroad, permits and a court's need of the child."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VerificationSubject(TextChoices):
    """What is to be verified."""

    NATIONALITY = "nationality", _("Nationality")
    ADDRESS = "address", _("Address")
    FAMILY = "family", _("Family")


class VerificationRoute(TextChoices):
    """The body that passes the question on."""

    AGENCY = "agency", _("Directly by our agency")
    REPRESENTATIVE = "representative", _("The legal representative")
    MINISTRY = "ministry", _("Ministry or department")
    COMMITTEE = "committee", _("Child welfare committee or court")
    FOCAL_POINT = "focal_point", _("Focal point under an agreement")
    PARTNER = "partner", _("Partner organisation in the other country")
    OTHERS = "others", _("Others, without our request")
    OTHER = "other", _("Another way")
    NOT_KNOWN = "not_known", _("Not known")


# These ask for us: they need a contact or request of our own.
OUR_ROUTES: Final = (
    VerificationRoute.AGENCY,
    VerificationRoute.REPRESENTATIVE,
    VerificationRoute.FOCAL_POINT,
    VerificationRoute.PARTNER,
)


class VerificationAnswer(TextChoices):
    """The answer. No answer decides where the child goes."""

    WAITING = "waiting", _("Waiting")
    CONFIRMED = "confirmed", _("Confirmed")
    IN_PART = "in_part", _("Confirmed in part")
    NOT_KNOWN = "not_known", _("Not known there")
    DENIED = "denied", _("Denied: not a national, or not from there")
    DECLINED = "declined", _("Declined to answer")
    # Before these two were distinguished; it is not known which it was.
    REFUSED = "refused", _("Denied or declined (earlier record)")
    NONE = "none", _("No answer; follow-up ended")


NEEDS_SOLUTION = frozenset(
    {
        VerificationAnswer.DENIED,
        VerificationAnswer.DECLINED,
        VerificationAnswer.REFUSED,
        VerificationAnswer.NONE,
    }
)


class OtherSolution(TextChoices):
    """What was found when other solutions than a return were assessed."""

    STAY = "stay", _("Stay in this country")
    RELATIVES = "relatives", _("Relatives elsewhere")
    THIRD_COUNTRY = "third_country", _("Third country")
    OTHER = "other", _("Another solution")
    NONE_YET = "none_yet", _("None yet")


class VerificationEvent(TextChoices):
    """A step of a verification."""

    ACKNOWLEDGED = "acknowledged", _("Receipt acknowledged")
    ASKED_AGAIN = "asked_again", _("Reminder sent")
    OTHERS_ASKED = "others_asked", _("Others sent a reminder")
    HOME_VISITED = "home_visited", _("Home visited")
    NEWS = "news", _("Update received")


class PermitKind(TextChoices):
    """A permit that a journey needs."""

    TRAVEL = "travel", _("Travel permit or document")
    EXIT = "exit", _("Exit permit")
    COMMITTEE = "committee", _("No-objection certificate from the committee")
    COURT = "court", _("No-objection certificate from the court")
    INVESTIGATOR = "investigator", _("No-objection certificate from the investigator")


class PermitBody(TextChoices):
    """Of whom a permit is requested; those of the other country only as the screening allows."""

    OURS = "ours", _("Authority or court of this country")
    EMBASSY = "embassy", _("Embassy or consulate of the other country")
    THEIRS = "theirs", _("Authority of the other country")


class PermitState(TextChoices):
    """The state of a request for a permit."""

    ASKED = "asked", _("Requested")
    RECEIVED = "received", _("Received")
    REFUSED = "refused", _("Refused")


class CourtNeedKind(TextChoices):
    """Whether a court still needs the child's testimony."""

    IN_PERSON = "yes", _("Yes, in person")
    VIDEO = "video", _("Yes, by video")
    STATEMENT = "statement", _("No: the recorded statement is enough")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class CourtNeedSource(TextChoices):
    """Who said what the court needs."""

    COURT = "court", _("Court")
    PROSECUTION = "prosecution", _("Prosecution")
    POLICE = "police", _("Police investigator")
    REPRESENTATIVE = "representative", _("Legal representative")
    OTHER = "other", _("Someone else")
    NOT_KNOWN = "not_known", _("Not known")
