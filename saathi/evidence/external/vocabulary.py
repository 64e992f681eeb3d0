"""The vocabulary of external series: table layouts and column roles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeriesLayout(TextChoices):
    """The layout of a table; it determines the proxies named beside it."""

    GLOTIP = "glotip", _("GLOTIP format: persons detected by authorities, by country and year")
    NRM = "nrm", _("National referral mechanism format: possible victims who were referred")
    CTDC = "ctdc", _("CTDC format: one row per person, synthetic or generalised, counted here")
    OTHER = "other", _("another table of counts")


class SeriesColumnRole(TextChoices):
    """The role of a column."""

    NUMBER = "number", _("number")
    YEAR = "year", _("year")
    PLACE = "place", _("country")
    SEX = "sex", _("sex or gender")
    AGE = "age", _("age")
    FORM = "form", _("form of exploitation")
    NATIONALITY = "nationality", _("nationality or citizenship")
    SPLIT = "split", _("dimension")
    CATEGORY = "category", _("category of the dimension")
    SOURCE = "source", _("reporting organisation")
    MORE = "more", _("another dimension")


class SeriesState(TextChoices):
    """The state of a series. A shown series never changes; an update is imported as a new one."""

    PREVIEW = "preview", _("Under review: not shown yet")
    SHOWN = "shown", _("Shown")
    WITHDRAWN = "withdrawn", _("Withdrawn")
