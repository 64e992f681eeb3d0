"""The vault's codes: why a file was erased, and what a canary guards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ErasureReason(models.TextChoices):
    """Why the identity in a file was erased."""

    ASKED = "asked", _("Requested by the child or the child’s representative")
    TERM = "term", _("The retention period has ended")
    COURT = "court", _("Ordered by a court or the data protection authority")
    MISTAKE = "mistake", _("Recorded by mistake")


class KeyPurpose(models.TextChoices):
    """What a key of the installation is for."""

    ROOT = "root", _("wraps the keys of the files")
    TOKEN = "token", _("makes the blind tokens")
