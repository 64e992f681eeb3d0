"""Classifies the facts of an episode, and the role of each country in it.

It is a reading of the facts, not the decision of an authority, and never a condition: no help for a
child may depend on it (domain A.1 rule 14). Sex and nationality are not even arguments.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.infra.route_countries import AT_SEA
from saathi.people.ages import AgeRange, minor_status
from saathi.people.vocabulary import MinorStatus
from saathi.protection.identification.trafficking.exploitation_codes import is_exploitation
from saathi.protection.identification.trafficking.vocabulary import (
    CountryRole,
    EpisodeYesNo,
    ExploitationPurpose,
    HarmStage,
    LegHarm,
    TraffickingAct,
    TraffickingMeans,
)


@dataclass(frozen=True, slots=True)
class LegFacts:
    """One place of the route, in order: where the child arrived, and what happened there.

    `country` is ISO 3166 alpha-3, `AT_SEA`, or None if not known; `from_country` is needed only if
    it differs from the previous place. `brought_for_exploitation` makes the place a destination;
    `harm` alone does not: exploitation and abuse may happen anywhere (report line 407, domain A.1
    rule 7). `reached` is False for a place to which the child was to be brought but where they
    never arrived. `age` is the child's age at the acts of this leg.
    """

    country: str | None
    acts: frozenset[TraffickingAct] = frozenset()
    brought_for_exploitation: bool = False
    harm: LegHarm = LegHarm.NOT_RECORDED
    reached: bool = True
    from_country: str | None = None
    age: AgeRange | None = None


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """The facts of one episode; everything may stay empty permanently.

    `recruited_in` is the country of the first recruitment or abduction. `ages` are the child's ages
    at acts that belong to no leg. `sold` and `abducted` are forms of CRC art. 35 and separate from
    the means. `presumption_rebutted`: a recorded finding that the person was an adult at each act.
    `smuggled`, `crossed_without_permission` and `migrant` are separate facts (DEF-013).
    """

    recruited_in: str | None = None
    acts: frozenset[TraffickingAct] = frozenset()
    purposes: frozenset[ExploitationPurpose] = frozenset()
    means: frozenset[TraffickingMeans] = frozenset()
    legs: tuple[LegFacts, ...] = ()
    ages: tuple[AgeRange, ...] = ()
    presumption_rebutted: bool = False
    sold: bool = False
    abducted: bool = False
    smuggled: bool = False
    crossed_without_permission: bool = False
    migrant: bool = False

    @property
    def all_acts(self) -> frozenset[TraffickingAct]:
        """The acts of the episode and of its legs together."""
        return self.acts.union(*(leg.acts for leg in self.legs))

    @property
    def ages_at_acts(self) -> tuple[AgeRange | None, ...]:
        """The child's age at each act; None for an act whose age is not known."""
        ages: list[AgeRange | None] = [leg.age for leg in self.legs if leg.acts or leg.age]
        if self.acts or self.ages or not ages:
            ages += self.ages or (None,)
        return tuple(ages)


@dataclass(frozen=True, slots=True)
class Classification:
    """The legal reading of the facts. It has no value "not protected": none removes help.

    `missing` names what is not known yet: a hint for the recording worker, never a requirement.
    """

    palermo: bool
    crc35: bool
    sale: bool
    child: bool
    presumed_child: bool
    smuggled: bool
    irregular_migration: bool
    migrant: bool
    missing: tuple[Reason, ...]


def classify_trafficking(episode: EpisodeFacts) -> Classification:
    """The reading in international law; national law is applied separately (DEF-030).

    Palermo art. 3(a) and 3(c), report lines 574-597: act and purpose; the means count for an adult
    only. CRC art. 35, line 181: abduction of, sale of or traffic in children for any purpose or in
    any form, so it reaches further. A sale is a transfer for remuneration or any other
    consideration (Optional Protocol on the sale of children, art. 2(a)): its purpose need not be
    known (DEF-027). Trafficking requires a purpose, not completed exploitation (DEF-004), nor a
    border (DEF-015), nor the lack of consent or of a visa (DEF-016).
    """
    age = minority_at_acts(episode)
    is_child = age != MinorStatus.ADULT
    has_act = bool(episode.all_acts)
    has_exploitation = any(is_exploitation(purpose) for purpose in episode.purposes)
    palermo = has_act and has_exploitation and (is_child or bool(episode.means))
    traffic = has_act and bool(episode.purposes)
    may_have_crossed = has_crossed_border(episode) is not False
    return Classification(
        palermo=palermo,
        crc35=is_child and (traffic or episode.sold or episode.abducted),
        sale=is_child and episode.sold,
        child=is_child,
        presumed_child=age == MinorStatus.PRESUMED,
        smuggled=episode.smuggled and may_have_crossed,
        irregular_migration=episode.crossed_without_permission and may_have_crossed,
        migrant=episode.migrant,
        missing=_missing(episode, is_child=is_child),
    )


