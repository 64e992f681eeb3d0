"""Codes for photos of a child."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PortraitPurpose(TextChoices):
    """What a photo may be used for with consent."""

    RECOGNISE = "recognise", _("To recognise the child: shown in the file on request")
    MISSING = "missing", _("To search for the child if the child is missing")


class PortraitState(TextChoices):
    """Whether a photo is kept."""

    CURRENT = "current", _("Current")
    EARLIER = "earlier", _("Earlier photo")
    ERASED = "erased", _("Erased")
    WITHDRAWN = "withdrawn", _("Erased: consent withdrawn")


class ErasurePhotoReason(TextChoices):
    """Why a photo is erased; its code is in the log."""

    ASKED = "asked", _("The child or guardian asked for it")
    MISTAKE = "mistake", _("Uploaded by mistake")
    OTHER_CHILD = "other_child", _("It is about another child or person")
    NOT_ACCEPTED = "not_accepted", _("It must not be kept here (image of abuse or nudity)")
    OUTDATED = "outdated", _("The child does not look like this any more")
