"""What can be printed about a child, and the reasons for printing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PrintReason(TextChoices):
    """The reason for printing; its code is stored in the log."""

    FOR_THE_CHILD = "for_the_child", _("To give to the child")
    TEAM = "team", _("For a meeting of the child’s team")
    AUTHORITY = "authority", _("For a court or another authority that asked for it")
    REFERRAL = "referral", _("For a service that was agreed with the child")
    NO_SCREEN = "no_screen", _("For work without access to a device")


class PhotoPrintReason(TextChoices):
    """The reason for printing a photo by which staff recognise the child; its code is stored in the log."""

    FOR_THE_CHILD = "for_the_child", _("To give to the child")
    TEAM = "team", _("For a meeting of the child’s team")
    NO_SCREEN = "no_screen", _("For work without access to a device")


class SearchPrintReason(TextChoices):
    """The reason for printing a photo for the search for a missing child; its code is stored in the log."""

    SEARCHERS = "searchers", _("For the police or others who search for the child")
    NO_SCREEN = "no_screen", _("For work without access to a device")
