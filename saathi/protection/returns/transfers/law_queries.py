"""The countries under whose law a child falls, for one reader."""

from collections.abc import Mapping

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.infra.route_countries import AT_SEA
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.vocabulary import EpisodeYesNo
from saathi.protection.returns.transfers import law_rules
from saathi.protection.returns.transfers.models import Transfer


def countries_of_law(child: Child, reader: Staff) -> Mapping[str, tuple[law_rules.LawGround, ...]]:
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
    facts = law_rules.LawFacts(
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
    return law_rules.countries_of_law(facts)
