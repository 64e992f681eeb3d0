"""Vocabulary of registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """The state of a register's entry."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Submitted for publication")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Withdrawn")
