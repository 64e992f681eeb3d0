"""Models of episodes and the legs of their routes. They may stay empty permanently."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.models import Child
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    ExploitationPurpose,
    KnowledgeStatus,
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

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="episodes"
    )
    number = models.PositiveSmallIntegerField()
    known = models.CharField(
        max_length=12, choices=KnowledgeStatus, default=KnowledgeStatus.NOT_KNOWN
    )
    acts = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    purposes = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    means = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    exploitation_occurred = models.CharField(
        max_length=10, choices=ExploitationOccurred, default=ExploitationOccurred.NOT_KNOWN
    )
    smuggled = models.CharField(max_length=10, choices=EpisodeYesNo, default=EpisodeYesNo.NOT_KNOWN)
    migrant = models.CharField(max_length=10, choices=EpisodeYesNo, default=EpisodeYesNo.NOT_KNOWN)
    recruited_country = models.CharField(max_length=3, blank=True)
    recruited_district = models.CharField(max_length=12, blank=True)
    began_low = models.DateField(null=True, blank=True)
    began_high = models.DateField(null=True, blank=True)
    age_low = models.SmallIntegerField(
        null=True, blank=True
    )  # at the first act, in completed years
    age_high = models.SmallIntegerField(null=True, blank=True)
    ended = models.CharField(max_length=12, choices=EpisodeEnd, default=EpisodeEnd.NOT_KNOWN)
    source = models.CharField(max_length=20, choices=StatementSource, default=StatementSource.CHILD)
    confidence = models.CharField(
        max_length=12, choices=SourceReliability, default=SourceReliability.NOT_WEIGHED
    )
    sealed = models.BinaryField(null=True, blank=True)  # {"account", "persons", "when_told"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "trafficking.episode"
    codes_in_lists: ClassVar[CodesInLists] = {
        "acts": TraffickingAct,
        "purposes": ExploitationPurpose,
        "means": TraffickingMeans,
    }
    ordered_within: ClassVar[str] = "child"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "number": STATISTICAL,
        "known": STATISTICAL,
        "acts": STATISTICAL,
        "purposes": STATISTICAL,
        "means": STATISTICAL,
        "exploitation_occurred": STATISTICAL,
        "smuggled": STATISTICAL,
        "migrant": STATISTICAL,
        "recruited_country": STATISTICAL,
        "recruited_district": STATISTICAL,
        "began_low": STATISTICAL,
        "began_high": STATISTICAL,
        "age_low": STATISTICAL,
        "age_high": STATISTICAL,
        "ended": STATISTICAL,
        "source": STATISTICAL,
        "confidence": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "number"], name="trafficking_episode_number_once"
            )
        ]


class Leg(Scoped):
    """One leg of a route, and whether it was meant to bring the child to its end for exploitation."""

    episode = models.ForeignKey(
        Episode, on_delete=models.PROTECT, db_index=False, related_name="legs"
    )
    number = models.PositiveSmallIntegerField()
    from_country = models.CharField(max_length=3, blank=True)
    from_district = models.CharField(max_length=12, blank=True)
    to_country = models.CharField(max_length=3, blank=True)
    to_district = models.CharField(max_length=12, blank=True)
    # Acts on this leg; acts of the whole episode are in the episode.
    acts = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    began_low = models.DateField(null=True, blank=True)
    began_high = models.DateField(null=True, blank=True)
    for_exploitation = models.CharField(
        max_length=10, choices=EpisodeYesNo, default=EpisodeYesNo.NOT_KNOWN
    )
    is_intended = models.BooleanField(default=False)  # planned, but the child never arrived
    transport = models.CharField(
        max_length=16, choices=LegTransport, default=LegTransport.NOT_KNOWN
    )
    # Removed from the route: only its number is left, and the sealed old value.
    is_removed = models.BooleanField(default=False, db_default=False)
    sealed = models.BinaryField(null=True, blank=True)  # {"from_place", "to_place", "persons"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "trafficking.leg"
    codes_in_lists: ClassVar[CodesInLists] = {"acts": TraffickingAct}
    ordered_within: ClassVar[str] = "episode"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "episode": OPERATIONAL,
        "number": STATISTICAL,
        "from_country": STATISTICAL,
        "from_district": STATISTICAL,
        "to_country": STATISTICAL,
        "to_district": STATISTICAL,
        "acts": STATISTICAL,
        "began_low": STATISTICAL,
        "began_high": STATISTICAL,
        "for_exploitation": STATISTICAL,
        "is_intended": STATISTICAL,
        "transport": STATISTICAL,
        "is_removed": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "number"], name="trafficking_leg_once")
        ]
