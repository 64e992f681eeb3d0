"""Converts a recorded episode to the input of the rules. Sex and nationality are not included."""

from collections.abc import Sequence

from saathi.people.ages import AgeRange
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.rules import EpisodeFacts, LegFacts
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeYesNo,
    ExploitationPurpose,
    LegHarm,
    TraffickingAct,
    TraffickingMeans,
)


def build_episode_facts(episode: Episode, legs: Sequence[Leg]) -> EpisodeFacts:
    """The facts of an episode and its legs, in order; unknown facts are left out."""
    ages: tuple[AgeRange, ...] = ()
    if episode.age_low is not None and episode.age_high is not None:
        ages = (AgeRange(episode.age_low, episode.age_high),)
    means = frozenset(TraffickingMeans(code) for code in episode.means)
    return EpisodeFacts(
        recruited_in=episode.recruited_country or None,
        acts=frozenset(TraffickingAct(code) for code in episode.acts),
        purposes=frozenset(ExploitationPurpose(code) for code in episode.purposes),
        means=means,
        legs=tuple(_leg_facts(leg, ages) for leg in legs),
        ages=ages,
        sold=episode.sold == EpisodeYesNo.YES,
        abducted=TraffickingMeans.ABDUCTION in means,
        smuggled=episode.smuggled == EpisodeYesNo.YES,
        migrant=episode.migrant == EpisodeYesNo.YES,
    )


def _leg_facts(leg: Leg, ages: tuple[AgeRange, ...]) -> LegFacts:
    return LegFacts(
        country=leg.to_country or None,
        acts=frozenset(TraffickingAct(code) for code in leg.acts),
        # The age is recorded once, at the first act; at a later leg the child is no younger.
        age=ages[0] if ages and leg.acts else None,
        brought_for_exploitation=leg.for_exploitation == EpisodeYesNo.YES,
        harm=LegHarm(leg.harm),
        reached=not leg.is_intended,
        from_country=leg.from_country or None,
    )
