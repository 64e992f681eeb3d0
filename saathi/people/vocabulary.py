"""Codes for a child's identity: gender, names, ages, uncertain dates, nationality, languages.

What happened to the child belongs to `protection.identification.trafficking`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    """The child's recorded gender; never an argument of a rule (report line 224, DEF-031)."""

    NOT_RECORDED = "", _("Not recorded")
    GIRL = "girl", _("Girl")
    BOY = "boy", _("Boy")
    OTHER = "other", _("Other")
    NOT_SAID = "not_said", _("Not stated")


class NameKind(TextChoices):
    """The kind of name (domain B.11): one name is enough, a surname is never required."""

    GIVEN = "given", _("Name")
    FAMILY = "family", _("Family, clan or house name")
    FORMAL = "formal", _("Formal name, as at school")
    PET = "pet", _("Pet name")
    ALIAS = "alias", _("Other name")
    IMPOSED = "imposed", _("Name imposed by others against the child’s will")
    FATHER = "father", _("Father’s name")
    MOTHER = "mother", _("Mother’s name")
    GRANDFATHER = "grandfather", _("Grandfather’s name")


class NameSource(TextChoices):
    """The source of a name."""

    NOT_SAID = "", _("Not recorded")
    CHILD = "child", _("Stated by the child")
    FAMILY = "family", _("Stated by family or caregivers")
    PAPER = "paper", _("Stated in a document")
    OTHERS = "others", _("Stated by others")
    REPORT = "report", _("As given in the report")


class NamePreference(TextChoices):
    """Whether the child wants to be called by a name."""

    NOT_ASKED = "", _("Not asked yet")
    YES = "yes", _("Wants to be called by this name")
    NO = "no", _("Does not want to be called by this name")


class NameOwnership(TextChoices):
    """Whether a name on record is the child's: recorded names are never deleted."""

    CHILD = "", _("The child or the child’s family")
    NOT_THE_CHILD = "not_hers", _("Someone else, or recorded by mistake")


class AgeBasis(TextChoices):
    """The source of a statement about age (IDN-012, AUT-004); statements are kept beside each other."""

    STATED = "stated", _("Stated by the child or family")
    DOCUMENTED = "documented", _("Stated in a document")
    ASSESSED = "assessed", _("Assessed by a professional")
    DECLARED = "declared", _("Declared by an authority")
    REPORTED = "reported", _("As given in the report")
    # Whether it was stated, read or assessed there is not known.
    IMPORTED = "imported", _("Imported from another system")


# What staff can choose: an import alone sets the last one.
AGE_BASIS_CHOICES = [choice for choice in AgeBasis.choices if choice[0] != AgeBasis.IMPORTED]


class AgeMethod(TextChoices):
    """The method behind a statement about age (IDN-012). None is certain; body measurements come last."""

    NOT_SAID = "", _("Not recorded")
    TOLD = "told", _("Statement in an interview")
    EVENTS = "events", _("Calculated from family events")
    BIRTH_PAPER = "birth_paper", _("Birth certificate or register")
    SCHOOL_PAPER = "school_paper", _("School record")
    HEALTH_PAPER = "health_paper", _("Vaccination or health card")
    IDENTITY_PAPER = "identity_paper", _("Identity card or passport")
    OTHER_PAPER = "other_paper", _("Another document")
    WHOLE = "whole", _("Multidisciplinary assessment")
    INTERVIEW = "interview", _("Interview to assess development and behaviour")
    MEDICAL = "medical", _("Medical examination")
    TEETH = "teeth", _("Teeth")
    BONES = "bones", _("Bone X-ray")
    LOOKS = "looks", _("Physical appearance only")
    HEARING = "hearing", _("Hearing before an authority")


class AgeConfidence(TextChoices):
    """How certain the statement is, if assessed."""

    NOT_WEIGHED = "", _("Not assessed")
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class Calendar(TextChoices):
    """The calendars used for dates in the region (domain B.11)."""

    GREGORIAN = "gregorian", _("Gregorian")
    BIKRAM_SAMBAT = "bikram_sambat", _("Bikram Sambat")
    SOLAR_HIJRI = "solar_hijri", _("Solar Hijri")
    ISLAMIC = "islamic", _("Islamic (lunar)")
    BANGLA = "bangla", _("Bangla")
    BHUTANESE = "bhutanese", _("Bhutanese")
    SAKA = "saka", _("Indian National (Saka)")
    OTHER = "other", _("Another calendar")


