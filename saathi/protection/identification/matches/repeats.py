"""Finds people and companies alleged to have harmed two children ("seen before").

Runs at night as the matcher. It writes a temporary notice into each child's file, which names
neither the other file nor the other child. A name alone is not enough: a place or telephone number
must match as well.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from anyascii import anyascii
from django.db import connections, transaction

from saathi import audit
from saathi.engines.matching import names
from saathi.engines.matching.linking import explaining, normalisation
from saathi.engines.matching.linking import model as models
from saathi.engines.matching.linking.model import LinkageModel
from saathi.infra import clock
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegedPerpetratorKind
from saathi.protection.identification.matches.models import MatchRun
from saathi.protection.identification.matches.nightly import (
    ProgressReporter,
    exclusive_match_run,
    ignore_progress,
)
from saathi.protection.identification.matches.records import split_into_batches
from saathi.protection.identification.matches.register_gateway import MATCHER
from saathi.protection.identification.matches.vocabulary import RepeatKind
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

SOURCE: Final = "repeat"
WRITE_BATCH_SIZE: Final = 20_000
MAX_GROUP_SIZE: Final = 200  # more records than this with the same name and place prove nothing
# A small register is part of a larger population with people of the same name.
MIN_POPULATION: Final = 1_000
# A house is more specific than its town: an estimate, until a real register provides pairs.
BITS_OF_A_FURTHER_PLACE: Final = 5.0
_NUMBER: Final = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_TEXTS_WITH_NUMBERS: Final = ("name", "description", "where", "marks", "how", "on_what")
_PARTS: Final = re.compile(r"[,;/\n]| - ")


@dataclass(frozen=True, repr=False)
class AllegationFacts:
    """The facts of one allegation, opened in memory."""

    id: UUID
    file_id: UUID
    recorded_at: dt.datetime
    is_place: bool  # a company or a building
    name: str
    places: tuple[str, ...]
    phones: frozenset[str]


@dataclass(frozen=True)
class AllegationMatch:
    """Two allegations in different files, and what matches."""

    one: UUID
    other: UUID
    kind: RepeatKind


@cache
def _model() -> LinkageModel:
    return models.load_model("repeat")


def find_repeats(*, using: str = MATCHER, say: ProgressReporter = ignore_progress) -> int:
    """Writes notices into files and returns their number.

    `nightly.MatchRunInProgress` if a run of the matcher has not ended.
    """
    with exclusive_match_run(using):
        runs = MatchRun.objects.using(using)
        runs.filter(source=SOURCE, finished_at=None).update(finished_at=clock.now())
        run = MatchRun(source=SOURCE, horizon=0)
        run.save(force_insert=True, using=using)
        allegations = sorted(
            _opened(run.id, using), key=lambda allegation: (allegation.recorded_at, allegation.id)
        )
        matches = list(match_allegations(allegations))
        say(f"{len(allegations)} records compared, {len(matches)} of them alike another")
        with transaction.atomic(using=using):
            written = _write(run.id, matches, using)
            runs.filter(pk=run.pk).update(finished_at=clock.now())
            audit.record(
                audit.AuditKind.MATCHED,
                by=None,
                agency=None,
                objects=[run.id],
                detail={"count": min(len(allegations), 9_999_999), "hits": written},
                using=using,
            )
        return written


def match_allegations(allegations: Sequence[AllegationFacts]) -> Iterator[AllegationMatch]:
    """For each allegation and kind of match, the newest matching one in another file."""
    for first, second in _newest_each(_by_phone(allegations)):
        yield AllegationMatch(first.id, second.id, RepeatKind.PHONE)
    for first, second in _newest_each(_by_name_and_place(allegations)):
        is_place = first.is_place or second.is_place
        yield AllegationMatch(
            first.id, second.id, RepeatKind.PLACE if is_place else RepeatKind.PERSON
        )


def _newest_each(
    pairs: Iterable[tuple[AllegationFacts, AllegationFacts]],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    newest: dict[UUID, tuple[AllegationFacts, AllegationFacts]] = {}
    for pair in pairs:
        for first, second in (pair, pair[::-1]):
            current = newest.get(first.id)
            if current is None or current[1].recorded_at < second.recorded_at:
                newest[first.id] = (first, second)
    yield from newest.values()


def _by_phone(
    allegations: Sequence[AllegationFacts],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    having: dict[str, list[AllegationFacts]] = defaultdict(list)
    for allegation in allegations:
        for phone in allegation.phones:
            having[phone].append(allegation)
    for group in having.values():
        yield from _pairs_of_files(group)


def _pairs_of_files(
    group: Sequence[AllegationFacts],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    """Pairs each allegation with the newest of another file."""
    last = group[-1]
    other_file_last = next(
        (allegation for allegation in reversed(group) if allegation.file_id != last.file_id), None
    )
    if other_file_last is None:
        return
    for allegation in group:
        yield (
            (allegation, last)
            if allegation.file_id != last.file_id
            else (allegation, other_file_last)
        )


def _by_name_and_place(
    allegations: Sequence[AllegationFacts],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    """Pairs whose name and place match above the threshold that avoids false accusations."""
    population = max(len(allegations), MIN_POPULATION)
    sharing: dict[tuple[str, str], list[tuple[AllegationFacts, str]]] = defaultdict(list)
    for allegation in allegations:
        places = {normalisation.fold_place(place).key: place for place in allegation.places}
        for key in names.name_keys(allegation.name):
            for folded, place in places.items():
                if folded:
                    sharing[key, folded].append((allegation, place))
    by_id = {allegation.id: allegation for allegation in allegations}
    found_shares: dict[tuple[UUID, UUID], dict[str, float]] = defaultdict(dict)
    for (_key, folded), group in sharing.items():
        if 1 < len(group) <= MAX_GROUP_SIZE:
            for first, second, share in _name_and_place_scores(group, population):
                found_shares[first, second][folded] = share
    for (one_id, other_id), shares in found_shares.items():
        if _with_more_places(list(shares.values())) >= _model().threshold:
            yield by_id[one_id], by_id[other_id]


def _name_and_place_scores(
    group: Sequence[tuple[AllegationFacts, str]], population: int
) -> Iterator[tuple[UUID, UUID, float]]:
    """Pairs with a similar name and a shared part of the place; the probability of a match."""
    for index, (allegation, own_place) in enumerate(group):
        candidates = [pair for pair in group[index + 1 :] if pair[0].file_id != allegation.file_id]
        explanations = explaining.score_candidates(
            {"name": allegation.name, "place": own_place},
            [
                {"name": candidate.name, "place": candidate_place}
                for candidate, candidate_place in candidates
            ],
            _model(),
            population,
        )
        for (candidate, _place), explained in zip(candidates, explanations, strict=True):
            yield allegation.id, candidate.id, explained.probability


def _with_more_places(shares: Sequence[float]) -> float:
    """The best score, increased for each further matching part of the place."""
    best = min(max(shares), 1 - 1e-9)
    odds = best / (1 - best) * 2 ** (BITS_OF_A_FURTHER_PLACE * (len(shares) - 1))
    return odds / (1 + odds)


def _opened(run_id: UUID, using: str) -> Iterator[AllegationFacts]:
    """All allegations, batch by batch; one that cannot be opened is skipped."""
    after = UUID(int=0)
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT * FROM matches_alleged(%s, %s)", [run_id, after])
            rows = cursor.fetchall()
        for pk, file_id, subject, recorded_at, sealed, wrapped, kek_id in rows:
            records = [(AllegedPerpetrator.SEALED_FIELD_ID, pk, bytes(sealed))]
            try:
                (texts,) = vault.open_with_wrapped_key(file_id, (bytes(wrapped), kek_id), records)
            except VaultError:
                continue
            yield build_allegation_facts(pk, file_id, recorded_at, subject, texts)
        if not rows:
            return
        after = rows[-1][0]


def build_allegation_facts(
    pk: UUID, file_id: UUID, recorded_at: dt.datetime, subject: str, sealed_texts: dict[str, str]
) -> AllegationFacts:
    """The compared facts of one allegation: name, parts of the place, telephone numbers."""
    address = sealed_texts.get("where", "")
    texts = " \n ".join(sealed_texts.get(key, "") for key in _TEXTS_WITH_NUMBERS)
    phones = (normalisation.fold_phone(match).text for match in _NUMBER.findall(anyascii(texts)))
    return AllegationFacts(
        pk,
        file_id,
        recorded_at,
        subject == AllegedPerpetratorKind.FIRM,
        sealed_texts.get("name", ""),
        tuple(part.strip() for part in _PARTS.split(address) if part.strip()),
        frozenset(phone for phone in phones if len(phone) == 9),
    )


def _write(run_id: UUID, matches: Sequence[AllegationMatch], using: str) -> int:
    written = 0
    with connections[using].cursor() as cursor:
        for batch in split_into_batches(matches, WRITE_BATCH_SIZE):
            columns: list[list[Any]] = [[pair.one for pair in batch], [pair.other for pair in batch],
                       [str(pair.kind) for pair in batch]]  # fmt: skip
            cursor.execute(
                "SELECT matches_alert(%s, %s::uuid[], %s::uuid[], %s::text[])", [run_id, *columns]
            )
            written += int(cursor.fetchone()[0])
    return written
