"""The vocabulary of releases: states, protection methods, statuses of published values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReleaseState(TextChoices):
    """The state of a release. Published ones never change; a correction is a separate release."""

    DRAFT = "draft", _("Draft")
    DESIGNING = "designing", _("Designs are being searched")
    DESIGNED = "designed", _("To be chosen from")
    PROTECTING = "protecting", _("Being protected and attacked")
    PROTECTED = "protected", _("To be looked at and approved")
    FAILED = "failed", _("Failed the attack")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DROPPED = "dropped", _("Given up")


class ReleaseSensitivity(TextChoices):
    """The harm of being identified in a table; it determines the threshold."""

    ORDINARY = "ordinary", _("ordinary: fewer than 5 are few")
    HIGH = "high", _("high: fewer than 10 are few")


class ZeroDisclosure(TextChoices):
    """Whether a zero may be disclosed."""

    PROTECTED = "protected", _("protected: that nobody is there is as sensitive as that few are")
    PUBLIC = "public", _("public: that nobody is there may be known")


class ProtectionMethod(TextChoices):
    """The one method of a family."""

    ROUND = "round", _("rounding: every count moves to a multiple, and all sums still add")
    SUPPRESS = "suppress", _("suppression: small counts are hidden, all others are true")


class ReleaseLicence(TextChoices):
    """The terms of use of the numbers, by the codes of SPDX."""

    BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0: free to use with the source named")
    ZERO = "CC0-1.0", _("Creative Commons Zero: free to use")


class ValueStatus(TextChoices):
    """The status of a published value. Each is drawn differently; none gives the reason for hiding."""

    SHOWN = "shown", _("true count")
    ROUNDED = "rounded", _("rounded")
    ZERO = "zero", _("none")
    SUPPRESSED = "suppressed", _("suppressed")
    NOT_APPLICABLE = "not applicable", _("not applicable")
    NO_DATA = "no data", _("no data")


class ReleasePartKind(TextChoices):
    """The kind of a part of a release."""

    TABLE = "table", _("Table")
    FILE = "file", _("File")
    ABOUT = "about", _("What is said of the release")


class EditionNoteKind(TextChoices):
    """A later event of a published release."""

    CORRECTED = "corrected", _("Corrected by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")
