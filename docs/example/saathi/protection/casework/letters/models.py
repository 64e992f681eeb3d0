"""Letters to children."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, short_text, statistical
from saathi.agencies.sections import Section
from saathi.protection.casework.letters.vocabulary import LetterSender


class Letter(Scoped):
    """A letter to a child."""

    sender = statistical.choice(LetterSender, 8, label=_("Sender"), is_radio=True)
    received_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    given_on = statistical(models.DateField(null=True, blank=True), label=_("Given to the child"))
    sealed = identifying(models.BinaryField())
    name = short_text(label=_("Name of the sender"), missing=_("not known"))
    place = short_text(label=_("Where the letter is kept"), required=True)

    section = Section.VISITS  # the daily record, which residential care workers read too
    SEALED_FIELD_ID: ClassVar[str] = "letters.letter"
