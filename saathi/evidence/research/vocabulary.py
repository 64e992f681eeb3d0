"""The vocabulary of requests of researchers."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResearchPurpose(TextChoices):
    """The permitted purposes of an extract."""

    STUDY = "study", _("a study that is published for everyone")
    EVALUATION = "evaluation", _("the evaluation of a programme or a law")
    METHOD = "method", _("research on methods of statistics or data protection")
    TEACHING = "teaching", _("teaching")
