"""Support given to a child: sessions, session notes in records of their own, livelihood."""

from typing import ClassVar

from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HasCode, HoldsGrant, IsActor
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.casework.services.livelihood_vocabulary import (
    LivelihoodCost,
    LivelihoodProvider,
)
from saathi.protection.casework.services.vocabulary import (
    AttendanceStatus,
    CourseModule,
    LivelihoodRecipient,
    LivelihoodState,
    LivelihoodSupport,
    LivelihoodSustainability,
    ObservedChange,
    SessionNoteAudience,
    SupportProvider,
    SupportSessionKind,
)


class SupportSession(Scoped):
    """That a session was held, its kind and provider; its content is stored apart (SRV-012)."""

    child = operational.foreign_key(Child, related_name="support_sessions")
    kind = statistical.choice(SupportSessionKind, 12)
    provider = statistical.choice(SupportProvider, 16)
    held_on = statistical.date()
    minutes = statistical(models.SmallIntegerField(null=True, blank=True))
    presence = statistical.choice(AttendanceStatus, 8)
    language = statistical(models.CharField(max_length=8, blank=True))
    topics = statistical.choices(CourseModule, 16, blank=True)
    change = statistical.choice(ObservedChange, 12, blank=True)
    next_on = operational(models.DateField(null=True, blank=True))
    # {"who"}: who held it, if not a colleague
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.session"
    # The reader's own, and those readable by a right other than a referral: a sewing centre that a
    # girl was referred to need not know about the counselling.
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["file", "held_on"], name="services_session_of_file")]


class SessionNote(Scoped):
    """The note of a session: only for its writer, unless the child lets the team read it."""

    session = operational.foreign_key(SupportSession, db_index=False, related_name="notes")
    audience = sensitive.choice(SessionNoteAudience, 8, default=SessionNoteAudience.SELF)
    sealed = identifying(models.BinaryField())  # {"note"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.session_note"
    is_exported = False  # for the author, or for the team that the child chose
    # The author reads their own; the team reads those that the child shares; a referral alone opens
    # none.
    read_condition = IsActor("recorded_by") | HasCode(
        "audience", SessionNoteAudience.TEAM
    ) & HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["session"], name="services_note_of_session")]


class Livelihood(Scoped):
    """Livelihood support for the family, or for a child of working age (SRV-010)."""

    child = operational.foreign_key(Child, related_name="livelihoods")
    for_whom = statistical.choice(LivelihoodRecipient, 8)
    given = statistical.choices(LivelihoodSupport, 12, blank=True)
    provider = statistical(
        models.CharField(
            max_length=10, choices=LivelihoodProvider, blank=True, default="", db_default=""
        )
    )
    cost = statistical(
        models.CharField(
            max_length=10, choices=LivelihoodCost, blank=True, default="", db_default=""
        )
    )
    state = statistical.choice(LivelihoodState, 8, default=LivelihoodState.ASKED)
    asked_on = statistical.date()
    given_on = statistical(models.DateField(null=True, blank=True))
    follow_up_on = operational(models.DateField(null=True, blank=True))
    looked_on = statistical(models.DateField(null=True, blank=True))
    lasting = statistical.choice(LivelihoodSustainability, 8, blank=True)
    ended_on = statistical(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"plan", "who", "result"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.livelihood"
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["file"], name="services_livelihood_of_file")]