def minority_at_acts(episode: EpisodeFacts) -> MinorStatus:
    """Whether the person was a child at any act, not at identification (domain A.1 rule 1).

    A person found at 19 who was recruited at 16 is judged by art. 3(c). At an act of unknown age
    the person is presumed to be a child.
    """
    readings = {minor_status(age) for age in episode.ages_at_acts}
    if MinorStatus.CHILD in readings:
        return MinorStatus.CHILD
    if episode.presumption_rebutted or readings == {MinorStatus.ADULT}:
        return MinorStatus.ADULT
    return MinorStatus.PRESUMED


def has_crossed_border(episode: EpisodeFacts) -> bool | None:
    """Whether the route crossed a border between countries; None if its places leave it open.

    Smuggling and irregular migration require a border, trafficking does not (report lines 394-399).
    """
    route = _route(episode, episode.legs)
    if len({country for country in route if country is not None}) > 1:
        return True
    return None if None in route or len(route) < 2 else False


def _missing(episode: EpisodeFacts, *, is_child: bool) -> tuple[Reason, ...]:
    reasons = []
    if not episode.all_acts:
        reasons.append(Reason("act", _("The act is not known yet.")))
    if not episode.purposes:
        reasons.append(Reason("purpose", _("The purpose is not known yet.")))
    if None in episode.ages_at_acts:
        reasons.append(Reason("age", _("The age at the time is not known yet.")))
    if not is_child and not episode.means:
        reasons.append(
            Reason("means", _("The means are not known yet; they are required for an adult."))
        )
    crossing_stated = episode.smuggled or episode.crossed_without_permission
    if crossing_stated and has_crossed_border(episode) is False:
        text = _("A border crossing is recorded, but all places of the route are in one country.")
        reasons.append(Reason("border", text))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class CountryRoles:
    """The roles of countries in one episode (report Box 1.1, lines 411-440).

    `intended` are destinations that were never reached. `returns_to_origin` marks a route that ends
    where it began after crossing a border, which is not internal. `has_unknown_places` warns that a
    place is not known, so that roles may be missing.
    """

    origin: str | None
    destinations: tuple[str, ...]
    transit: tuple[str, ...]
    internal: bool
    cross_border: bool
    returns_to_origin: bool
    intended: tuple[str, ...]
    has_unknown_places: bool

    def by_country(self) -> dict[str, frozenset[CountryRole]]:
        """The roles of each country.

        Internal trafficking makes one country origin and destination (DEF-024).
        """
        pairs = [(country, CountryRole.DESTINATION) for country in self.destinations]
        pairs += [(country, CountryRole.TRANSIT) for country in self.transit]
        pairs += [(country, CountryRole.INTENDED) for country in self.intended]
        if self.origin is not None:
            pairs.append((self.origin, CountryRole.ORIGIN))
            if self.internal:
                pairs.append((self.origin, CountryRole.INTERNAL))
        countries = dict.fromkeys(country for country, _role in pairs)
        return {
            country: frozenset(role for role_country, role in pairs if role_country == country)
            for country in countries
        }


