"""Sets of minimum standards: a register without data about children."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from saathi.agencies.json_shapes import JsonPaths, JsonTypes
from saathi.agencies.record_kit import operational
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.countries import Country
from saathi.protection.care.standards.vocabulary import StandardStanding

# Each criterion has these, and lists of texts beside them.
_IS_CRITERION = (
    '!exists(@[*] ? (@.code.type() != "string" || @.domain.type() != "string" '
    '|| @.text.type() != "string" || @.is_critical.type() != "boolean"))'
)


class StandardSet(RegisterEntry):
    """One edition of the minimum standards of a country, or of none, with all its criteria.

    The criteria are content of the entry: the second person publishes exactly those they saw, and
    earlier ones stay in the history. Once published they never change; a new edition is a new entry.
    """

    name = operational(models.CharField(max_length=160))
    edition = operational(models.CharField(max_length=40))
    country = operational.choice(Country, 3, blank=True)  # blank: for any country
    standing = operational.choice(StandardStanding, 12)
    in_force_from = operational(models.DateField(null=True, blank=True))
    about = operational(models.TextField(blank=True, max_length=2000))
    source = operational(models.CharField(max_length=300, blank=True))
    criteria = operational(models.JSONField(default=list, blank=True))

    json_types: ClassVar[JsonTypes] = {"criteria": "array"}
    json_paths: ClassVar[JsonPaths] = {"criteria": _IS_CRITERION}

    class Meta(RegisterEntry.Meta):
        indexes = [
            # As `RegisterEntry.Meta.indexes`, whose names would be too long here.
            models.Index(
                fields=["agency", "proposed_at"],
                condition=Q(state=EntryState.PROPOSED),
                name="standards_set_waits",
            ),
            models.Index(
                fields=["agency", "changed_at"],
                condition=Q(state=EntryState.PUBLISHED, changed_at__gt=models.F("published_at")),
                name="standards_set_corrected",
            ),
            models.Index(fields=["name", "id"], name="standards_set_by_name"),
            models.Index(fields=["country", "id"], name="standards_set_by_country"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "name", "edition"],
                condition=Q(withdrawn_on=None),
                name="standards_set_once",
            ),
            models.CheckConstraint(
                condition=Q(standing=StandardStanding.PROPOSAL) | ~Q(source=""),
                name="standards_set_in_force_by_source",
            ),
        ]


class StandardSetVersion(RegisterEntryVersion):
    """The content of a set of standards before a change, and who changed it."""

    standard_set = operational.foreign_key(StandardSet, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["standard_set", "version"], name="standards_version_once"
            )
        ]
