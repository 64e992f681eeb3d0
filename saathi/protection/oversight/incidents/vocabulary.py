"""Codes of incidents: kind of breach, measures, reason for closing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saathi.agencies.declared_kinds import NoticeKind


class IncidentKind(TextChoices):
    """The kind of a breach of a child's privacy."""

    WRONG_MATCH = "wrong_match", _("Records of two children were merged by mistake")
    MEDIA = "media", _("The media identified the child")
    ONLINE = "online", _("A name or picture was published online")
    WRONG_RECEIVER = "wrong_receiver", _("Information was sent or given to the wrong person")
    LOOKED = "looked", _("Someone opened the file without need")
    LOST = "lost", _("A document, telephone or computer was lost or stolen")
    SPOKEN = "spoken", _("Someone spoke about the child where others could hear")
    OTHER = "other", _("Another breach")


class IncidentState(TextChoices):
    """Whether an incident is still being followed up."""

    OPEN = "open", pgettext_lazy("state of a case or breach", "Open")
    CLOSED = "closed", _("Closed")


class MeasureKind(TextChoices):
    """A measure taken after a breach."""

    CHILD_INFORMED = "child_told", _("The child was informed")
    FAMILY_INFORMED = "family_told", _("Family or guardian was informed")
    CHILD_SAFE = "child_safe", _("The child’s safety was ensured")
    TAKEN_DOWN = "taken_down", _("Removal or return was requested")
    PEOPLE_SPOKEN = "people_spoken", _("Those who saw it were contacted")
    ACCESS_ENDED = "access_ended", _("Access to the file was ended")
    AUTHORITY_NOTIFIED = "authority_told", _("An authority or court was notified")
    COMPLAINT = "complaint", _("A complaint was made")
    CHANGED = "changed", _("Working practice was changed")
    REOPENED = "reopened", _("The breach was reopened")
    OTHER = "other", _("Other")


class IncidentCloseReason(TextChoices):
    """Why an incident is closed."""

    MENDED = "mended", _("All possible measures were taken")
    NO_HARM = "no_harm", _("Not seen by outsiders; no harm caused")
    WITH_OTHERS = "with_others", _("An authority or court has taken over")
    NO_BREACH = "no_breach", _("Not a breach")


INCIDENT_NOTICE = NoticeKind("incident", _("A data breach needs follow-up"))
NOTICES = (INCIDENT_NOTICE,)
