"""The words of releases: how far one is, how it is protected, what a published value is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReleaseState(TextChoices):
    """How far a release is. Published ones never change; a correction is a release of its own."""

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
    """How much harm it does to be found in a table; decides the threshold."""

    ORDINARY = "ordinary", _("ordinary: fewer than 5 are few")
    HIGH = "high", _("high: fewer than 10 are few")


class ZeroDisclosure(TextChoices):
    """Whether a zero may be known."""

    PROTECTED = "protected", _("protected: that nobody is there is as sensitive as that few are")
    PUBLIC = "public", _("public: that nobody is there may be known")


class ProtectionMethod(TextChoices):
    """The one method of a family."""

    ROUND = "round", _("rounding: every count moves to a multiple, and all sums still add")
    SUPPRESS = "suppress", _("suppression: small counts are hidden, all others are true")


class ReleaseLicence(TextChoices):
    """On which terms others may use the numbers, by the codes of SPDX."""

    BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0: free to use with the source named")
    ZERO = "CC0-1.0", _("Creative Commons Zero: free to use")


class ValueStatus(TextChoices):
    """What a published value is. Each is drawn and read differently; none says why one is hidden."""

    SHOWN = "shown", _("true count")
    ROUNDED = "rounded", _("rounded")
    ZERO = "zero", _("none")
    SUPPRESSED = "suppressed", _("suppressed")
    NOT_APPLICABLE = "not applicable", _("not applicable")
    NO_DATA = "no data", _("no data")


class ReleasePartKind(TextChoices):
    """What a part of a release is."""

    TABLE = "table", _("Table")
    FILE = "file", _("File")
    ABOUT = "about", _("What is said of the release")


class EditionNoteKind(TextChoices):
    """What happened to a release after it was published."""

    CORRECTED = "corrected", _("Corrected by a later one")
    WITHDRAWN = "withdrawn", _("Withdrawn")
