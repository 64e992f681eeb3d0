"""Models of episodes and the legs of their routes. They may stay empty permanently."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.people.models import Child
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    ExploitationPurpose,
    FactCertainty,
    HarmForm,
    LegHarm,
    LegTransport,
    SourceReliability,
    StatementSource,
    TraffickingAct,
    TraffickingMeans,
)


class Episode(Scoped):
    """One episode, from a recruitment to its end. Acts, purposes and means are independent lists.

    A new recruitment after an escape or return is a new episode; a resale is a further leg.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="episodes")
    number = statistical(models.PositiveSmallIntegerField())
    known = statistical.choice(FactCertainty, 12, blank=True)
    acts = statistical(ArrayField(models.CharField(max_length=24), default=list, blank=True))
    purposes = statistical(ArrayField(models.CharField(max_length=24), default=list, blank=True))
    means = statistical(ArrayField(models.CharField(max_length=24), default=list, blank=True))
    exploitation_occurred = statistical.choice(ExploitationOccurred, 10, blank=True)
    smuggled = statistical.choice(EpisodeYesNo, 10, blank=True)
    migrant = statistical.choice(EpisodeYesNo, 10, blank=True)
    # Handed over for money or another benefit: a sale of a child, for whatever purpose (art. 35).
    sold = statistical(
        models.CharField(max_length=10, choices=EpisodeYesNo, blank=True, default="", db_default="")
    )
    sale_source = statistical(
        models.CharField(
            max_length=20, choices=StatementSource, blank=True, default="", db_default=""
        )
    )
    recruited_country = statistical(models.CharField(max_length=3, blank=True))
    recruited_district = statistical(models.CharField(max_length=12, blank=True))
    began_low = statistical(models.DateField(null=True, blank=True))
    began_high = statistical(models.DateField(null=True, blank=True))
    # at the first act, in completed years
    age_low = statistical(models.SmallIntegerField(null=True, blank=True))
    age_high = statistical(models.SmallIntegerField(null=True, blank=True))
    ended = statistical.choice(EpisodeEnd, 12, blank=True)
    source = statistical.choice(StatementSource, 20, blank=True)
    confidence = statistical.choice(SourceReliability, 12, blank=True)
    # Sealed keys: account, persons, when_told, sale_account.
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "trafficking.episode"
    codes_in_lists: ClassVar[CodesInLists] = {
        "acts": TraffickingAct,
        "purposes": ExploitationPurpose,
        "means": TraffickingMeans,
    }
    ordered_within: ClassVar[str] = "child"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "number"], name="trafficking_episode_number_once"
            )
        ]


class Leg(Scoped):
    """One leg of a route, and whether the child was to be exploited where it ends."""

    episode = operational.foreign_key(Episode, db_index=False, related_name="legs")
    number = statistical(models.PositiveSmallIntegerField())
    from_country = statistical(models.CharField(max_length=3, blank=True))
    from_district = statistical(models.CharField(max_length=12, blank=True))
    to_country = statistical(models.CharField(max_length=3, blank=True))
    to_district = statistical(models.CharField(max_length=12, blank=True))
    # Acts on this leg; acts of the whole episode are in the episode.
    acts = statistical(ArrayField(models.CharField(max_length=24), default=list, blank=True))
    began_low = statistical(models.DateField(null=True, blank=True))
    began_high = statistical(models.DateField(null=True, blank=True))
    for_exploitation = statistical.choice(EpisodeYesNo, 10, blank=True)
    # planned, but the child never arrived
    is_intended = statistical(models.BooleanField(default=False))
    transport = statistical.choice(LegTransport, 16, blank=True)
    # Exploitation or abuse on this leg; it does not make a place a destination.
    harm = statistical(
        models.CharField(max_length=12, choices=LegHarm, blank=True, default="", db_default="")
    )
    harms = statistical(
        ArrayField(models.CharField(max_length=16), default=list, db_default=[], blank=True)
    )
    # Removed from the route: only its number remains, and the sealed old value.
    is_removed = statistical(models.BooleanField(default=False, db_default=False))
    # Sealed keys: from_place, to_place, persons, harm_account.
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "trafficking.leg"
    codes_in_lists: ClassVar[CodesInLists] = {"acts": TraffickingAct, "harms": HarmForm}
    ordered_within: ClassVar[str] = "episode"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="trafficking_leg_once")
        ]
