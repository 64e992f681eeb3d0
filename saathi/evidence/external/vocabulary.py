"""The vocabulary of external series: layouts of tables and roles of columns."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SeriesLayout(TextChoices):
    """The layout of a table; it determines the proxies named beside it."""

    GLOTIP = "glotip", _("like GLOTIP: persons whom authorities detected, by country and year")
    NRM = "nrm", _("like a national referral mechanism: possible victims who were referred")
    CTDC = "ctdc", _("like CTDC: a row a person, synthetic or made coarse, counted here")
    OTHER = "other", _("another table of counts")


class SeriesColumnRole(TextChoices):
    """The role of a column."""

    NUMBER = "number", _("the number")
    YEAR = "year", _("the year")
    PLACE = "place", _("the country")
    SEX = "sex", _("sex or gender")
    AGE = "age", _("age")
    FORM = "form", _("form of exploitation")
    NATIONALITY = "nationality", _("nationality or citizenship")
    SPLIT = "split", _("along what it is split")
    CATEGORY = "category", _("the category of the split")
    SOURCE = "source", _("who reported it")
    MORE = "more", _("another split")


class SeriesState(TextChoices):
    """The state of a series. A shown series never changes; a newer one is imported beside it."""

    PREVIEW = "preview", _("Being looked at: nothing is shown yet")
    SHOWN = "shown", _("Shown")
    WITHDRAWN = "withdrawn", _("Withdrawn")
