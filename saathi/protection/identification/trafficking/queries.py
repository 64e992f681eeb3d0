"""Loads episodes with their routes and legal readings, as texts for a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from saathi.agencies import access, records
from saathi.agencies.models import Staff
from saathi.infra import district_list as districts
from saathi.infra.join_words import isolate_direction, join_words
from saathi.infra.route_countries import country_name
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegedRole
from saathi.people.formatting import format_age
from saathi.people.models import Child
from saathi.people.vocabulary import MinorStatus
from saathi.protection.identification.trafficking import national_definitions, rules
from saathi.protection.identification.trafficking.episode_facts import build_episode_facts
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.route_map import RouteMap, draw_route_map
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    ExploitationPurpose,
    FactCertainty,
    HarmForm,
    HarmStage,
    LegHarm,
    LegTransport,
    SourceReliability,
    StatementSource,
    TraffickingAct,
    TraffickingMeans,
)
from saathi.web.components import LabelledValue, join_facts


@dataclass(frozen=True)
class LegRow:
    """One leg of the route, as texts."""

    number: int
    way: str
    about: str
    edit_url: str
    remove_url: str
    harm: str = ""
    harm_account: str = ""


@dataclass(frozen=True)
class EpisodeDetails:
    """One episode, opened: known facts, route, legal reading, open questions."""

    id: UUID
    number: int
    edit_url: str
    leg_url: str
    is_not_to_ask: bool
    account: str
    persons: str
    when_told: str
    sale_account: str
    is_sale_answered: bool
    pairs: Sequence[LabelledValue]
    legs: Sequence[LegRow]
    map: RouteMap | None
    reading: Sequence[LabelledValue]
    national: Sequence[LabelledValue]
    missing: Sequence[str]


def list_episodes(staff: Staff, child: Child) -> list[EpisodeDetails]:
    """Every episode of a child, for a reader whose right to the section was checked."""
    episodes = list(access.visible(staff, Episode).filter(child=child).order_by("number"))
    legs: dict[UUID, list[Leg]] = {}
    visible_legs = access.visible(staff, Leg).filter(episode__child=child, is_removed=False)
    for leg in visible_legs.order_by("number"):
        legs.setdefault(leg.episode_id, []).append(leg)
    opened = records.open_texts_of_each(
        [*episodes, *(leg for episode_legs in legs.values() for leg in episode_legs)]
    )
    return [_shown(child, episode, legs.get(episode.pk, []), opened) for episode in episodes]


def is_sale_only_alleged(staff: Staff, child: Child, episodes: Iterable[EpisodeDetails]) -> bool:
    """Whether a sale of the child is alleged and no episode answers whether it happened."""
    if any(episode.is_sale_answered for episode in episodes):
        return False
    alleged = access.visible(staff, AllegedPerpetrator).filter(child=child)
    return alleged.filter(roles__contains=[AllegedRole.SOLD]).exists()


def get_episode(staff: Staff, file_id: UUID, episode_id: UUID) -> Episode:
    """One episode of a file, with an entry in the access log; 404 without access."""
    return records.get_record_of_file(staff, Episode, file_id, episode_id)


def get_leg(staff: Staff, file_id: UUID, episode_id: UUID, leg_id: UUID) -> Leg:
    """One leg that was not removed, with an entry in the access log; 404 without access."""
    leg = access.get(staff, Leg, leg_id)
    if (leg.file_id, leg.episode_id) != (file_id, episode_id) or leg.is_removed:
        raise access.NotAllowed
    return leg


def _shown(
    child: Child, episode: Episode, legs: Sequence[Leg], opened: dict[UUID, dict[str, str]]
) -> EpisodeDetails:
    facts = build_episode_facts(episode, legs)
    reading, roles = rules.classify_trafficking(facts), rules.find_country_roles(facts)
    address = [episode.file_id, episode.pk]
    account = opened.get(episode.pk, {})
    return EpisodeDetails(
        id=episode.pk,
        number=episode.number,
        edit_url=reverse("trafficking:change_episode", args=address),
        leg_url=reverse("trafficking:add_leg", args=address),
        is_not_to_ask=episode.known == FactCertainty.DO_NOT_ASK,
        account=account.get("account", ""),
        persons=account.get("persons", ""),
        when_told=account.get("when_told", ""),
        sale_account=account.get("sale_account", ""),
        is_sale_answered=bool(episode.sold),
        pairs=_pairs(child, episode),
        legs=[leg_row(leg, opened.get(leg.pk, {})) for leg in legs],
        map=draw_route_map(episode, legs),
        reading=[*_law(reading), *_roles(roles), _harm_stages(facts)],
        national=_national(reading, roles),
        missing=[gettext(reason.text) for reason in reading.missing],
    )


def _pairs(child: Child, episode: Episode) -> list[LabelledValue]:
    """The recorded facts; unanswered ones are shown as "Not recorded", answered ones never."""
    blank = gettext("Not recorded")
    return [
        replace(pair, missing=pair.missing or blank) for pair in _recorded_pairs(child, episode)
    ]


def _recorded_pairs(child: Child, episode: Episode) -> list[LabelledValue]:
    return [
        LabelledValue(gettext("Basis of the information"), FactCertainty(episode.known).label),
        LabelledValue(gettext("What was done"), _labels(TraffickingAct, episode.acts)),
        LabelledValue(gettext("Purpose"), _labels(ExploitationPurpose, episode.purposes)),
        LabelledValue(
            gettext("Means"),
            _labels(TraffickingMeans, episode.means),
            note=gettext("For a child, no means is required."),
            missing=gettext("not recorded"),
        ),
        _answer(
            gettext("Did exploitation occur?"),
            ExploitationOccurred(episode.exploitation_occurred),
        ),
        LabelledValue(
            gettext("Was the child sold?"),
            str(EpisodeYesNo(episode.sold).label) if episode.sold else "",
            note=str(StatementSource(episode.sale_source).label) if episode.sale_source else "",
        ),
        LabelledValue(gettext("Place of first recruitment or abduction"), _where(episode)),
        LabelledValue(gettext("Start of the incident"), _when(episode)),
        LabelledValue(gettext("Age at the start of the incident"), _age(episode)),
        LabelledValue(
            gettext("Age when identified"),
            format_age(child.identified_age_low, child.identified_age_high),
            note=MinorStatus(child.identified_as).label,
        ),
        _answer(gettext("How it ended"), EpisodeEnd(episode.ended)),
        _answer(gettext("Was the child smuggled across a border?"), EpisodeYesNo(episode.smuggled)),
        _answer(gettext("Had the child migrated?"), EpisodeYesNo(episode.migrant)),
        LabelledValue(
            gettext("Source"),
            StatementSource(episode.source).label,
            note=SourceReliability(episode.confidence).label if episode.confidence else "",
        ),
    ]


def _answer(term: str, value: TextChoices) -> LabelledValue:
    """An answer, including "not known"; empty if the question was not answered."""
    return LabelledValue(term, str(value.label) if value.value else "")


def _labels(choices: type[TextChoices], codes: Iterable[str]) -> str:
    return join_words(str(choices(code).label) for code in codes if code in choices.values)


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
    """One leg in words, for a reader whose access was checked."""
    address = [leg.file_id, leg.episode_id, leg.pk]
    about = []
    if leg.is_intended:
        about.append(gettext("planned; the child never arrived there"))
    if leg.for_exploitation == EpisodeYesNo.YES:
        about.append(gettext("brought there for exploitation"))
    if leg.for_exploitation == EpisodeYesNo.NO:
        about.append(gettext("in transit"))
    if leg.transport not in {LegTransport.NOT_RECORDED, LegTransport.NOT_KNOWN}:
        about.append(str(LegTransport(leg.transport).label))
    if leg.acts:
        about.append(_labels(TraffickingAct, leg.acts))
    if period := _when(leg):
        about.append(period)
    if content.get("persons"):
        about.append(content["persons"])
    return LegRow(
        leg.number,
        isolate_direction(_way(leg, content.get("from_place", ""), content.get("to_place", ""))),
        join_facts(about),
        reverse("trafficking:change_leg", args=address),
        reverse("trafficking:remove_leg", args=address),
        harm=_harm(leg),
        harm_account=content.get("harm_account", ""),
    )


def _harm(leg: Leg) -> str:
    """The answer about exploitation or abuse on the leg; empty if there is none."""
    if not leg.harm:
        return ""
    term = gettext("Was the child exploited or abused on this leg?")
    answer = join_facts([str(LegHarm(leg.harm).label), _labels(HarmForm, leg.harms)])
    return f"{term} {answer}"


def _way(leg: Leg, from_place: str, to_place: str) -> str:
    """Origin and destination of a leg; within one country, the country is named once."""
    start = _local(from_place, leg.from_district)
    end = _local(to_place, leg.to_district)
    if leg.from_country and leg.from_country == leg.to_country:
        country = country_name(leg.to_country)
        if start and end:
            template = gettext("within %(country)s, from %(start)s to %(end)s")
        elif start:
            template = gettext("within %(country)s, from %(start)s")
        elif end:
            template = gettext("within %(country)s, to %(end)s")
        else:
            template = gettext("within %(country)s")
        return template % {"country": country, "start": start, "end": end}
    unknown = gettext("an unknown place")
    ends = {
        "start": _with_country(start, leg.from_country) or unknown,
        "end": _with_country(end, leg.to_country) or unknown,
    }
    return gettext("from %(start)s to %(end)s") % ends


def _local(place: str, district: str) -> str:
    """The place and its district, without the country."""
    return join_words(filter(None, (place, districts.short_district_name(district))))


def _with_country(local: str, country: str) -> str:
    return join_words(filter(None, (local, country_name(country) if country else "")))


def _law(reading: rules.Classification) -> list[LabelledValue]:
    """The legal reading. It never says "no": missing facts may become known later."""
    open_yet = gettext("not established from the information recorded so far")
    palermo = gettext("These facts constitute trafficking in a child: an act and a purpose.")
    crc = gettext("These facts constitute abduction of, sale of or traffic in a child.")
    age = gettext("under 18 when it happened")
    if reading.presumed_child:
        age = gettext("presumed under 18 when it happened")
    if not reading.child:
        age = gettext("18 or over at each act")
    return [
        LabelledValue(
            gettext("Palermo Protocol, article 3"),
            palermo if reading.palermo else "",
            note=gettext("For a child, no means is required.") if reading.child else "",
            missing=open_yet,
        ),
        LabelledValue(
            gettext("Convention on the Rights of the Child, article 35"),
            crc if reading.crc35 else "",
            missing=open_yet,
        ),
        LabelledValue(
            gettext("Protocol on the sale of children, article 2(a)"),
            gettext("These facts constitute the sale of a child.") if reading.sale else "",
            note=gettext("The purpose does not have to be known.") if reading.sale else "",
            missing=open_yet,
        ),
        LabelledValue(gettext("Age"), age),
    ]


def _national(reading: rules.Classification, roles: rules.CountryRoles) -> list[LabelledValue]:
    """National readings if the facts are trafficking in international law; otherwise empty."""
    if not (reading.palermo or reading.crc35):
        return []
    return [
        LabelledValue(country_name(iso), reading.label)
        for iso, reading in national_definitions.apply_all_definitions(roles).items()
    ]


def _harm_stages(facts: rules.EpisodeFacts) -> LabelledValue:
    """The stages at which harm is recorded; it never says that there was none."""
    stages = [
        f"{country_name(harm.country)} ({HarmStage(harm.stage).label})"
        if harm.country
        else str(HarmStage(harm.stage).label)
        for harm in rules.find_recorded_harm(facts)
    ]
    return LabelledValue(
        gettext("Exploitation or abuse on the route"),
        join_words(stages),
        missing=gettext("not recorded"),
    )


def _roles(roles: rules.CountryRoles) -> list[LabelledValue]:
    def named(codes: Iterable[str]) -> str:
        return join_words(country_name(code) for code in codes)

    pairs = [
        LabelledValue(
            gettext("Country of origin"), country_name(roles.origin) if roles.origin else ""
        ),
        LabelledValue(
            gettext("Countries of transit"), named(roles.transit), missing=gettext("none known")
        ),
        LabelledValue(
            gettext("Countries of destination"),
            named(roles.destinations),
            missing=gettext("none known"),
        ),
    ]
    if roles.intended:
        text = gettext("Intended destination, not reached")
        pairs.append(LabelledValue(text, named(roles.intended)))
    if roles.internal and roles.origin:
        text = gettext("Within %(country)s, which is both origin and destination.")
        pairs.append(
            LabelledValue(gettext("Internal"), text % {"country": country_name(roles.origin)})
        )
    if roles.returns_to_origin:
        text = gettext("The route left the country of origin and came back to it.")
        pairs.append(LabelledValue(gettext("Return"), text))
    return pairs
