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


class OperationState(TextChoices):
    """Whether a second person approved an operation before it took place (RTS-002)."""

    PLANNED = "planned", _("Planned")
    APPROVED = "approved", _("Approved")


class OperationLead(TextChoices):
    """Who leads an operation."""

    POLICE = "police", _("Police")
    LABOUR = "labour", _("Labour inspection")
    WELFARE = "welfare", _("Child welfare authority")
    ORGANISATION = "organisation", _("Civil society organisation")
    BORDER = "border", _("Border guard or immigration")
    OTHER = "other", _("Other")


class OperationRiskKind(TextChoices):
    """A risk that an operation itself may create for children (RTS-002)."""

    SEPARATION = "separation", _("Children are separated from family or siblings")
    DETENTION = "detention", _("Children are detained or treated as offenders")
    EXPOSURE = "exposure", _("Children are exposed to the public or the press")
    RETALIATION = "retaliation", _("Retaliation against children or their families")
    DISTRESS = "distress", _("Distress from the operation or from force")
    REMOVAL = "removal", _("Removal although staying with support would be better")
    NO_PLACE = "no_place", _("No safe place or services afterwards")
    LEFT_BEHIND = "left_behind", _("Other children are left in danger")
    INCOME = "income", _("The family loses income or housing")
    DISCRIMINATION = "discrimination", _("One community or group is singled out")
    OTHER = "other", _("Another risk")


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
