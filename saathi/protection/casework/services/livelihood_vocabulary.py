"""Codes of who gives livelihood support, and of its cost."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LivelihoodProvider(TextChoices):
    """Who gives the support for a livelihood."""

    NOT_RECORDED = "", _("Not recorded")
    OWN_AGENCY = "own", _("Our agency")
    GOVERNMENT = "government", _("Government")
    ORGANISATION = "ngo", _("Non-governmental organisation")
    COMMITTEE = "committee", _("Care committee or community group")
    EMPLOYER = "employer", _("Employer or business")
    OTHER = "other", _("Another provider")


class LivelihoodCost(TextChoices):
    """The cost of the support for a livelihood, compared with what a family earns; no amounts."""

    NOT_RECORDED = "", _("Not recorded")
    NONE = "none", _("No cost to the provider")
    MONTH = "month", _("Up to one month’s income of a family")
    QUARTER = "quarter", _("Up to three months’ income")
    YEAR = "year", _("Up to a year’s income")
    MORE = "more", _("More than a year’s income")
    NOT_KNOWN = "not_known", _("Not known")
