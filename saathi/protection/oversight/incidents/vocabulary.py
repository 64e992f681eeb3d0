"""Codes of incidents: kind of breach, measures, reason for closing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class IncidentKind(TextChoices):
    """The kind of a breach of a child's privacy."""

    WRONG_MATCH = "wrong_match", _("Records of two children were joined, and parted again")
    MEDIA = "media", _("The media told who the child is")
    ONLINE = "online", _("A name or picture was put online")
    WRONG_RECEIVER = "wrong_receiver", _("Something was sent or said to the wrong person")
    LOOKED = "looked", _("Somebody looked without need")
    LOST = "lost", _("A paper, telephone or computer was lost or taken")
    SPOKEN = "spoken", _("Somebody spoke of the child where others heard it")
    OTHER = "other", _("Another breach")


class IncidentState(TextChoices):
    """Whether an incident is still being followed up."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class MeasureKind(TextChoices):
    """A measure taken after a breach."""

    CHILD_TOLD = "child_told", _("The child was told")
    FAMILY_TOLD = "family_told", _("Family or guardian were told")
    CHILD_SAFE = "child_safe", _("The child’s safety was seen to")
    TAKEN_DOWN = "taken_down", _("It was asked to be taken down or given back")
    PEOPLE_SPOKEN = "people_spoken", _("Those who saw it were spoken with")
    ACCESS_ENDED = "access_ended", _("A right to the file was ended")
    AUTHORITY_TOLD = "authority_told", _("An authority or court was told")
    COMPLAINT = "complaint", _("A complaint was made")
    CHANGED = "changed", _("The way of working was changed")
    OTHER = "other", _("Something else")


class IncidentCloseReason(TextChoices):
    """Why an incident is closed."""

    MENDED = "mended", _("What could be done is done")
    NO_HARM = "no_harm", _("Nobody saw what is another’s; no harm came of it")
    WITH_OTHERS = "with_others", _("An authority or court has taken it on")
    NO_BREACH = "no_breach", _("It was no breach")


INCIDENT_NOTICE = NoticeKind("incident", _("A breach of a child’s privacy is to be followed up"))
NOTICES = (INCIDENT_NOTICE,)
