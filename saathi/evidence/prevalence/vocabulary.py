"""The words of estimates: how far one is, what it rests on, how far that holds."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EstimateState(TextChoices):
    """How far an estimate is. Only approved ones are seen beyond those who make them."""

    ASKED = "asked", _("To be decided by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EstimateAssumption(TextChoices):
    """What the method takes for true. Each is answered for, and printed with the estimate."""

    CLOSED = "closed", _("Nobody came to be counted, or ceased to be, between the lists")
    MATCHED = "matched", _("Who stands in several lists was recognised, and nobody else was")
    OWN_WAYS = (
        "own_ways",
        _("To be in one list makes it neither more nor less likely to be in another"),
    )
    ALIKE = "alike", _("Within a list everybody was about as likely to be found")
    IN_SCOPE = "in_scope", _("Everybody in the lists belongs to those who are counted")


class AssumptionValidity(TextChoices):
    """How far an assumption holds, as those who know the lists say."""

    HOLDS = "holds", _("Holds")
    PARTLY = "partly", _("Holds in part")
    FAILS = "fails", _("Does not hold")
    NOT_KNOWN = "not_known", _("Not known")
