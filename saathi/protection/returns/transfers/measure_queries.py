"""The measures of a child, and the countries under whose law the child falls, for one reader."""

from collections.abc import Mapping

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.vocabulary import AT_SEA, EpisodeYesNo
from saathi.protection.returns.transfers import measure_rules
from saathi.protection.returns.transfers.models import LegalMeasure, Transfer


def measures_of(child: Child, reader: Staff) -> list[LegalMeasure]:
    """The measures of a child, by country, the latest first, with their texts."""
    found = access.visible(reader, LegalMeasure).filter(child=child)
    listed = list(found.order_by("country", "-as_of", "-recorded_at"))
    records.open_texts_of_each(listed)
    return listed


def countries_of_law(
    child: Child, reader: Staff
) -> Mapping[str, tuple[measure_rules.LawGround, ...]]:
    """The countries whose law may apply, each with why, from what the reader may read."""
    episodes = access.visible(reader, Episode).filter(child=child)
    legs = access.visible(reader, Leg).filter(
        episode__child=child,
        is_removed=False,
        is_intended=False,
        for_exploitation=EpisodeYesNo.YES,
    )
    transfers = access.visible(reader, Transfer).filter(child=child)
    chains = transfers.values_list("from_country", "to_country", "chain")
    facts = measure_rules.LawFacts(
        present=child.file.office.country,
        nationalities=tuple(child.nationalities),
        home=child.home_country,
        recruited=tuple(episodes.order_by("number").values_list("recruited_country", flat=True)),
        exploited=tuple(
            country
            for country in legs.order_by("number").values_list("to_country", flat=True)
            if country != AT_SEA
        ),
        transfers=tuple(
            country for start, end, chain in chains for country in (start, end, *chain)
        ),
    )
    return measure_rules.countries_of_law(facts)
