"""The vault's words: why a file was erased, and what a canary watches over."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ErasureReason(models.TextChoices):
    """Why the identity in a file was erased."""

    ASKED = "asked", _("The child, or who speaks for her, asked for it")
    TERM = "term", _("The time for which it may be kept has ended")
    COURT = "court", _("A court or the data authority ordered it")
    MISTAKE = "mistake", _("It was recorded by mistake")


class KeyPurpose(models.TextChoices):
    """What a key of the installation is for."""

    ROOT = "root", _("wraps the keys of the files")
    TOKEN = "token", _("makes the blind tokens")
