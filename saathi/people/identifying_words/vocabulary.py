"""Codes for what may identify a child in a text."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdentifierKind(TextChoices):
    """The kind of information that may identify the child."""

    NAME = "name", _("Name of the child")
    PARENT = "parent", _("Name of a parent")
    AROUND = "around", _("Name of a person close to the child")
    ACCUSED = "accused", _("Name of an alleged perpetrator")
    PLACE = "place", _("Place connected with the child")
    AGE = "age", _("Age of a child")
    CASTE = "caste", _("Caste or community")
    OCCUPATION = "occupation", _("Occupation of the child or the family")
    NUMBER = "number", _("Telephone number or case ID")