# Calendars in which a birth date can be typed. There is no conversion for Bhutan's; its dates are
# kept as text.
READABLE_CALENDARS = (
    Calendar.GREGORIAN,
    Calendar.BIKRAM_SAMBAT,
    Calendar.SOLAR_HIJRI,
    Calendar.ISLAMIC,
    Calendar.BANGLA,
    Calendar.SAKA,
)


class DatePrecision(TextChoices):
    """How exactly a date is known; a false day is worse than a true year."""

    DAY = "day", _("Exact to the day")
    MONTH = "month", _("Exact to the month")
    SEASON = "season", _("Exact to the season")
    YEAR = "year", _("Exact to the year")
    RANGE = "range", _("Between two dates")
    EVENT = "event", _("By an event, such as before the flood")
    UNKNOWN = "unknown", _("Not known")


class NationalityState(TextChoices):
    """What is known of the nationality; registration never requires one (RTS-004, domain B.11)."""

    NOT_RECORDED = "", _("Not recorded")
    KNOWN = "known", _("Known")
    STATELESS = "stateless", _("Stateless")
    DISPUTED = "disputed", _("Disputed")
    UNKNOWN = "unknown", _("Not known")


class ResidenceStatus(TextChoices):
    """The child's residence status, independent of whether the child was trafficked (MIG-001)."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_KNOWN = "not_known", _("Not known")
    OWN_COUNTRY = "own_country", _("In the child’s own country")
    DISPLACED = "displaced", _("Internally displaced")
    PERMITTED = "permitted", _("In another country with permission to stay")
    FREE = "free", _("In another country where no permission is needed")
    WITHOUT = "without", _("In another country without permission so far")
    ASYLUM = "asylum", _("Has applied for asylum")
    REFUGEE = "refugee", _("Refugee, or under temporary protection")


class DocumentAvailability(TextChoices):
    """Whether there are identity documents. None is ever required (RTS-004)."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_KNOWN = "not_known", _("Not known")
    HAS = "has", _("Has documents")
    WITHHELD = "withheld", _("Documents withheld by others")
    LOST = "lost", _("Lost")
    NEVER = "never", _("Never had documents")


class YesNo(TextChoices):
    """Yes, no, or not known."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class DeathSource(TextChoices):
    """How it is known that a child died; who says so may have a reason to."""

    NOT_ASKED = "", _("Not asked")
    CERTIFICATE = "certificate", _("Death certificate or hospital")
    AUTHORITY = "authority", _("Police or court")
    OWN_STAFF = "own_staff", _("Confirmed by our staff")
    TOLD = "told", _("Reported by family or others, not confirmed")
    NOT_RECORDED = "not_recorded", _("Not recorded")


CONFIRMED_FROM_OUTSIDE = frozenset({DeathSource.CERTIFICATE, DeathSource.AUTHORITY})
CONFIRMS_DEATH = CONFIRMED_FROM_OUTSIDE | {DeathSource.OWN_STAFF}


class CommunicationMode(TextChoices):
    """How the child communicates."""

    SPEECH = "speech", _("Speaks")
    SIGNS = "signs", _("Sign language")
    HOME_SIGNS = "home_signs", _("Home signs known to few people")
    PICTURES = "pictures", _("Pictures or drawing")
    WRITING = "writing", _("Writing")
    EASY = "easy", _("Short, plain sentences")
    TOUCH = "touch", _("Touch")
    HELPER = "helper", _("Through a person who knows the child")
    DEVICE = "device", _("Communication device")


class MinorStatus(TextChoices):
    """Whether the person is a child; "presumed" gives the same rights and is shown separately."""

    CHILD = "child", _("Under 18")
    PRESUMED = "presumed", _("Presumed under 18")
    ADULT = "adult", _("18 or over")


class WritingScript(TextChoices):
    """The scripts of the region and of its correspondents, by their Unicode names."""

    LATIN = "LATIN", _("Latin")
    DEVANAGARI = "DEVANAGARI", _("Devanagari")
    BENGALI = "BENGALI", _("Bengali")
    ARABIC = "ARABIC", _("Arabic")
    TAMIL = "TAMIL", _("Tamil")
    SINHALA = "SINHALA", _("Sinhala")
    THAANA = "THAANA", _("Thaana")
    TIBETAN = "TIBETAN", _("Tibetan")
    GURMUKHI = "GURMUKHI", _("Gurmukhi")
    TELUGU = "TELUGU", _("Telugu")
    GUJARATI = "GUJARATI", _("Gujarati")
    KANNADA = "KANNADA", _("Kannada")
    MALAYALAM = "MALAYALAM", _("Malayalam")
    ORIYA = "ORIYA", _("Odia")
    MYANMAR = "MYANMAR", _("Myanmar")
