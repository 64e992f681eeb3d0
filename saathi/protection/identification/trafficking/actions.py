"""Actions for episodes and legs. Everything may stay empty; none of it affects help."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from saathi.agencies import access, records, writing
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.vocabulary import (
    EpisodeEnd,
    EpisodeYesNo,
    ExploitationOccurred,
    FactCertainty,
    LegHarm,
    LegTransport,
    SourceReliability,
    StatementSource,
)
from saathi.vault import store as vault


@dataclass(frozen=True)
class EpisodeInput:
    """What is known of an episode. For a child, neither means nor anything else is required."""

    known: FactCertainty = FactCertainty.NOT_RECORDED
    acts: Sequence[str] = ()
    purposes: Sequence[str] = ()
    means: Sequence[str] = ()
    exploitation_occurred: ExploitationOccurred = ExploitationOccurred.NOT_RECORDED
    smuggled: EpisodeYesNo = EpisodeYesNo.NOT_RECORDED
    migrant: EpisodeYesNo = EpisodeYesNo.NOT_RECORDED
    recruited_country: str = ""
    recruited_district: str = ""
    began_low: dt.date | None = None
    began_high: dt.date | None = None
    age_low: int | None = None
    age_high: int | None = None
    ended: EpisodeEnd = EpisodeEnd.NOT_RECORDED
    source: StatementSource = StatementSource.NOT_RECORDED
    sold: EpisodeYesNo = EpisodeYesNo.NOT_RECORDED
    sale_source: StatementSource = StatementSource.NOT_RECORDED
    confidence: SourceReliability = SourceReliability.NOT_RECORDED


LEG_TEXT_FIELDS = ("from_place", "to_place", "persons", "harm_account")


@dataclass(frozen=True)
class LegInput:
    """What is known of one leg of a route; place names are sealed."""

    from_country: str = ""
    from_district: str = ""
    to_country: str = ""
    to_district: str = ""
    from_place: str = ""
    to_place: str = ""
    for_exploitation: EpisodeYesNo = EpisodeYesNo.NOT_RECORDED
    is_intended: bool = False
    transport: LegTransport = LegTransport.NOT_RECORDED
    acts: Sequence[str] = ()
    began_low: dt.date | None = None
    began_high: dt.date | None = None
    persons: str = ""
    harm: LegHarm = LegHarm.NOT_RECORDED
    harms: Sequence[str] = ()
    harm_account: str = ""

    def payload(self) -> dict[str, str]:
        """The content of the envelope: only what was filled in."""
        held = {name: str(getattr(self, name)) for name in LEG_TEXT_FIELDS}
        return {key: text for key, text in held.items() if text}

    def columns(self) -> dict[str, object]:
        """The unsealed columns: codes and days."""
        held = asdict(self) | {"acts": list(self.acts), "harms": list(self.harms)}
        return {name: held[name] for name in held if name not in LEG_TEXT_FIELDS}


@dataclass(frozen=True)
class EpisodeTexts:
    """The sealed texts of an episode: account, persons, when it was reported, any sale."""

    account: str = ""
    persons: str = ""
    when_told: str = ""
    sale_account: str = ""

    def payload(self) -> dict[str, str]:
        """The content of the envelope: only the filled-in texts."""
        return {key: text for key, text in asdict(self).items() if text}


@transaction.atomic
def record_episode(
    *, child: Child, data: EpisodeInput, texts: EpisodeTexts, legs: Sequence[LegInput], actor: Staff
) -> Episode:
    """Records an episode with the legs of its route, numbered after those on record."""
    episode = Episode(file_id=child.file_id, child=child, **_columns(data))
    access.require(actor, Permission.WORK_ON_CASE, episode)

    last = Episode.objects.filter(child=child).aggregate(last=Max("number"))["last"]
    episode.number = (last or 0) + 1
    writing.add(episode, actor=actor, payload=texts.payload() or None)
    for number, leg in enumerate(legs, start=1):
        _add_leg(episode, leg, number, actor)
    return episode


@transaction.atomic
def change_episode(
    *, episode: Episode, data: EpisodeInput, texts: EpisodeTexts, version: int, actor: Staff
) -> Episode:
    """Changes an episode; `ChangedMeanwhile` if `version` is not the current one."""
    access.require(actor, Permission.WORK_ON_CASE, episode)

    payload = texts.payload()
    keeps = payload or episode.sealed  # a deleted account is sealed as an empty text
    return writing.change(
        episode, actor=actor, version=version, payload=payload if keeps else None, **_columns(data)
    )


@transaction.atomic
def record_leg(*, episode: Episode, data: LegInput, actor: Staff) -> Leg:
    """Adds a leg at the end of the route: a resale or a new recruiter within the same episode."""
    access.require(actor, Permission.WORK_ON_CASE, episode)

    last = Leg.objects.filter(episode=episode).aggregate(last=Max("number"))["last"]
    return _add_leg(episode, data, (last or 0) + 1, actor)


@transaction.atomic
def change_leg(*, leg: Leg, data: LegInput, version: int, actor: Staff) -> Leg:
    """Changes a leg; the earlier version is kept, fully sealed."""
    access.require(actor, Permission.WORK_ON_CASE, leg)
    if leg.is_removed:
        raise access.NotAllowed

    whole = _sealed_whole(leg)
    writing.change(leg, actor=actor, version=version, payload=data.payload(), **data.columns())
    writing.set_old_value(leg, whole, actor=actor)
    return leg


@transaction.atomic
def remove_leg(*, leg: Leg, reason: str, version: int, actor: Staff) -> Leg:
    """Removes a leg that was recorded by mistake. Its content is kept, sealed."""
    access.require(actor, Permission.WORK_ON_CASE, leg)
    if leg.is_removed:
        raise access.NotAllowed

    whole = _sealed_whole(leg)
    emptied = LegInput().columns() | {"is_removed": True}
    payload = {"why": reason} if reason else {}
    writing.change(leg, actor=actor, version=version, payload=payload, **emptied)
    writing.set_old_value(leg, whole, actor=actor)
    return leg


def _sealed_whole(leg: Leg) -> bytes:
    """A leg's envelope including its clear columns, to be kept as the old value."""
    places = records.open_texts(leg)
    clear = {name: getattr(leg, name) for name in LegInput().columns()}
    clear |= {name: str(clear[name] or "") for name in ("began_low", "began_high")}
    whole = Leg(id=leg.pk, file_id=leg.file_id)
    vault.seal(whole, places | clear)
    return bytes(whole.sealed or b"")


def _columns(data: EpisodeInput) -> dict[str, object]:
    columns = asdict(data)
    return columns | {name: list(columns[name]) for name in ("acts", "purposes", "means")}


def _add_leg(episode: Episode, data: LegInput, number: int, actor: Staff) -> Leg:
    leg = Leg(
        file_id=episode.file_id,
        episode=episode,
        number=number,
        **data.columns(),
    )
    return writing.add(leg, actor=actor, payload=data.payload() or None)
