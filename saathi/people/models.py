"""Children: who they are, how old, and the tokens they are found by."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import File, Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.vocabulary import AgeBasis, Gender, NationalityState


class Child(Scoped):
    """One child as one agency knows her. Names, birth date, address and phones are sealed.

    Nothing is required of her: no document, no surname, no gender, no nationality.
    """

    code = models.CharField(max_length=12, unique=True)  # random, e.g. NP-7K3F-92
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.NOT_SAID)
    birth_year_low = models.SmallIntegerField(null=True, blank=True)
    birth_year_high = models.SmallIntegerField(null=True, blank=True)
    nationality_state = models.CharField(
        max_length=10, choices=NationalityState, default=NationalityState.UNKNOWN
    )
    nationalities = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    home_country = models.CharField(max_length=3, blank=True)
    home_district = models.CharField(max_length=12, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    # {"names": [{"kind", "text", "language"}], "birth_date", "address", "phones", "marks"}
    sealed = models.BinaryField()

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "people.child"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "code": OPERATIONAL,
        "gender": STATISTICAL,
        "birth_year_low": STATISTICAL,
        "birth_year_high": STATISTICAL,
        "nationality_state": STATISTICAL,
        "nationalities": STATISTICAL,
        "home_country": STATISTICAL,
        "home_district": STATISTICAL,
        "languages": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file"], name="people_child_one_a_file"),
            models.CheckConstraint(
                condition=models.Q(birth_year_low__lte=models.F("birth_year_high")),
                name="people_child_years_in_order",
            ),
        ]


class AgeStatement(Scoped):
    """One piece of evidence of a child's age: an age range on a day, from a source, by a method.

    A birth date lies sealed; in clear stands the age it made on the day it was written down. Several
    stand side by side; none is overwritten by another.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="age_statements")
    basis = models.CharField(max_length=12, choices=AgeBasis)
    low = models.SmallIntegerField()  # completed years on `as_of`
    high = models.SmallIntegerField()
    as_of = models.DateField()
    # holds: note (who said it, which document), born (a birth date: calendar, told, precision and
    # the first and last day it may mean)
    sealed = models.BinaryField(null=True, blank=True)

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "people.age"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "basis": STATISTICAL,
        "low": STATISTICAL,
        "high": STATISTICAL,
        "as_of": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__gte=0, high__lte=120, low__lte=models.F("high")),
                name="people_age_in_order",
            )
        ]


class Token(models.Model):
    """A blind token: finds a child by name without the name. Rebuilt from the vault at any time."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="+")
    token = models.BinaryField()
    kind = models.CharField(max_length=12)

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "file": OPERATIONAL,
        "token": SENSITIVE,
        "kind": OPERATIONAL,
    }

    class Meta:
        # No token occurs twice: what occurs twice can be counted (see `vault.tokens`).
        constraints = [models.UniqueConstraint(fields=["token"], name="people_token_once")]
