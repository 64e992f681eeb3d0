"""The states of an agreement that a second person decides."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementState(TextChoices):
    """The state of an agreement. An expired one is approved, but nothing is shared under it."""

    ASKED = "asked", _("Awaiting decision by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Rejected")
    ENDED = "ended", _("Ended")
