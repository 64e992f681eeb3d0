"""The words for who a child is: gender, names, ages, uncertain dates, nationality.

Not for what happened to her: that is `protection.trafficking`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    """How the child is recorded; never an argument of a rule (report line 224, DEF-031)."""

    GIRL = "girl", _("Girl")
    BOY = "boy", _("Boy")
    OTHER = "other", _("Other")
    NOT_SAID = "not_said", _("Not said")


class NameKind(TextChoices):
    """What kind of name it is (domain B.11): one name is enough, a surname is never required."""

    GIVEN = "given", _("Name")
    PET = "pet", _("Pet name")
    ALIAS = "alias", _("Also called")
    IMPOSED = "imposed", _("Name given by others against her or his will")
    FATHER = "father", _("Father's name")
    MOTHER = "mother", _("Mother's name")
    GRANDFATHER = "grandfather", _("Grandfather's name")


class AgeBasis(TextChoices):
    """Where a statement about age comes from (IDN-012, AUT-004); they stand side by side."""

    STATED = "stated", _("Stated by the child or family")
    DOCUMENTED = "documented", _("Read in a document")
    ASSESSED = "assessed", _("Assessed by a professional")
    DECLARED = "declared", _("Declared by an authority")


class Calendar(TextChoices):
    """The calendars in which dates are told in the region (domain B.11)."""

    GREGORIAN = "gregorian", _("Gregorian")
    BIKRAM_SAMBAT = "bikram_sambat", _("Bikram Sambat")
    SOLAR_HIJRI = "solar_hijri", _("Solar Hijri")
    ISLAMIC = "islamic", _("Islamic (lunar)")
    BANGLA = "bangla", _("Bangla")
    BHUTANESE = "bhutanese", _("Bhutanese")
    SAKA = "saka", _("Indian National (Saka)")
    OTHER = "other", _("Another calendar")


# Those in which a birth date can be typed. Nobody calculates Bhutan's; its dates are kept in words.
READABLE = (
    Calendar.GREGORIAN,
    Calendar.BIKRAM_SAMBAT,
    Calendar.SOLAR_HIJRI,
    Calendar.ISLAMIC,
    Calendar.BANGLA,
    Calendar.SAKA,
)


class DatePrecision(TextChoices):
    """How exactly a date is known; a false day is worse than a true year."""

    DAY = "day", _("To the day")
    MONTH = "month", _("To the month")
    SEASON = "season", _("To the season")
    YEAR = "year", _("To the year")
    RANGE = "range", _("Between two dates")
    EVENT = "event", _("By an event, such as before the flood")
    UNKNOWN = "unknown", _("Not known")


class NationalityState(TextChoices):
    """What is known of nationality; registration never requires one (RTS-004, domain B.11)."""

    KNOWN = "known", _("Known")
    STATELESS = "stateless", _("Stateless")
    DISPUTED = "disputed", _("Disputed")
    UNKNOWN = "unknown", _("Not known")


class Minority(TextChoices):
    """Whether the person is a child; "presumed" gives the same rights and is shown apart."""

    CHILD = "child", _("Under 18")
    PRESUMED = "presumed", _("Presumed under 18")
    ADULT = "adult", _("18 or over")
