"""Codes of threats and of protection measures. No code and no text says where a protected child is."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ThreatUrgency(TextChoices):
    """How soon someone must act on a threat."""

    IMMEDIATE = "immediate", _("Act now: the child is in danger")
    SOON = "soon", _("Act within days")
    WATCH = "watch", _("Keep under observation")


class ThreatTarget(TextChoices):
    """Who is threatened."""

    CHILD = "child", _("The child")
    FAMILY = "family", _("The child’s family")
    WITNESS = "witness", _("Another witness")
    STAFF = "staff", _("Staff or the support person")
    OTHER = "other", _("Someone else")


class ThreatWay(TextChoices):
    """How a threat reached the child."""

    PERSON = "person", _("In person")
    PHONE = "phone", _("By telephone or message")
    ONLINE = "online", _("Online")
    THROUGH = "through", _("Through family or acquaintances")
    COURT = "court", _("At or near the court or police")
    FOLLOWED = "followed", _("The child was followed or watched")
    VIOLENCE = "violence", _("Violence or damage")
    BRIBE = "bribe", _("Money or a settlement offered for silence")
    OTHER = "other", _("Another way")


class ThreatState(TextChoices):
    """Whether a threat was acted on, and whether it is still alive."""

    OPEN = "open", _("No action yet")
    ANSWERED = "answered", _("Active, action taken")
    ENDED = "ended", _("No longer a threat")


class ThreatSafety(TextChoices):
    """Whether the child is safe from a threat at a check. Not to know it is an answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class SafetyCheckSource(TextChoices):
    """How it is known whether the child is safe."""

    SEEN = "seen", _("The child was seen")
    CHILD = "child", _("The child said it in private")
    CAREGIVER = "caregiver", _("Parent, caregiver or facility")
    POLICE = "police", _("Police or prosecution")
    SCHOOL = "school", _("School or employer")
    REPRESENTATIVE = "lawyer", _("Legal representative or support person")
    OTHER = "other", _("Another way")
    NOT_REACHED = "not_reached", _("The child could not be reached")


class ThreatEnd(TextChoices):
    """Why a threat is closed."""

    NO_REACH = "no_reach", _("The person who made the threat can no longer reach the child")
    GIVEN_UP = "given_up", _("No further threat, and the checks show no danger")
    UNFOUNDED = "unfounded", _("The checks showed that there was no threat")
    DUPLICATE = "duplicate", _("Recorded twice")
    DIED = "died", _("The child died")
    OTHER = "other", _("Another reason")


class PoliceInformed(TextChoices):
    """Whether the police know of a threat."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_WANTED = "not_wanted", _("No: the child does not want it")
    NOT_SAFE = "not_safe", _("No: it is not safe to inform them")


class ProtectionKind(TextChoices):
    """What a protection measure does."""

    ADDRESS = "address", _("Address withheld from files and hearings")
    NAME = "name", _("Name withheld or replaced")
    ESCORT = "escort", _("Escort to court and back")
    SAFE_PLACE = "safe_place", _("Safe place to stay")
    NO_CONTACT = "no_contact", _("Order that the accused must not contact the child")
    NUMBER = "number", _("Telephone number changed")
    RELOCATION = "relocation", _("Relocation")
    POLICE_POST = "police_post", _("Police protection or patrols")
    SCHOOL = "school", _("Arrangements with the school")
    FAMILY = "family", _("Protection of the family")
    PROGRAMME = "programme", _("Admission to a witness protection programme")
    OTHER = "other", _("Another measure")


class ProtectionAuthority(TextChoices):
    """The authority that is asked for protection."""

    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    COURT = "court", _("Court")
    PROGRAMME = "programme", _("Witness protection body")
    COMMITTEE = "committee", _("Child welfare committee or board")
    AGENCY = "agency", _("Our own agency")
    OTHER = "other", _("Another authority")


class ProtectionState(TextChoices):
    """How far a protection measure has come."""

    REQUESTED = "requested", _("Requested")
    GRANTED = "granted", _("Granted, not in force yet")
    REFUSED = "refused", _("Refused")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


class MeasureAnswer(TextChoices):
    """The answer of an authority to a request."""

    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


class ProtectionEnd(TextChoices):
    """Why a protection measure ended."""

    THREAT_OVER = "threat_over", _("There is no threat any more")
    EXPIRED = "expired", _("The time of the measure ended")
    CHILD = "child", _("The child does not want it any more")
    REPLACED = "replaced", _("Replaced by another measure")
    AUTHORITY = "authority", _("Ended by the authority")
    FAILED = "failed", _("It did not work")
    OTHER = "other", _("Another reason")


class ProtectionChildView(TextChoices):
    """What the child thinks of a protection measure."""

    WANTS = "wants", _("Wants it")
    CONDITIONS = "conditions", _("Wants it in part or with changes")
    DOES_NOT_WANT = "does_not_want", _("Does not want it")
    UNDECIDED = "undecided", _("Has not decided")
    CANNOT_SAY = "cannot_say", _("Too young or not able to say")
    NOT_ASKED = "not_asked", _("Was not asked")


class ThreatLevel(TextChoices):
    """The threat at a review, compared with the time before."""

    NONE = "none", _("No threat any more")
    LOWER = "lower", _("Lower")
    SAME = "same", _("As before")
    HIGHER = "higher", _("Higher")


class ProtectionEffect(TextChoices):
    """Whether a protection measure works."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("In part")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class ProtectionDecision(TextChoices):
    """What a review decides."""

    CONTINUE = "continue", _("Continue")
    CHANGE = "change", _("Continue with changes")
    END = "end", _("End")


ACTIVE_THREATS: Final = (ThreatState.OPEN, ThreatState.ANSWERED)
# With these no check can say that the child is safe, so none is needed.
ENDS_WITHOUT_CHECK: Final = (ThreatEnd.DUPLICATE, ThreatEnd.DIED)
PENDING: Final = (ProtectionState.REQUESTED, ProtectionState.GRANTED)
