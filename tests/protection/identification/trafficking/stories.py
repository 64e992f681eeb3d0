"""Short builders of episodes, for the tables of these tests."""

from collections.abc import Iterable

from saathi.people.ages import AgeRange
from saathi.protection.identification.trafficking.rules import EpisodeFacts, LegFacts
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    TraffickingAct,
    TraffickingMeans,
)


def aged(youngest: int, oldest: int | None = None) -> AgeRange:
    """An age, or an age range."""
    return AgeRange(youngest, youngest if oldest is None else oldest)


def brought_to(country: str | None, **more: object) -> LegFacts:
    """The child was brought there for exploitation."""
    return LegFacts(country, brought_for_exploitation=True, **more)  # type: ignore[arg-type]


def meant_for(country: str) -> LegFacts:
    """The child was to be brought there and never arrived."""
    return LegFacts(country, brought_for_exploitation=True, reached=False)


def through(country: str | None, **more: object) -> LegFacts:
    """The route led through there."""
    return LegFacts(country, **more)  # type: ignore[arg-type]


def story(
    acts: Iterable[TraffickingAct] = (),
    purposes: Iterable[ExploitationPurpose] = (),
    *,
    age: AgeRange | None = None,
    means: Iterable[TraffickingMeans] = (),
    recruited: str | None = None,
    legs: Iterable[LegFacts] = (),
    **more: bool,
) -> EpisodeFacts:
    """The facts of one episode; all of them are optional."""
    return EpisodeFacts(
        recruited_in=recruited,
        acts=frozenset(acts),
        purposes=frozenset(purposes),
        means=frozenset(means),
        legs=tuple(legs),
        ages=() if age is None else (age,),
        **more,
    )
