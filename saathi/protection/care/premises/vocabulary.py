"""Codes of regulated premises."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class PremisesKind(TextChoices):
    """The type of premises."""

    HOTEL = "hotel", _("Hotel or guest house")
    STUDIO = "studio", _("Photographic or film studio")
    TRANSPORT = "transport", _("Transport")
    WORKPLACE = "workplace", _("Workplace")
    ENTERTAINMENT = "entertainment", _("Place of entertainment")
    OTHER = "other", _("Other premises")


class PremisesDuty(TextChoices):
    """What a law requires of those who run premises."""

    INFORM_POLICE = "inform_police", _("Inform the police of a suspicion")
    IDENTITY = "identity", _("Check identity and age of guests")
    GUESTS = "guests", _("Keep a register of guests")
    NO_CHILD_LABOUR = "no_labour", _("Employ no child")
    SAFETY = "safety", _("Keep children safe on the premises")
    MISSING = "missing", _("Display notices of missing children")
    OTHER = "other", _("Other duty")


class PremisesCheck(TextChoices):
    """What the last check found."""

    NOT_CHECKED = "not_checked", _("Not checked")
    COMPLIED = "complied", _("Duties fulfilled")
    BREACH = "breach", _("Breach found")


PREMISES_WAIT_NOTICE = NoticeKind(
    "premises_wait", _("Regulated premises await publication or confirmation by a second person")
)
PREMISES_RETURNED_NOTICE = NoticeKind(
    "premises_returned", _("Regulated premises that you submitted were returned for revision")
)
NOTICES = (PREMISES_WAIT_NOTICE, PREMISES_RETURNED_NOTICE)
