"""What the page of what happened reads: episodes with their routes, and how the facts read in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.infra import places as districts
from saathi.infra.listing import in_our_direction, listed
from saathi.people.models import Child
from saathi.people.vocabulary import Minority
from saathi.people.wording import age_words
from saathi.protection.trafficking import national, rules
from saathi.protection.trafficking.models import Episode, Leg
from saathi.protection.trafficking.places import country_name
from saathi.protection.trafficking.reading import facts_of
from saathi.protection.trafficking.route_map import RouteMap, route_map
from saathi.protection.trafficking.vocabulary import (
    Act,
    Confidence,
    EpisodeEnd,
    ExploitationOccurred,
    Known,
    Means,
    Purpose,
    Source,
    Transport,
    YesNo,
)
from saathi.web.parts import Pair, joined


@dataclass(frozen=True)
class LegRow:
    """One leg of the route, in words."""

    number: int
    way: str
    about: str
    edit_url: str
    remove_url: str


@dataclass(frozen=True)
class EpisodeShown:
    """One episode, opened: what is known, its route, how it reads in law, what is still open."""

    id: UUID
    number: int
    edit_url: str
    leg_url: str
    is_not_to_ask: bool
    account: str
    persons: str
    when_told: str
    pairs: Sequence[Pair]
    legs: Sequence[LegRow]
    map: RouteMap | None
    reading: Sequence[Pair]
    national: Sequence[Pair]
    missing: Sequence[str]


def episodes_of(staff: Staff, child: Child) -> list[EpisodeShown]:
    """Every episode on record of a child, for a reader whose right to the section was asked."""
    episodes = list(access.visible(staff, Episode).filter(child=child).order_by("number"))
    legs: dict[UUID, list[Leg]] = {}
    known = access.visible(staff, Leg).filter(episode__child=child, is_removed=False)
    for leg in known.order_by("number"):
        legs.setdefault(leg.episode_id, []).append(leg)
    opened = records.words_of_each([*episodes, *(leg for some in legs.values() for leg in some)])
    return [_shown(child, episode, legs.get(episode.pk, []), opened) for episode in episodes]


def episode_of(staff: Staff, file_id: UUID, episode_id: UUID) -> Episode:
    """One episode of a file, its look on record; 404 to strangers."""
    return records.one_of(staff, Episode, file_id, episode_id)


def leg_of(staff: Staff, file_id: UUID, episode_id: UUID, leg_id: UUID) -> Leg:
    """One leg of an episode that is still in its route, its look on record; 404 to strangers."""
    leg = access.get(staff, Leg, leg_id)
    if (leg.file_id, leg.episode_id) != (file_id, episode_id) or leg.is_removed:
        raise access.NotAllowed
    return leg


def _shown(
    child: Child, episode: Episode, legs: Sequence[Leg], opened: dict[UUID, dict[str, str]]
) -> EpisodeShown:
    facts = facts_of(episode, legs)
    reading, roles = rules.classify(facts), rules.roles(facts)
    address = [episode.file_id, episode.pk]
    account = opened.get(episode.pk, {})
    return EpisodeShown(
        id=episode.pk,
        number=episode.number,
        edit_url=reverse("trafficking:change_episode", args=address),
        leg_url=reverse("trafficking:add_leg", args=address),
        is_not_to_ask=episode.known == Known.DO_NOT_ASK,
        account=account.get("account", ""),
        persons=account.get("persons", ""),
        when_told=account.get("when_told", ""),
        pairs=_pairs(child, episode),
        legs=[leg_row(leg, opened.get(leg.pk, {})) for leg in legs],
        map=route_map(episode, legs),
        reading=[*_law(reading), *_roles(roles)],
        national=_national(reading, roles),
        missing=[gettext(reason.text) for reason in reading.missing],
    )


def _pairs(child: Child, episode: Episode) -> list[Pair]:
    return [
        Pair(gettext("How it is known"), Known(episode.known).label),
        Pair(gettext("What was done"), _labels(Act, episode.acts)),
        Pair(gettext("For what purpose"), _labels(Purpose, episode.purposes)),
        Pair(
            gettext("By which means"),
            _labels(Means, episode.means),
            note=gettext("For a child no means is required."),
            missing=gettext("none recorded"),
        ),
        _answer(
            gettext("Did it come to exploitation?"),
            ExploitationOccurred(episode.exploitation_occurred),
        ),
        Pair(gettext("Where it began"), _where(episode)),
        Pair(gettext("When it began"), _when(episode)),
        Pair(gettext("Age when it began"), _age(episode)),
        Pair(
            gettext("Age when identified"),
            age_words(child.found_age_low, child.found_age_high),
            note=Minority(child.found_as).label,
        ),
        _answer(gettext("How it ended"), EpisodeEnd(episode.ended)),
        _answer(gettext("Was the child smuggled across a border?"), YesNo(episode.smuggled)),
        _answer(gettext("Had the child migrated?"), YesNo(episode.migrant)),
        Pair(
            gettext("It rests on"),
            Source(episode.source).label,
            note=Confidence(episode.confidence).label,
        ),
    ]


def _answer(term: str, value: TextChoices) -> Pair:
    return Pair(term, "" if value.value == YesNo.NOT_KNOWN else value.label)


def _labels(choices: type[TextChoices], codes: Iterable[str]) -> str:
    return listed(str(choices(code).label) for code in codes if code in choices.values)


def _where(episode: Episode) -> str:
    if episode.recruited_district:
        return districts.district_name(episode.recruited_district)
    return country_name(episode.recruited_country)


def _when(record: Episode | Leg) -> str:
    low, high = record.began_low, record.began_high
    if low is None or high is None:
        return ""
    if low == high:
        return date_format(low, "j F Y")
    if (low.year, low.month) == (high.year, high.month):
        return date_format(low, "F Y")
    if low.year == high.year:
        return str(low.year)
    return f"{date_format(low, 'F Y')} – {date_format(high, 'F Y')}"


def _age(episode: Episode) -> str:
    low, high = episode.age_low, episode.age_high
    if low is None or high is None:
        return ""
    if low == high:
        return ngettext("%(count)d year", "%(count)d years", low) % {"count": low}
    return gettext("%(low)d–%(high)d years") % {"low": low, "high": high}


def leg_row(leg: Leg, content: dict[str, str]) -> LegRow:
    """One leg in words, for a reader whose access was asked."""
    address = [leg.file_id, leg.episode_id, leg.pk]
    about = []
    if leg.is_intended:
        about.append(gettext("planned; the child never came there"))
    if leg.for_exploitation == YesNo.YES:
        about.append(gettext("brought there for exploitation"))
    if leg.for_exploitation == YesNo.NO:
        about.append(gettext("on the way"))
    if leg.transport != Transport.NOT_KNOWN:
        about.append(str(Transport(leg.transport).label))
    if leg.acts:
        about.append(_labels(Act, leg.acts))
    if when := _when(leg):
        about.append(when)
    if content.get("persons"):
        about.append(content["persons"])
    return LegRow(
        leg.number,
        in_our_direction(_way(leg, content.get("from_place", ""), content.get("to_place", ""))),
        joined(about),
        reverse("trafficking:change_leg", args=address),
        reverse("trafficking:remove_leg", args=address),
    )


def _way(leg: Leg, from_place: str, to_place: str) -> str:
    """From where to where; a leg that stays in one country names it once."""
    start = _local(from_place, leg.from_district)
    end = _local(to_place, leg.to_district)
    if leg.from_country and leg.from_country == leg.to_country:
        country = country_name(leg.to_country)
        if start and end:
            words = gettext("within %(country)s, from %(start)s to %(end)s")
        elif start:
            words = gettext("within %(country)s, from %(start)s")
        elif end:
            words = gettext("within %(country)s, to %(end)s")
        else:
            words = gettext("within %(country)s")
        return words % {"country": country, "start": start, "end": end}
    unknown = gettext("a place not known")
    ends = {
        "start": _with_country(start, leg.from_country) or unknown,
        "end": _with_country(end, leg.to_country) or unknown,
    }
    return gettext("from %(start)s to %(end)s") % ends


def _local(place: str, district: str) -> str:
    """The place and its district, without the country."""
    return listed(filter(None, (place, districts.name_of(district))))


def _with_country(local: str, country: str) -> str:
    return listed(filter(None, (local, country_name(country) if country else "")))


def _law(reading: rules.Classification) -> list[Pair]:
    """How the facts read. Nowhere is there a "no": what is missing may still come to be known."""
    open_yet = gettext("not established from what is recorded so far")
    palermo = gettext("These facts are trafficking in a child: an act and a purpose.")
    crc = gettext("These facts are abduction of, sale of or traffic in a child.")
    age = gettext("under 18 when it happened")
    if reading.presumed_child:
        age = gettext("presumed under 18 when it happened")
    if not reading.child:
        age = gettext("18 or over at each act")
    return [
        Pair(
            gettext("Palermo Protocol, article 3"),
            palermo if reading.palermo else "",
            note=gettext("For a child no means is required.") if reading.child else "",
            missing=open_yet,
        ),
        Pair(
            gettext("Convention on the Rights of the Child, article 35"),
            crc if reading.crc35 else "",
            missing=open_yet,
        ),
        Pair(gettext("Age"), age),
    ]


def _national(reading: rules.Classification, roles: rules.CountryRoles) -> list[Pair]:
    """The national readings, once the facts are trafficking in international law; else nothing."""
    if not (reading.palermo or reading.crc35):
        return []
    return [Pair(country_name(iso), told.label) for iso, told in national.readings(roles).items()]


def _roles(roles: rules.CountryRoles) -> list[Pair]:
    def named(codes: Iterable[str]) -> str:
        return listed(country_name(code) for code in codes)

    pairs = [
        Pair(gettext("Country of origin"), country_name(roles.origin) if roles.origin else ""),
        Pair(gettext("Countries of transit"), named(roles.transit), missing=gettext("none known")),
        Pair(
            gettext("Countries of destination"),
            named(roles.destinations),
            missing=gettext("none known"),
        ),
    ]
    if roles.intended:
        text = gettext("Intended destination, not reached")
        pairs.append(Pair(text, named(roles.intended)))
    if roles.internal and roles.origin:
        text = gettext("Within %(country)s, which is origin and destination at once.")
        pairs.append(Pair(gettext("Internal"), text % {"country": country_name(roles.origin)}))
    if roles.returns_to_origin:
        text = gettext("The route left the country of origin and came back to it.")
        pairs.append(Pair(gettext("Return"), text))
    return pairs
