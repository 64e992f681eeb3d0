"""A missing child's description in the forms needed for comparison and for tokens."""

from collections.abc import Mapping
from typing import Any

from saathi.engines.matching.tracing import TracingProfile
from saathi.people import names as child_names
from saathi.people import search_tokens as people_tokens
from saathi.people.home_places import split_places
from saathi.people.match_profiles import birth_year_range, comparable_own_names, sex_of
from saathi.people.vocabulary import NameKind
from saathi.protection.identification.missing.models import MissingChild
from saathi.vault.tokens import TokenFacts


def missing_child_profile(child: MissingChild, texts: Mapping[str, Any]) -> TracingProfile:
    """The profile with which found children are compared; `texts` is the opened envelope."""
    names = child_names.names_in_payload(texts)
    clues = texts.get("clues", [])
    return TracingProfile(
        names=comparable_own_names(names),
        father=_first(names, NameKind.FATHER),
        mother=_first(names, NameKind.MOTHER),
        siblings=tuple(texts.get("siblings", ())),
        sex=sex_of(child.gender),
        birth_years=birth_year_range(child.birth_year_low, child.birth_year_high),
        district=child.home_district,
        places=known_place_names(texts),
        languages=tuple(child.languages),
        clues=frozenset(clue["kind"] for clue in clues),
        marks=" ".join(clue.get("words", "") for clue in clues),
    )


def known_place_names(texts: Mapping[str, Any]) -> tuple[str, ...]:
    """Every spelling of every place the child knows, including old names."""
    return tuple(
        place
        for known_place in texts.get("places", [])
        for text in (known_place.get("text", ""), *known_place.get("also", ()))
        for place in split_places(text)
    )


def missing_child_token_facts(child: MissingChild, texts: Mapping[str, Any]) -> TokenFacts:
    """The facts for finding children on record: names, parents' names, years, home, places."""
    return people_tokens.search_facts(
        child,
        child_names.searchable_names(child_names.names_in_payload(texts)),
        known_place_names(texts),
    )


def _first(names: list[child_names.Name], kind: NameKind) -> str:
    return next((name.text for name in names if name.kind == kind), "")
