"""The vocabulary of requests of researchers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResearchPurpose(TextChoices):
    """The permitted purposes of an extract."""

    STUDY = "study", _("a study that is published for everybody")
    EVALUATION = "evaluation", _("the evaluation of a programme or a law")
    METHOD = "method", _("a method of statistics or of protecting data")
    TEACHING = "teaching", _("teaching")
