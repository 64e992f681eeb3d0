"""What is known of a missing child, in the shapes that others need: for comparing and for tokens."""

from collections.abc import Mapping
from typing import Any

from saathi.matching.tracing import Portrait
from saathi.people import names as hers
from saathi.people import tokens as people_tokens
from saathi.people.homes import places_in
from saathi.people.portraits import own_names, sex_of, years_of
from saathi.people.vocabulary import NameKind
from saathi.protection.missing.models import MissingChild
from saathi.vault.tokens import Facts


def portrait(child: MissingChild, known: Mapping[str, Any]) -> Portrait:
    """The child as she is compared with children found; `known` is her opened envelope."""
    names = hers.in_envelope(known)
    clues = known.get("clues", [])
    return Portrait(
        names=own_names(names),
        father=_first(names, NameKind.FATHER),
        mother=_first(names, NameKind.MOTHER),
        siblings=tuple(known.get("siblings", ())),
        sex=sex_of(child.gender),
        born=years_of(child.birth_year_low, child.birth_year_high),
        district=child.home_district,
        places=places_of(known),
        languages=tuple(child.languages),
        clues=frozenset(clue["kind"] for clue in clues),
        marks=" ".join(clue.get("words", "") for clue in clues),
    )


def places_of(known: Mapping[str, Any]) -> tuple[str, ...]:
    """Every spelling of every place that is known of her, old names too."""
    return tuple(
        place
        for told in known.get("places", [])
        for text in (told.get("text", ""), *told.get("also", ()))
        for place in places_in(text)
    )


def facts_of(child: MissingChild, known: Mapping[str, Any]) -> Facts:
    """What children on record are found by: all her names and her parents', years, home and places."""
    return people_tokens.facts_of(child, hers.to_find(hers.in_envelope(known)), places_of(known))


def _first(names: list[hers.Name], kind: NameKind) -> str:
    return next((name.text for name in names if name.kind == kind), "")
