"""Codes of incidents in facilities and of the steps after them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from saathi.agencies.declared_kinds import NoticeKind


class FacilityIncidentKind(TextChoices):
    """What happened in a facility."""

    STAFF_VIOLENCE = "staff_violence", _("Violence by staff")
    PEER_VIOLENCE = "peer_violence", _("Violence between children")
    OUTSIDER = "outsider", _("Violence or approach by a person from outside")
    SEXUAL = "sexual", _("Sexual abuse or harassment")
    EXPLOITATION = "exploitation", _("Exploitation or forced work")
    RESTRAINT = "restraint", _("Restraint, isolation or locking in")
    NEGLECT = "neglect", _("Neglect")
    SELF_HARM = "self_harm", _("Self-harm or attempted suicide")
    DEATH = "death", _("Death of a child")
    MISSING = "missing", _("Child missing from the facility")
    DISCRIMINATION = "discrimination", _("Discrimination")
    FIRE = "fire", _("Fire, accident or outbreak of disease")
    COMPLAINT = "complaint", _("Complaint by a child about the facility")
    OTHER = "other", _("Other incident")


class IncidentSeverity(TextChoices):
    """Whether an incident is a serious incident."""

    SERIOUS = "serious", _("Serious incident")
    OTHER = "other", _("Other incident")


class IncidentChannel(TextChoices):
    """How an incident became known."""

    CHILD = "child", _("A child said so")
    FAMILY = "family", _("Family or guardian")
    FACILITY_STAFF = "facility_staff", _("Staff of the facility")
    WORKER = "worker", _("Case worker or other professional")
    INSPECTION = "inspection", _("Inspection or visit")
    PUBLIC = "public", _("Member of the public or media")
    ANONYMOUS = "anonymous", _("Anonymous report")


class FacilityIncidentState(TextChoices):
    """Whether an incident is still being followed up."""

    OPEN = "open", pgettext_lazy("state of an incident in a facility", "Open")
    CLOSED = "closed", pgettext_lazy("state of an incident in a facility", "Closed")
    ERROR = "error", _("Recorded in error")


class FacilityIncidentStepKind(TextChoices):
    """A step after an incident."""

    CHILD_SAFE = "child_safe", _("The children’s safety was ensured")
    MEDICAL = "medical", _("Medical or psychological care was given")
    GUARDIAN = "guardian", _("Family or guardian was informed")
    POLICE = "police", _("The police were informed")
    AUTHORITY = "authority", _("The child welfare or licensing authority was informed")
    STAFF_REMOVED = "staff_removed", _("The person concerned no longer has contact with children")
    INQUIRY = "inquiry", _("An inquiry began")
    OTHER = "other", _("Other step")
    CLOSED = "closed", _("The incident was closed")
    REOPENED = "reopened", _("The incident was reopened")
    ERROR = "error", _("The incident was marked as recorded in error")


class IncidentFinding(TextChoices):
    """The result of following up an incident."""

    CONFIRMED = "confirmed", _("It happened")
    IN_PART = "in_part", _("It happened in part")
    NOT_CONFIRMED = "not_confirmed", _("It could not be confirmed")
    NO = "no", _("It did not happen")


class IncidentRole(TextChoices):
    """How an incident concerns a child."""

    HARMED = "harmed", _("The child was harmed or at risk")
    WITNESS = "witness", _("The child saw or heard it")
    CAUSED = "caused", _("The child took part in it")


SERIOUS_INCIDENT_NOTICE = NoticeKind(
    "facility_incident", _("A serious incident in a facility needs follow-up")
)
NOTICES = (SERIOUS_INCIDENT_NOTICE,)
