"""Codes for cross-border enquiries."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnquiryDirection(TextChoices):
    """The side that enquires."""

    WE_ASK = "we_ask", _("Outgoing request")
    THEY_ASK = "they_ask", _("Incoming request")


class EnquiryRoute(TextChoices):
    """The way by which an enquiry went to or came from the other country."""

    NOT_RECORDED = "", _("Not recorded")
    FOCAL_POINT = "focal_point", _("Through the national focal point")
    DIRECT = "direct", _("Not through a national focal point")
    NOT_KNOWN = "not_known", _("Not known")


class FearOfAuthority(TextChoices):
    """Whether the child has reason to fear authorities there; asked before disclosure (A.1)."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_ASKED = "not_asked", _("Not asked yet")
    NONE = "none", _("Discussed: no reason to fear anyone there")
    FEARS = "fears", _("The child fears someone there, or may need asylum")


class ChildViewOnEnquiry(TextChoices):
    """The child's view of the enquiry."""

    AGREES = "agrees", _("Agrees")
    IN_PART = "in_part", _("Agrees to the parts selected here")
    REFUSES = "refuses", _("Does not want it")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to be asked")


class CrossBorderEnquiryState(TextChoices):
    """The state of an enquiry. No state decides where the child goes."""

    OPEN = "open", _("No answer yet")
    CONFIRMED = "confirmed", _("Confirmed")
    IN_PART = "in_part", _("Partly confirmed")
    NOT_KNOWN = "not_known", _("Not known there")
    REFUSED = "refused", _("Answer refused")
    WITHDRAWN = "taken_back", _("Withdrawn")
