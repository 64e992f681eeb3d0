"""The columns of every entry of a register, and of its earlier versions."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.json_shapes import ONLY_TEXTS, JsonPaths, JsonTypes
from saathi.agencies.models import Agency
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock

# Columns written by the kit itself; all other columns of an entry are its content.
KIT_FIELDS = (
    "id", "agency", "state", "changed_by", "changed_at", "proposed_by", "proposed_at", "why_returned",
    "published_by", "published_at", "confirmed_by", "confirmed_at", "review_on",
    "withdrawn_on", "why_withdrawn", "recorded_at", "recorded_by", "version",
)  # fmt: skip


# Kit columns that the history shows besides the content.
HISTORY_FIELDS = (
    "state", "why_returned", "review_on", "withdrawn_on", "why_withdrawn", "confirmed_at",
)  # fmt: skip


class RegisterEntry(models.Model):
    """An entry of a register: open data that one agency keeps and a second person publishes.

    `functions/registers.sql` checks each move between states and the person who makes it.
    `published_at` stays when an entry is archived and submitted again, and says that all staff may
    read it: a change of content that is not published removes it. An entry that predates its
    register's states names no publisher. The database writes each time itself.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency)
    state = operational.choice(EntryState, 10, default=EntryState.DRAFT)
    changed_by = operational(models.UUIDField())  # who changed the content last, and when
    changed_at = operational(models.DateTimeField(default=clock.now))
    proposed_by = operational(models.UUIDField(null=True, blank=True))
    proposed_at = operational(models.DateTimeField(null=True, blank=True))
    why_returned = operational(models.CharField(max_length=500, blank=True))
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    # of corrections after the publication
    confirmed_by = operational(models.UUIDField(null=True, blank=True))
    confirmed_at = operational(models.DateTimeField(null=True, blank=True))
    # when the content must be checked again
    review_on = operational(models.DateField(null=True, blank=True))
    withdrawn_on = operational(models.DateField(null=True, blank=True))
    why_withdrawn = operational(models.CharField(max_length=300, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    proved_states: ClassVar[ProvedStates] = ("state", (EntryState.PUBLISHED.value,))
    # These show that a second person saw a correction, or give readers the reason for a state; who
    # confirmed always needs a proof.
    proved_fields: ClassVar[tuple[str, ...]] = (
        "confirmed_at",
        "why_returned",
        "withdrawn_on",
        "why_withdrawn",
        "review_on",
    )
    classified = DeclaredClasses()
    # Columns that may change without review by the second person, such as the day of a check.
    unchecked_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["agency", "proposed_at"],
                condition=Q(state=EntryState.PROPOSED),
                name="%(app_label)s_%(class)s_waits",
            ),
            models.Index(
                fields=["agency", "changed_at"],
                condition=Q(state=EntryState.PUBLISHED, changed_at__gt=F("published_at")),
                name="%(app_label)s_%(class)s_corrected",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=EntryState.PUBLISHED) | Q(published_at__isnull=False),
                name="%(app_label)s_%(class)s_published_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.PROPOSED)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="%(app_label)s_%(class)s_proposed_whole",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(published_by=F("proposed_by"))
                | ~Q(published_by=F("changed_by"))
                | Q(published_at__isnull=False, changed_at__gt=F("published_at")),
                name="%(app_label)s_%(class)s_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.ARCHIVED, withdrawn_on__isnull=False)
                | (~Q(state=EntryState.ARCHIVED) & Q(withdrawn_on__isnull=True)),
                name="%(app_label)s_%(class)s_withdrawn_whole",
            ),
        ]

    @property
    def is_changed_since_publication(self) -> bool:
        """Whether its published content was corrected and no second person has confirmed that yet."""
        return self.state == EntryState.PUBLISHED and self.has_unseen_content

    @property
    def has_unseen_content(self) -> bool:
        """Whether the content differs from what a second person last saw, if one ever did."""
        if self.published_at is None:
            return True
        return self.changed_at > max(self.published_at, self.confirmed_at or self.published_at)

    @classmethod
    def content_fields(cls) -> list["models.Field[Any, Any]"]:
        """The fields that its agency writes and whose changes its history shows."""
        return [field for field in cls._meta.concrete_fields if field.name not in KIT_FIELDS]

    @classmethod
    def history_fields(cls) -> list["models.Field[Any, Any]"]:
        """The fields whose earlier values the database keeps: the content, and some of the kit."""
        fields = cls._meta.concrete_fields
        return [*cls.content_fields(), *(f for f in fields if f.name in HISTORY_FIELDS)]


class RegisterEntryVersion(models.Model):
    """The content of an entry before a change, and who changed it. A trigger writes it.

    The model has a foreign key to its entry, and is unique by that and `version`.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    version = operational(models.PositiveIntegerField())
    body = operational(models.JSONField())
    changed_at = operational(models.DateTimeField(default=clock.now))
    changed_by = operational(models.UUIDField())

    json_types: ClassVar[JsonTypes] = {"body": "object"}
    json_paths: ClassVar[JsonPaths] = {"body": ONLY_TEXTS}
    classified = DeclaredClasses()

    class Meta:
        abstract = True


class RegisterEntryTranslation(models.Model):
    """Texts of an entry in another language; a second person confirms them.

    `originals` holds the texts of the entry from which they were translated, or for which they were
    confirmed again. The model has a foreign key to its entry, and names in `codes_in_lists` the
    vocabulary of its languages.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    language = operational(models.CharField(max_length=8))
    texts = operational(models.JSONField())  # by name of the entry's field
    originals = operational(models.JSONField(default=dict))  # by the same field names
    translated_by = operational(models.UUIDField())
    translated_at = operational(models.DateTimeField(default=clock.now))
    checked_by = operational(models.UUIDField(null=True, blank=True))
    checked_at = operational(models.DateTimeField(null=True, blank=True))
    version = operational(models.PositiveIntegerField(default=1))

    json_types: ClassVar[JsonTypes] = {"texts": "object", "originals": "object"}
    proved_fields: ClassVar[tuple[str, ...]] = ("checked_at",)
    json_paths: ClassVar[JsonPaths] = {"texts": ONLY_TEXTS, "originals": ONLY_TEXTS}
    classified = DeclaredClasses()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | Q(checked_by__isnull=False, checked_at__isnull=False)
                & ~Q(checked_by=F("translated_by")),
                name="%(app_label)s_%(class)s_two",
            ),
        ]
