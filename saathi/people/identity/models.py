"""Documents, functioning, grounds, culture, movements, background: all voluntary, none required."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import HasCode, IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.identity.vocabulary import (
    AnsweredBy,
    Difficulty,
    Disability,
    GroundsReaders,
    HouseholdBefore,
    HouseholdLivelihood,
    IdentityDocumentKind,
    IdentityDocumentState,
    MovementKind,
    RestrictionEffect,
    RightIssue,
    RiskFactor,
    Schooling,
    TravelCompanion,
)
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo


class IdentityDocument(Scoped):
    """An identity document, and who has it now."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=IdentityDocumentKind)
    state = models.CharField(
        max_length=16, choices=IdentityDocumentState, default=IdentityDocumentState.NOT_KNOWN
    )
    country = models.CharField(max_length=3, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"number", "keeper", "note"}

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "identity.paper"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "state": STATISTICAL,
        "country": STATISTICAL,
        "ends_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        db_table = "identity_paper"


class Functioning(Scoped):
    """The child's functioning by the six questions of the Washington Group; a new record is added each time.

    Each answer may be left open. Statistics read only the derived `disability`.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="functioning")
    asked_on = models.DateField()
    answered_by = models.CharField(max_length=12, choices=AnsweredBy)
    seeing = models.CharField(max_length=10, choices=Difficulty, blank=True)
    hearing = models.CharField(max_length=10, choices=Difficulty, blank=True)
    walking = models.CharField(max_length=10, choices=Difficulty, blank=True)
    remembering = models.CharField(max_length=10, choices=Difficulty, blank=True)
    self_care = models.CharField(max_length=10, choices=Difficulty, blank=True)
    communicating = models.CharField(max_length=10, choices=Difficulty, blank=True)
    disability = models.CharField(max_length=10, choices=Disability)
    sealed = models.BinaryField()  # {"helps", "note"}

    section = Section.NEEDS
    SEALED_FIELD_ID: ClassVar[str] = "identity.functioning"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "asked_on": STATISTICAL,
        "answered_by": STATISTICAL,
        "seeing": SENSITIVE,
        "hearing": SENSITIVE,
        "walking": SENSITIVE,
        "remembering": SENSITIVE,
        "self_care": SENSITIVE,
        "communicating": SENSITIVE,
        "disability": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class DiscriminationGrounds(Scoped):
    """Grounds on which the child reports discrimination. The grounds are sealed (RTS-005)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="grounds")
    told_on = models.DateField()
    readers = models.CharField(max_length=8, choices=GroundsReaders, default=GroundsReaders.TEAM)
    sealed = models.BinaryField()  # {"grounds": [Ground, ...], "words", "done"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.grounds"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "told_on": OPERATIONAL,
        "readers": SENSITIVE,
        "sealed": IDENTIFYING,
    }
    # Her choice of readers.
    read_condition = HasCode("readers", GroundsReaders.TEAM) | IsActor("recorded_by")

    class Meta:
        db_table = "identity_grounds"


class Culture(Scoped):
    """The child's language and religion, and how both are maintained (RTS-007).

    One record per child; never a search filter.
    """

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="culture"
    )
    mother_tongue = models.CharField(max_length=8, blank=True)
    has_speakers = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_KNOWN)
    has_plan = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"religion", "practice", "plan", "who", "wishes"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "identity.culture"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "mother_tongue": STATISTICAL,
        "has_speakers": STATISTICAL,
        "has_plan": STATISTICAL,
        "review_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], name="identity_culture_one_a_child")
        ]


class Movement(Scoped):
    """A movement of the child within a country or across a border: a context of risk (MIG-006)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12, choices=MovementKind)
    with_whom = models.CharField(
        max_length=12, choices=TravelCompanion, default=TravelCompanion.NOT_KNOWN
    )
    year = models.SmallIntegerField(null=True, blank=True)
    from_country = models.CharField(max_length=3, blank=True)
    to_country = models.CharField(max_length=3, blank=True)
    effects = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    rights = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    sealed = models.BinaryField()  # {"account"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.movement"
    codes_in_lists: ClassVar[CodesInLists] = {"effects": RestrictionEffect, "rights": RightIssue}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "with_whom": STATISTICAL,
        "year": STATISTICAL,
        "from_country": STATISTICAL,
        "to_country": STATISTICAL,
        "effects": STATISTICAL,
        "rights": STATISTICAL,
        "sealed": IDENTIFYING,
    }


class Background(Scoped):
    """The child's life before the events, and risk factors (DAT-003). One record per child.

    Each question is voluntary. A factor is in at most one list; one in no list was not asked.
    """

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="background"
    )
    told_on = models.DateField()
    answered_by = models.CharField(max_length=12, choices=AnsweredBy)
    lived_with = models.CharField(max_length=12, choices=HouseholdBefore, blank=True)
    schooling = models.CharField(max_length=12, choices=Schooling, blank=True)
    lived_from = models.CharField(max_length=16, choices=HouseholdLivelihood, blank=True)
    present = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    absent = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    not_known = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    withheld = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sealed = models.BinaryField()  # {"account", "strengths"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.background"
    codes_in_lists: ClassVar[CodesInLists] = {
        "present": RiskFactor,
        "absent": RiskFactor,
        "not_known": RiskFactor,
        "withheld": RiskFactor,
    }
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "told_on": STATISTICAL,
        "answered_by": STATISTICAL,
        "lived_with": STATISTICAL,
        "schooling": STATISTICAL,
        "lived_from": STATISTICAL,
        "present": STATISTICAL,
        "absent": STATISTICAL,
        "not_known": STATISTICAL,
        "withheld": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], name="identity_background_one_a_child"),
            models.CheckConstraint(
                condition=~Q(present__overlap=F("absent"))
                & ~Q(present__overlap=F("not_known"))
                & ~Q(present__overlap=F("withheld"))
                & ~Q(absent__overlap=F("not_known"))
                & ~Q(absent__overlap=F("withheld"))
                & ~Q(not_known__overlap=F("withheld")),
                name="identity_background_one_answer_a_factor",
            ),
        ]
