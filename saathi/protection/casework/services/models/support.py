"""Support given to a child: sessions, session notes in records of their own, livelihood."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import ALL_BUT_REFERRAL, HasCode, HoldsGrant, IsActor
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.models import Child
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

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="support_sessions")
    kind = models.CharField(max_length=12, choices=SupportSessionKind)
    provider = models.CharField(max_length=16, choices=SupportProvider)
    held_on = models.DateField()
    minutes = models.SmallIntegerField(null=True, blank=True)
    presence = models.CharField(
        max_length=8, choices=AttendanceStatus, default=AttendanceStatus.CAME
    )
    language = models.CharField(max_length=8, blank=True)
    topics = ArrayField(
        models.CharField(max_length=16, choices=CourseModule), default=list, blank=True
    )
    change = models.CharField(
        max_length=12, choices=ObservedChange, default=ObservedChange.NOT_JUDGED
    )
    next_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField(null=True, blank=True)  # {"who"}: who held it, if not a colleague

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.session"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "provider": STATISTICAL,
        "held_on": STATISTICAL,
        "minutes": STATISTICAL,
        "presence": STATISTICAL,
        "language": STATISTICAL,
        "topics": STATISTICAL,
        "change": STATISTICAL,
        "next_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }
    # Her own, and those she reads by another right than a referral: the help of others, such as that
    # a girl sees a counsellor, is no business of a sewing centre she was referred to.
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["file", "held_on"], name="services_session_of_file")]


class SessionNote(Scoped):
    """The note of a session: only for its writer, unless the child lets the team read it."""

    session = models.ForeignKey(
        SupportSession, on_delete=models.PROTECT, db_index=False, related_name="notes"
    )
    audience = models.CharField(
        max_length=8, choices=SessionNoteAudience, default=SessionNoteAudience.SELF
    )
    sealed = models.BinaryField()  # {"note"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.session_note"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "session": OPERATIONAL,
        "audience": SENSITIVE,
        "sealed": IDENTIFYING,
    }
    # Her own, and those that the child lets the team read, to which a referral alone does not belong.
    read_condition = IsActor("recorded_by") | HasCode(
        "audience", SessionNoteAudience.TEAM
    ) & HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["session"], name="services_note_of_session")]


class Livelihood(Scoped):
    """Livelihood support for the family, or for a child of working age (SRV-010)."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="livelihoods")
    for_whom = models.CharField(max_length=8, choices=LivelihoodRecipient)
    given = ArrayField(
        models.CharField(max_length=12, choices=LivelihoodSupport), default=list, blank=True
    )
    state = models.CharField(max_length=8, choices=LivelihoodState, default=LivelihoodState.ASKED)
    asked_on = models.DateField()
    given_on = models.DateField(null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    looked_on = models.DateField(null=True, blank=True)
    lasting = models.CharField(max_length=8, choices=LivelihoodSustainability, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"plan", "who", "result"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "services.livelihood"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "for_whom": STATISTICAL,
        "given": STATISTICAL,
        "state": STATISTICAL,
        "asked_on": STATISTICAL,
        "given_on": STATISTICAL,
        "follow_up_on": OPERATIONAL,
        "looked_on": STATISTICAL,
        "lasting": STATISTICAL,
        "ended_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }
    read_condition = IsActor("recorded_by") | HoldsGrant(ALL_BUT_REFERRAL)

    class Meta:
        indexes = [models.Index(fields=["file"], name="services_livelihood_of_file")]
