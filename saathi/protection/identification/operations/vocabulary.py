"""Codes of operations with many children, and of the first decision for a child."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OperationKind(TextChoices):
    """The kind of an operation."""

    REMOVAL = "removal", _("Removal from exploitation")
    BORDER = "border", _("Interception at a border or station")
    INSPECTION = "inspection", _("Inspection of a workplace or home")
    RETURN = "return", _("Arrival of a group from another place or country")
    DISASTER = "disaster", _("Help after a disaster")
    OTHER = "other", _("Other operation")


class OperationLead(TextChoices):
    """Who leads an operation."""

    POLICE = "police", _("Police")
    LABOUR = "labour", _("Labour inspection")
    WELFARE = "welfare", _("Child welfare authority")
    ORGANISATION = "organisation", _("Civil society organisation")
    BORDER = "border", _("Border guard or immigration")
    OTHER = "other", _("Other")


class FirstStep(TextChoices):
    """The first decision for this child. It is never made for a group (CAS-006)."""

    NOT_DECIDED = "not_decided", _("No decision yet")
    SHELTER = "shelter", _("Temporary safe place")
    HEALTH = "health", _("Health care first")
    FAMILY = "family", _("Return to the family after an assessment")
    RELATIVE = "relative", _("Placement with a relative named by the child")
    STAYS = "stays", _("Stays in place, with support")
    AUTHORITY = "authority", _("Brought before the welfare authority")
    OTHER = "other", _("Other")
