"""Codes for letters."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterSender(TextChoices):
    """Who wrote a letter."""

    FAMILY = "family", _("Family")
    FRIEND = "friend", _("Friend")
    OTHER = "other", _("Someone else")
