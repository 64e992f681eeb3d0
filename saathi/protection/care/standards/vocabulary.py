"""Codes of minimum standards."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class StandardDomain(TextChoices):
    """What a criterion is about, in the order in which a set lists its criteria."""

    LEGAL = "legal", _("Legal and well run")
    RIGHT_PLACE = "right_place", _("The right place for the child")
    SAFETY = "safety", _("Safe from harm")
    VOICE = "voice", _("Heard and able to complain")
    STAFF = "staff", _("People who care")
    PREMISES = "premises", _("A house to live in")
    HEALTH = "health", _("Food and health")
    EDUCATION = "education", _("School, play and work")
    IDENTITY = "identity", _("Family, faith and language")
    PRIVACY = "privacy", _("Privacy")
    LIBERTY = "liberty", _("Free to go out and to move on")
    EMERGENCY = "emergency", _("Emergencies and closure")


# What each domain means, for children.
CHILD_WORDS: dict[StandardDomain, Promise | str] = {
    StandardDomain.LEGAL: _("This house is allowed, and it is checked."),
    StandardDomain.RIGHT_PLACE: _("I am here because it helps me, and not longer than I need."),
    StandardDomain.SAFETY: _("No one may hit, touch or frighten me."),
    StandardDomain.VOICE: _("I can say what is wrong, and no one is angry."),
    StandardDomain.STAFF: _("There is enough time for me."),
    StandardDomain.PREMISES: _("I have a bed, light and a door."),
    StandardDomain.HEALTH: _("I get enough to eat, and a doctor when I am ill."),
    StandardDomain.EDUCATION: _("I learn, rest and play, and I do not work for others."),
    StandardDomain.IDENTITY: _("I may be who I am and speak with those I love."),
    StandardDomain.PRIVACY: _("My story and my picture belong to me."),
    StandardDomain.LIBERTY: _("I am not in prison."),
    StandardDomain.EMERGENCY: _("They know what to do when something bad happens."),
}


class EvidenceKind(TextChoices):
    """Where an inspector finds out whether a criterion is met."""

    DOCUMENT = "document", _("Documents")
    OBSERVED = "observed", _("Observation")
    STAFF = "staff", _("Staff")
    CHILDREN = "children", _("Children heard alone")


class StandardStanding(TextChoices):
    """What authority a set of standards has."""

    PROPOSAL = "proposal", _("Proposal, not in force")
    GUIDANCE = "guidance", _("Guidance of an authority")
    LAW = "law", _("Required by law")


STANDARDS_WAIT_NOTICE = NoticeKind(
    "standards_wait", _("Minimum standards await publication or confirmation by a second person")
)
STANDARDS_RETURNED_NOTICE = NoticeKind(
    "standards_returned", _("Minimum standards that you submitted were returned for revision")
)
NOTICES = (STANDARDS_WAIT_NOTICE, STANDARDS_RETURNED_NOTICE)
