"""The vocabulary of releases: states, protection methods, statuses of published values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReleaseState(TextChoices):
    """The state of a release. Published ones never change; a correction is a separate release."""

    DRAFT = "draft", _("Draft")
    DESIGNING = "designing", _("Searching for table designs")
    DESIGNED = "designed", _("Designs ready for selection")
    PROTECTING = "protecting", _("Being protected and tested")
    PROTECTED = "protected", _("Awaiting review and approval")
    FAILED = "failed", _("Failed disclosure test")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DROPPED = "dropped", _("Discontinued")


class ReleaseSensitivity(TextChoices):
    """The harm of being identified in a table; it determines the threshold."""

    ORDINARY = "ordinary", _("ordinary: counts below 5 are small")
    HIGH = "high", _("high: counts below 10 are small")


class ZeroDisclosure(TextChoices):
    """Whether a zero may be disclosed."""

    PROTECTED = "protected", _("protected: zeros are as sensitive as small counts")
    PUBLIC = "public", _("public: zeros are not protected")


class ProtectionMethod(TextChoices):
    """The one method of a family."""

    ROUND = (
        "round",
        _("rounding: every count is rounded to a multiple, and all totals still add up"),
    )
    SUPPRESS = "suppress", _("suppression: small counts are suppressed, all others are exact")


class ReleaseLicence(TextChoices):
    """The terms of use of the numbers, by SPDX code."""

    BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0: free to use with the source named")
    ZERO = "CC0-1.0", _("Creative Commons Zero: free to use")


class ValueStatus(TextChoices):
    """The status of a published value. Each is drawn differently; none says why a value is hidden."""

    SHOWN = "shown", _("exact count")
    ROUNDED = "rounded", _("rounded")
    ZERO = "zero", _("none")
    SUPPRESSED = "suppressed", _("suppressed")
    NOT_APPLICABLE = "not applicable", _("not applicable")
    NO_DATA = "no data", _("no data")


class ReleasePartKind(TextChoices):
    """The kind of a part of a release."""

    TABLE = "table", _("Table")
    FILE = "file", _("File")
    ABOUT = "about", _("About the release")


class EditionNoteKind(TextChoices):
    """The kind of a later event in a published release."""

    CORRECTED = "corrected", _("Corrected by a later release")
    WITHDRAWN = "withdrawn", _("Withdrawn")