def find_country_roles(episode: EpisodeFacts) -> CountryRoles:
    """Origin, destinations and transit; whether it was internal, cross-border or both.

    Origin is where the child was first recruited or abducted: not nationality, home, or the first
    place of the journey (DEF-018, DEF-019); it is never guessed. A destination is where the child
    was brought for exploitation (DEF-020); there may be several (DEF-021). Internal and cross-
    border follow from the route alone (DEF-023, DEF-025), and one episode may be both.
    """
    origin = _country(episode.recruited_in)
    brought = [leg for leg in episode.legs if leg.brought_for_exploitation]
    destinations = _ordered(leg.country for leg in brought if leg.reached)
    intended = _ordered(leg.country for leg in brought if not leg.reached)
    # If the origin is not known, the start of the first leg may be it: not a transit country.
    began = episode.legs[0].from_country if episode.legs and origin is None else None
    ends = {origin, began, *destinations, *intended}
    at_origin = [
        _stayed(episode, position)
        for position, leg in enumerate(episode.legs)
        if leg.brought_for_exploitation and leg.reached and origin and leg.country == origin
    ]
    return CountryRoles(
        origin=origin,
        destinations=destinations,
        transit=tuple(c for c in _ordered(_route(episode, episode.legs)) if c not in ends),
        internal=True in at_origin,
        cross_border=has_crossed_border(episode) is True,
        returns_to_origin=False in at_origin,
        intended=tuple(c for c in intended if c not in destinations),
        has_unknown_places=None in _route(episode, episode.legs),
    )


@dataclass(frozen=True, slots=True)
class RecordedHarm:
    """A stage of the route at which the child was exploited or abused, and its country if known."""

    stage: HarmStage
    country: str | None = None


def find_recorded_harm(episode: EpisodeFacts) -> tuple[RecordedHarm, ...]:
    """Where on the route harm is recorded, once for each stage and country (DEF-026).

    A leg whose harm was answered with "no" or not at all adds nothing.
    """
    roles = find_country_roles(episode)
    recorded_harm: list[RecordedHarm] = []
    for leg in episode.legs:
        if leg.harm in {LegHarm.ON_THE_WAY, LegHarm.BOTH}:
            recorded_harm.append(RecordedHarm(HarmStage.ON_THE_WAY))
        if leg.harm in {LegHarm.THERE, LegHarm.BOTH}:
            country = _country(leg.country)
            recorded_harm.append(RecordedHarm(_stage_of(country, roles), country))
        if leg.harm == LegHarm.SOMEWHERE:
            recorded_harm.append(RecordedHarm(HarmStage.NOT_KNOWN_WHERE))
    return tuple(dict.fromkeys(recorded_harm))


def _stage_of(country: str | None, roles: CountryRoles) -> HarmStage:
    if country is None:
        return HarmStage.NOT_KNOWN_WHERE
    is_destination = country in roles.destinations
    if country == roles.origin:
        return HarmStage.INTERNAL if is_destination else HarmStage.ORIGIN
    if is_destination:
        return HarmStage.DESTINATION
    return HarmStage.TRANSIT if country in roles.transit else HarmStage.NOT_KNOWN_WHERE


def reasons_against_harm(
    harm: LegHarm, *, is_intended: bool, has_details: bool
) -> tuple[Reason, ...]:
    """Why an answer about harm contradicts the rest of the leg; empty if it does not."""
    if has_details and harm in {LegHarm.NOT_RECORDED, LegHarm.NO, LegHarm.NOT_KNOWN}:
        text = _("You described harm. Choose where on this leg it happened, or remove the account.")
        return (Reason("harm", text),)
    if is_intended and harm in {LegHarm.THERE, LegHarm.BOTH}:
        return (Reason("harm", _("The child never arrived there. Choose another answer.")),)
    return ()


def reasons_against_sale(sold: EpisodeYesNo, *, has_details: bool) -> tuple[Reason, ...]:
    """Why details of a sale cannot be saved: no answer says whether there was a sale."""
    if has_details and sold == EpisodeYesNo.NOT_RECORDED:
        return (Reason("sold", _("Choose whether the child was sold, as far as is known.")),)
    return ()


def _country(place: str | None) -> str | None:
    return None if place == AT_SEA else place


def _route(episode: EpisodeFacts, legs: Iterable[LegFacts]) -> list[str | None]:
    route = [episode.recruited_in]
    for leg in legs:
        if leg.reached:
            route += [leg.country] if leg.from_country is None else [leg.from_country, leg.country]
    return route


def _ordered(places: Iterable[str | None]) -> tuple[str, ...]:
    countries = (_country(place) for place in places)
    return tuple(dict.fromkeys(country for country in countries if country is not None))


def _stayed(episode: EpisodeFacts, position: int) -> bool | None:
    """Whether all places up to this leg are in the origin country; None if one is unknown."""
    route = _route(episode, episode.legs[: position + 1])
    if any(country not in {None, episode.recruited_in} for country in route):
        return False
    return None if None in route else True
