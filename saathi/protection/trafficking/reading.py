"""What is recorded of an episode, as the rules take it. Sex and nationality are not carried over."""

from collections.abc import Sequence

from saathi.people.rules import AgeRange
from saathi.protection.trafficking.models import Episode, Leg
from saathi.protection.trafficking.rules import EpisodeFacts, LegFacts
from saathi.protection.trafficking.vocabulary import Act, Means, Purpose, YesNo


def facts_of(episode: Episode, legs: Sequence[Leg]) -> EpisodeFacts:
    """The facts of an episode and its legs, in order; what is not known is left out."""
    ages: tuple[AgeRange, ...] = ()
    if episode.age_low is not None and episode.age_high is not None:
        ages = (AgeRange(episode.age_low, episode.age_high),)
    means = frozenset(Means(code) for code in episode.means)
    return EpisodeFacts(
        recruited_in=episode.recruited_country or None,
        acts=frozenset(Act(code) for code in episode.acts),
        purposes=frozenset(Purpose(code) for code in episode.purposes),
        means=means,
        legs=tuple(_leg_facts(leg, ages) for leg in legs),
        ages=ages,
        abducted=Means.ABDUCTION in means,
        smuggled=episode.smuggled == YesNo.YES,
        migrant=episode.migrant == YesNo.YES,
    )


def _leg_facts(leg: Leg, ages: tuple[AgeRange, ...]) -> LegFacts:
    return LegFacts(
        country=leg.to_country or None,
        acts=frozenset(Act(code) for code in leg.acts),
        # Her age is asked once, at the first act; a later leg finds her no younger.
        age=ages[0] if ages and leg.acts else None,
        brought_for_exploitation=leg.for_exploitation == YesNo.YES,
        reached=not leg.is_intended,
        from_country=leg.from_country or None,
    )
