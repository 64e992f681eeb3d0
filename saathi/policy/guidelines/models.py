"""Guidelines and protocols, as a register; and who acknowledged that they have read one."""

import uuid

from django.db import models
from django.db.models import F, Q

from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.infra import clock
from saathi.infra.countries import Country
from saathi.people.languages import Language
from saathi.policy.guidelines.vocabulary import GuidelineKind, GuidelineSubject


class Guideline(RegisterEntry):
    """One edition of a guideline or protocol.

    Once published its content never changes: staff acknowledge the edition that they read. A new
    edition is a new entry that `replaces` the earlier one.
    """

    title = operational(models.CharField(max_length=200))
    edition = operational(models.CharField(max_length=40))
    kind = operational.choice(GuidelineKind, 12)
    subject = operational.choice(GuidelineSubject, 16)
    country = operational.choice(Country, 3, blank=True)  # blank: for every country
    language = operational.choice(Language, 8)
    issuer = operational(models.CharField(max_length=200))
    issued_on = operational(models.DateField(null=True, blank=True))
    summary = operational(models.TextField(max_length=1000, blank=True))
    text = operational(models.TextField(max_length=30_000, blank=True))
    link = operational(models.CharField(max_length=300, blank=True))
    # staff acknowledge that they have read it, until a day if one is set
    must_read = operational(models.BooleanField())
    read_by = operational(models.DateField(null=True, blank=True))
    replaces: "models.ForeignKey[Guideline | None, Guideline | None]" = operational(
        models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    )

    class Meta(RegisterEntry.Meta):
        indexes = [
            *RegisterEntry.Meta.indexes,
            models.Index(fields=["title", "id"], name="guidelines_by_title"),
            models.Index(fields=["country", "id"], name="guidelines_by_country"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "title", "edition", "language"],
                condition=Q(withdrawn_on=None),
                name="guidelines_guideline_once",
            ),
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(link=""), name="guidelines_guideline_has_content"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")),
                name="guidelines_guideline_not_itself",
            ),
            models.CheckConstraint(
                condition=Q(must_read=True) | Q(read_by=None), name="guidelines_guideline_read_by"
            ),
        ]


class GuidelineVersion(RegisterEntryVersion):
    """The content of a guideline's entry before a change, and who changed it."""

    guideline = operational.foreign_key(Guideline, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guideline", "version"], name="guidelines_version_once")
        ]


class GuidelineReading(models.Model):
    """That a member of staff acknowledged that they have read a guideline; never changed."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    guideline = operational.foreign_key(Guideline, db_index=False, related_name="readings")
    agency = operational.foreign_key(Agency)
    recorded_by = operational(models.UUIDField())  # who read it
    recorded_at = operational(models.DateTimeField(default=clock.now))

    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guideline", "recorded_by"], name="guidelines_reading_once"
            )
        ]
