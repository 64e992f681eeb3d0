"""The vocabulary of estimates: their states, assumptions and the validity of these."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EstimateState(TextChoices):
    """The state of an estimate. Only approved ones are visible to others than their authors."""

    ASKED = "asked", _("To be decided by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EstimateAssumption(TextChoices):
    """An assumption of the method. Each is assessed, and printed with the estimate."""

    CLOSED = "closed", _("Nobody came to be counted, or ceased to be, between the lists")
    MATCHED = "matched", _("Who stands in several lists was recognised, and nobody else was")
    OWN_WAYS = (
        "own_ways",
        _("To be in one list makes it neither more nor less likely to be in another"),
    )
    ALIKE = "alike", _("Within a list everybody was about as likely to be found")
    IN_SCOPE = "in_scope", _("Everybody in the lists belongs to those who are counted")


class AssumptionValidity(TextChoices):
    """How far an assumption is met, according to people who know the lists."""

    HOLDS = "holds", _("Holds")
    PARTLY = "partly", _("Holds in part")
    FAILS = "fails", _("Does not hold")
    NOT_KNOWN = "not_known", _("Not known")
