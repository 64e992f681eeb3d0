"""Vocabulary of registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """The state of a register's entry."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Submitted for publication")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Withdrawn")


class EntryListState(models.TextChoices):
    """Which entries a list of a register shows."""

    CURRENT = "", _("Published")
    WAITING = "waiting", _("Waiting for a second person")
    CHANGED = "changed", _("Changes to be confirmed")
    DRAFT = "draft", _("Drafts")
    REVIEW = "review", _("Our entries to check")
    WITHDRAWN = "withdrawn", _("Withdrawn")
