"""Codes of dimensions that no domain has: bands, regions, kinds that statistics derive."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IndicatorAgeBand(TextChoices):
    """Bands of completed years, and the bands to which they roll up."""

    A0_5 = "0_5", _("0 to 5 years")
    A6_11 = "6_11", _("6 to 11 years")
    A12_14 = "12_14", _("12 to 14 years")
    A15_17 = "15_17", _("15 to 17 years")
    A18_ON = "18_on", _("18 years and over")
    A0_11 = "0_11", _("under 12 years")
    A12_17 = "12_17", _("12 to 17 years")
    CHILD = "0_17", _("0 to 17 years")


class Region(TextChoices):
    """Regions of nationality and destination."""

    SOUTH_ASIA = "south_asia", _("South Asia")
    GULF = "gulf", _("Gulf States")
    WEST_ASIA = "west_asia", _("Western Asia, outside the Gulf States")
    EAST_ASIA = "east_asia", _("East Asia")
    SOUTH_EAST_ASIA = "south_east_asia", _("South-East Asia")
    CENTRAL_ASIA = "central_asia", _("Central Asia")
    EUROPE = "europe", _("Europe")
    NORTH_AMERICA = "north_america", _("North America")
    ELSEWHERE = "elsewhere", _("Elsewhere")
    STATELESS = "stateless", _("Stateless")
    DISPUTED = "disputed", _("Nationality disputed")
    SEVERAL = "several", _("Several nationalities")


class NationalStatus(TextChoices):
    """Whether the child is a national of the country of the case."""

    NATIONAL = "national", _("National of the country of the case")
    NOT_NATIONAL = "not_national", _("Not a national of that country")


class AgeDocumentationStatus(TextChoices):
    """Whether a document proves the child's age."""

    DOCUMENT = "document", _("Age documented")
    NO_DOCUMENT = "no_document", _("Age not documented")


class JourneyKind(TextChoices):
    """Where a child's route led."""

    INTERNAL = "internal", _("Within one country")
    CROSS_BORDER = "cross_border", _("Cross-border")
    BOTH = "both", _("Both")
    RETURN = "return", _("Abroad and back to the same country")


class RecordStatus(TextChoices):
    """How a record relates to a child."""

    COUNTED = "counted", _("Counted as one child")
    MAYBE_DOUBLE = "maybe_double", _("Possible duplicate; counted until decided")
    SAME_AS_ANOTHER = "same_as_another", _("Duplicate of another record; not counted again")
    IN_ERROR = "in_error", _("Opened in error; not counted")
