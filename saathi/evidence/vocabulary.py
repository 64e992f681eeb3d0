"""The vocabulary of detected persons: sex, age, form of exploitation, kind of number."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """Sex as the source counts it; ALL is a row of its own, not a sum that we compute."""

    ALL = "all", _("both sexes")
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class GlotipAgeGroup(TextChoices):
    """Age at detection, which may be years after the child was trafficked."""

    ALL = "all", _("all ages")
    CHILDREN = "children", _("children (0 to 17)")
    ADULTS = "adults", _("adults (18 and over)")


class GlotipExploitationType(TextChoices):
    """Form of exploitation as the source groups it."""

    ALL = "all", _("all forms together")
    SEXUAL = "sexual", _("sexual exploitation")
    LABOUR = "labour", _("forced labour")
    OTHER = "other", _("other forms of exploitation")


class GlotipDimension(TextChoices):
    """The dimension by which the source splits a count."""

    TOTAL = "total", _("all")
    FORM = "form", _("by form of exploitation")
    CITIZENSHIP = "citizenship", _("by citizenship")
    REPATRIATION = "repatriation", _("by country of repatriation")


class NumberKind(TextChoices):
    """The origin of a number; an estimate is never shown as a count."""

    REGISTERED = "registered", _("registered count")
    ESTIMATE = "estimate", _("estimate")


class CellKind(TextChoices):
    """The kind of a cell. Each kind is drawn and read differently."""

    NUMBER = "number", _("a number")
    BELOW = "below", _("fewer than five")
    NO_DATA = "no_data", _("no data")
    SEVERAL = "several", _("several numbers")
