"""Documents, functioning, grounds, culture, movements, background: all voluntary, none required."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, HasCode, IsActor
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
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

    child = operational.foreign_key(Child, related_name="documents")
    kind = statistical.choice(IdentityDocumentKind, 12, label=_("Type of document"))
    state = statistical.choice(IdentityDocumentState, 16, blank=True, label=_("Location or status"))
    country = statistical(models.CharField(max_length=3, blank=True))
    ends_on = operational(models.DateField(null=True, blank=True), label=_("Valid until"))
    sealed = identifying(models.BinaryField())
    number = line(80, label=_("Number"))
    keeper = line(200, label=_("Person who has the document, if not the child"))
    note = short_text(2000, label=_("Additional information"))

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "identity.paper"

    class Meta:
        db_table = "identity_paper"


class Functioning(Scoped):
    """The child's functioning by the six Washington Group questions; each time a new record.

    Each answer may be left blank. Statistics read only the derived `disability`.
    """

    child = operational.foreign_key(Child, related_name="functioning")
    asked_on = statistical.date(label=_("Date"), is_past=True)
    answered_by = statistical.choice(AnsweredBy, 12, label=_("Answered by"))
    seeing = sensitive.choice(Difficulty, 10, blank=True, label=_("Seeing, even with glasses"))
    hearing = sensitive.choice(
        Difficulty, 10, blank=True, label=_("Hearing, even with a hearing aid")
    )
    walking = sensitive.choice(Difficulty, 10, blank=True, label=_("Walking or climbing steps"))
    remembering = sensitive.choice(
        Difficulty, 10, blank=True, label=_("Remembering or concentrating")
    )
    self_care = sensitive.choice(
        Difficulty, 10, blank=True, label=_("Washing all over or dressing")
    )
    communicating = sensitive.choice(
        Difficulty,
        10,
        blank=True,
        label=_("Understanding others and being understood, in the usual language"),
    )
    disability = statistical.choice(Disability, 10)
    sealed = identifying(models.BinaryField())
    helps = short_text(2000, label=_("Support and accessibility needs"))
    note = short_text(2000, label=_("Additional information"))

    section = Section.NEEDS
    SEALED_FIELD_ID: ClassVar[str] = "identity.functioning"


class DiscriminationGrounds(Scoped):
    """Grounds on which the child reports discrimination. The grounds are sealed (RTS-005)."""

    child = operational.foreign_key(Child, related_name="grounds")
    stated_on = operational.date()
    readers = sensitive.choice(GroundsReaders, 8, default=GroundsReaders.TEAM)
    sealed = identifying(models.BinaryField())  # {"grounds": [Ground, ...], "words", "done"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.grounds"
    # The child chooses the recorder or the team as readers: never a service, another agency or
    # emergency access.
    read_condition = IsActor("recorded_by") | WORKS_WITH_CHILD & HasCode(
        "readers", GroundsReaders.TEAM
    )
    is_exported = False

    class Meta:
        db_table = "identity_grounds"


class Culture(Scoped):
    """The child's language and religion, and how both are maintained (RTS-007).

    One record per child; never a search filter.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="culture")
    mother_tongue = statistical(models.CharField(max_length=8, blank=True))
    has_speakers = statistical.choice(YesNo, 10, blank=True)
    has_plan = statistical(models.BooleanField(default=False))
    review_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"religion", "practice", "plan", "who", "wishes"}

    section = Section.PLAN
    SEALED_FIELD_ID: ClassVar[str] = "identity.culture"
    sections_of_texts: ClassVar = {"wishes": Section.VOICE}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child"], name="identity_culture_one_a_child")
        ]


class Movement(Scoped):
    """A movement of the child within a country or across a border: a context of risk (MIG-006)."""

    child = operational.foreign_key(Child, related_name="movements")
    kind = statistical.choice(MovementKind, 12, label=_("Type of movement"))
    with_whom = statistical.choice(
        TravelCompanion, 12, blank=True, label=_("People with the child")
    )
    year = statistical(models.SmallIntegerField(null=True, blank=True), label=_("Year"))
    from_country = statistical(models.CharField(max_length=3, blank=True))
    to_country = statistical(models.CharField(max_length=3, blank=True))
    effects = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    rights = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    sealed = identifying(models.BinaryField())
    account = short_text(8000, rows=3, label=_("Account, as given"))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.movement"
    codes_in_lists: ClassVar[CodesInLists] = {"effects": RestrictionEffect, "rights": RightIssue}


class Background(Scoped):
    """The child's life before the events, and risk factors (DAT-003). One record per child.

    Each question is voluntary. A factor is in at most one list; one in no list was not asked.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="background")
    stated_on = statistical.date()
    answered_by = statistical.choice(AnsweredBy, 12)
    lived_with = statistical.choice(HouseholdBefore, 12, blank=True)
    schooling = statistical.choice(Schooling, 12, blank=True)
    lived_from = statistical(
        models.CharField(max_length=16, choices=HouseholdLivelihood, blank=True)
    )
    present = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    absent = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    not_known = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    withheld = statistical(ArrayField(models.CharField(max_length=20), default=list, blank=True))
    sealed = identifying(models.BinaryField())  # {"account", "strengths"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "identity.background"
    codes_in_lists: ClassVar[CodesInLists] = {
        "present": RiskFactor,
        "absent": RiskFactor,
        "not_known": RiskFactor,
        "withheld": RiskFactor,
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
