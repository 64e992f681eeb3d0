"""The words of requests of researchers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResearchRequestState(TextChoices):
    """How far a request is. One that has run out is approved, and gives nothing out any more."""

    ASKED = "asked", _("To be decided by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class ResearchPurpose(TextChoices):
    """What a researcher may want an extract for. No other purpose has an agreement."""

    STUDY = "study", _("a study that is published for everybody")
    EVALUATION = "evaluation", _("the evaluation of a programme or a law")
    METHOD = "method", _("a method of statistics or of protecting data")
    TEACHING = "teaching", _("teaching")
