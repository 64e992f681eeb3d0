"""The vocabulary of estimates: their states, their assumptions and how far these are met."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EstimateState(TextChoices):
    """The state of an estimate. Only approved ones are visible beyond their authors."""

    ASKED = "asked", _("Awaiting decision by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EstimateAssumption(TextChoices):
    """An assumption of the method. Each is assessed, and printed with the estimate."""

    CLOSED = "closed", _("No persons joined or left the population between the lists")
    MATCHED = "matched", _("Persons on several lists were matched, with no false matches")
    OWN_WAYS = (
        "own_ways",
        _("Being on one list does not change the chance of being on another"),
    )
    ALIKE = "alike", _("Within a list, all persons had about the same chance of being included")
    IN_SCOPE = "in_scope", _("All persons on the lists belong to the population")


class AssumptionValidity(TextChoices):
    """How far an assumption is met, according to people who know the lists."""

    HOLDS = "holds", _("Fulfilled")
    PARTLY = "partly", _("Partly fulfilled")
    FAILS = "fails", _("Not fulfilled")
    NOT_KNOWN = "not_known", _("Not known")
