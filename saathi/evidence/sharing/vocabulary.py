"""The vocabulary of agreements between authorities."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartnerAuthority(TextChoices):
    """The kind of the other authority."""

    WELFARE = "welfare", _("Child welfare or social services")
    POLICE = "police", _("Police or prosecution")
    COURT = "court", _("Court or committee")
    BORDER = "border", _("Immigration or border authority")
    LABOUR = "labour", _("Labour inspection")
    HEALTH = "health", _("Health")
    SCHOOLS = "schools", _("Schools")
    STATISTICS = "statistics", _("Statistical office")
    RAPPORTEUR = "rapporteur", _("National rapporteur or commission")
    REGIONAL = "regional", _("Intergovernmental body")
    OTHER = "other", _("Another authority")


class SharingPurpose(TextChoices):
    """The permitted purposes of shared tables. Finding or pursuing a person is not among them."""

    SERVICES = "services", _("to plan services")
    PREVENTION = "prevention", _("to target prevention where children are at risk")
    MONITORING = "monitoring", _("to monitor whether a law or plan is effective")
    REPORTING = "reporting", _("to report to a treaty body or a parliament")
    BORDER = "border", _("to compare both sides of a border")


class SharingOutcome(TextChoices):
    """Whether tables were shared."""

    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Rejected: outside the agreement")
