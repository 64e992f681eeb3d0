"""Models of children: identity, age statements and search tokens."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import File, Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.agencies.value_bounds import AGES, Ranges
from saathi.people.vocabulary import (
    AgeBasis,
    AgeConfidence,
    AgeMethod,
    CommunicationMode,
    DocumentAvailability,
    Gender,
    MinorStatus,
    NationalityState,
    ResidenceStatus,
    YesNo,
)


class DrawnCode(models.CharField):  # type: ignore[type-arg]  # no subscript at run time
    """A code that the database generates for the web role (`functions/codes.sql`) and returns at once."""

    db_returning = True

    def deconstruct(self) -> Any:
        """Deconstructs as a plain field for migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Child(Scoped):
    """A child as known to one agency. Names, birth date, address and phones are sealed.

    Nothing is required of the child: no document, no surname, no gender, no nationality.
    """

    code = operational(DrawnCode(max_length=12, unique=True))  # random, e.g. NP-7K3F-92
    gender = statistical.choice(Gender, 10, blank=True)
    birth_year_low = statistical(models.SmallIntegerField(null=True, blank=True))
    birth_year_high = statistical(models.SmallIntegerField(null=True, blank=True))
    nationality_state = statistical.choice(NationalityState, 10, blank=True)
    nationalities = statistical(
        ArrayField(models.CharField(max_length=3), default=list, blank=True)
    )
    # Where the child usually lives: neither nationality nor the start of a trafficking (DEF-019).
    home_country = statistical(models.CharField(max_length=3, blank=True))
    home_district = statistical(models.CharField(max_length=12, blank=True))
    residence_status = statistical(
        models.CharField(
            max_length=12,
            choices=ResidenceStatus,
            blank=True,
            default="",
            db_default="",
        )
    )
    papers = statistical(
        models.CharField(
            max_length=10,
            choices=DocumentAvailability,
            blank=True,
            default="",
            db_default="",
        )
    )
    languages = statistical(ArrayField(models.CharField(max_length=8), default=list, blank=True))
    preferred_language = statistical(models.CharField(max_length=8, blank=True, db_default=""))
    needs_interpreter = statistical(
        models.CharField(max_length=10, choices=YesNo, blank=True, default="", db_default="")
    )
    communicates = statistical(
        ArrayField(models.CharField(max_length=12), default=list, db_default=[], blank=True)
    )
    # The age at identification by the best evidence, and whether the child was presumed to be under
    # 18 then: a different question from the age at recruitment (IDN-013). The day itself is sealed.
    identified_age_low = statistical(models.SmallIntegerField(null=True, blank=True))
    identified_age_high = statistical(models.SmallIntegerField(null=True, blank=True))
    identified_as = statistical(
        models.CharField(
            max_length=8,
            choices=MinorStatus,
            default=MinorStatus.PRESUMED,
            db_default=MinorStatus.PRESUMED,
        )
    )
    # {"names": [...] (see `names`), "address", "phones", "marks", "identified_on", "about_papers",
    # and the instructions of `safe_contact`}
    sealed = identifying(models.BinaryField())

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "people.child"
    earlier_text_keys: ClassVar[dict[str, str]] = {"found_on": "identified_on"}
    codes_in_lists: ClassVar[CodesInLists] = {"communicates": CommunicationMode}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file"], name="people_child_one_a_file"),
            models.CheckConstraint(
                condition=models.Q(birth_year_low__lte=models.F("birth_year_high")),
                name="people_child_years_in_order",
            ),
        ]


class AgeStatement(Scoped):
    """One piece of evidence of a child's age: an age range on a day, with source and method.

    A birth date is sealed; the age it gave on the day of recording is stored in clear. Statements
    are kept beside each other; none is overwritten.
    """

    child = operational.foreign_key(Child, related_name="age_statements")
    basis = statistical.choice(AgeBasis, 12)
    low = statistical(models.SmallIntegerField())  # completed years on `as_of`
    high = statistical(models.SmallIntegerField())
    as_of = statistical.date()
    method = statistical(
        models.CharField(max_length=16, choices=AgeMethod, blank=True, db_default="")
    )
    confidence = statistical(
        models.CharField(max_length=8, choices=AgeConfidence, blank=True, db_default="")
    )
    # An authority found, with reasons, that the person is an adult. It ends the presumption until a
    # later declaration says otherwise; the other evidence is kept.
    ends_presumption = statistical(models.BooleanField(default=False, db_default=False))
    # keys: note (who said it, which document), born (a birth date: calendar, wording, precision,
    # and the first and last possible day)
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "people.age"
    ranges: ClassVar[Ranges] = {"low": AGES, "high": AGES}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__gte=0, high__lte=120, low__lte=models.F("high")),
                name="people_age_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_presumption=False)
                | models.Q(basis=AgeBasis.DECLARED, low__gte=18),
                name="people_age_presumption_ended_by_authority",
            ),
        ]


class Token(models.Model):
    """A blind search token, which finds a child by name without storing the name.

    It can be rebuilt from the vault.
    """

    # No token occurs twice, because repeated tokens could be counted (see `vault.tokens`).
    token = sensitive(models.BinaryField(primary_key=True))
    file = operational(models.ForeignKey(File, on_delete=models.CASCADE, related_name="+"))
    kind = operational(models.CharField(max_length=12))

    classified = DeclaredClasses()
