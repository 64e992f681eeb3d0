"""Codes for case transfers. Not for referrals, where the case stays where it is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class HandoverKind(TextChoices):
    """The level of the transfer. None closes the case (CAS-011, CAS-012)."""

    WORKER = "worker", _("To another worker of the office")
    OFFICE = "office", _("To another office of the agency")
    AGENCY = "agency", _("To another agency")


class HandoverState(TextChoices):
    """The state of a transfer; the case stays with the former staff until it is accepted."""

    OFFERED = "offered", _("Awaiting response")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandoverReason(TextChoices):
    """Why the case is transferred."""

    CHILD_ASKED = "child_asked", _("At the child’s request")
    MOVED = "moved", _("The child has moved")
    WORKER_LEFT = "worker_left", _("The worker left or is on long leave")
    TOO_MANY = "too_many", _("The worker has too many cases")
    KNOWS_BETTER = "knows_better", _("Better expertise for this child’s needs")
    LANGUAGE = "language", _("To work in the child’s language")
    SAFETY = "safety", _("Safer for the child")
    ORDER = "order", _("Required by a law or order")
    OTHER = "other", _("Another reason")


class ChildViewOnHandover(TextChoices):
    """The child's view of the transfer."""

    NOT_RECORDED = "", _("Not recorded")
    WANTS = "wants", _("Wants it")
    AGREES = "agrees", _("Agrees")
    UNSURE = "unsure", _("Unsure")
    AGAINST = "against", _("Disagrees")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked yet")


class HandoverDeclineReason(TextChoices):
    """Why the receiving side cannot take the case now; the child is never the reason."""

    TOO_MANY = "too_many", _("No worker has capacity for another case")
    NOT_OUR_PLACE = "not_our_place", _("The child does not live in our area")
    CANNOT_HELP = "cannot_help", _("We cannot provide the help needed")
    CHILD_VIEW = "her_view", _("The child must be asked or informed first")
    TALK_FIRST = "talk_first", _("Needs discussion first")


HANDOVER_OFFERED_NOTICE = NoticeKind(
    "handover_offered", _("A transfer request was sent to your office")
)
HANDOVER_ANSWERED_NOTICE = NoticeKind("handover_answered", _("Your transfer request was answered"))
NOTICES = (HANDOVER_OFFERED_NOTICE, HANDOVER_ANSWERED_NOTICE)
