"""Codes of the persons and bodies asked in an enquiry."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AskedParty(TextChoices):
    """Who is asked in an enquiry."""

    FAMILY = "family", _("Family")
    NEIGHBOURS = "neighbours", _("Neighbours or acquaintances")
    VILLAGE_HEAD = "village_head", _("Village head or local council")
    SCHOOL = "school", _("School")
    ORGANISATION = "organisation", _("Organisation or focal point")
    AUTHORITY = "authority", _("Authority of this country")
    CONSULATE = "consulate", _("Embassy or consulate of the country of origin")
    ORIGIN_AUTHORITY = "origin", _("Authority of the country of origin")
    PUBLIC = "public", _("The public")
    OTHER = "other", _("Someone else")
    NOT_KNOWN = "not_known", _("Not known")


class ContactOfficial(TextChoices):
    """Which office of the country of origin takes part in a contact with the family."""

    NONE = "none", _("None takes part")
    CONSULATE = "consulate", _("Embassy or consulate of the country of origin")
    ORIGIN_AUTHORITY = "origin", _("Authority of the country of origin")
    NOT_KNOWN = "not_known", _("Not known")


# Where one of these takes part, it is a contact with the country of origin.
CONTACT_OFFICIALS: Final = (ContactOfficial.CONSULATE, ContactOfficial.ORIGIN_AUTHORITY)
# To ask one of these is a contact with the country of origin.
OFFICIAL_ADDRESSEES: Final = (AskedParty.CONSULATE, AskedParty.ORIGIN_AUTHORITY)
