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

    OFFERED = "offered", _("Offered, waits for an answer")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class HandoverReason(TextChoices):
    """Why the case is transferred."""

    CHILD_ASKED = "child_asked", _("The child asked for it")
    MOVED = "moved", _("The child lives somewhere else now")
    WORKER_LEFT = "worker_left", _("The worker left or is away for long")
    TOO_MANY = "too_many", _("The worker has too many cases")
    KNOWS_BETTER = "knows_better", _("They know better what this child needs")
    LANGUAGE = "language", _("They speak the child’s language")
    SAFETY = "safety", _("The child is safer so")
    ORDER = "order", _("A law or order says so")
    OTHER = "other", _("Another reason")


class ChildViewOnHandover(TextChoices):
    """The child's view of the transfer."""

    NOT_RECORDED = "", _("Not recorded")
    WANTS = "wants", _("Wants it")
    AGREES = "agrees", _("Agrees")
    UNSURE = "unsure", _("Is not sure")
    AGAINST = "against", _("Is against it")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    NOT_ASKED = "not_asked", _("Not asked yet")


class HandoverDeclineReason(TextChoices):
    """Why the receiving side cannot take the case now; the child is never the reason."""

    TOO_MANY = "too_many", _("No worker can take a case more now")
    NOT_OUR_PLACE = "not_our_place", _("The child does not live where we work")
    CANNOT_HELP = "cannot_help", _("We cannot give the help that is needed")
    HER_VIEW = "her_view", _("The child has to be asked or told first")
    TALK_FIRST = "talk_first", _("Something has to be talked over first")


HANDOVER_OFFERED_NOTICE = NoticeKind("handover_offered", _("A case is offered to your office"))
HANDOVER_ANSWERED_NOTICE = NoticeKind("handover_answered", _("Your offer of a case was answered"))
NOTICES = (HANDOVER_OFFERED_NOTICE, HANDOVER_ANSWERED_NOTICE)
