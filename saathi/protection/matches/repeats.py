"""Whoever or whatever is said to have harmed two children: "may have been seen before", and no more.

Runs at night as the matcher. What it writes stands in the file of each, for a time, and tells neither
the other file nor the other child. A name alone never suffices: a place or a telephone number must be
alike as well.
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
from saathi.infra import clock
from saathi.matching import names
from saathi.matching.linking import explaining, normalisation
from saathi.matching.linking import model as models
from saathi.matching.linking.model import LinkageModel
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegedPerpetratorKind
from saathi.protection.matches.models import MatchRun
from saathi.protection.matches.nightly import ProgressReporter, exclusive_run, ignore_progress
from saathi.protection.matches.records import split_into_batches
from saathi.protection.matches.register_gateway import MATCHER
from saathi.protection.matches.vocabulary import RepeatKind
from saathi.vault import store as vault
from saathi.vault.errors import VaultError

SOURCE: Final = "repeat"
WRITE_BATCH_SIZE: Final = 20_000
MAX_GROUP_SIZE: Final = 200  # records of one name and place: beyond that both say nothing
# A register of few is a part of a larger world, in which namesakes live.
MIN_POPULATION: Final = 1_000
# The house beside its town says more than the town: by judgement, until pairs of a real register say.
BITS_OF_A_FURTHER_PLACE: Final = 5.0
_NUMBER: Final = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_PARTS: Final = re.compile(r"[,;/\n]| - ")


@dataclass(frozen=True, repr=False)
class AllegationFacts:
    """What one record says of somebody, opened in memory."""

    id: UUID
    file_id: UUID
    recorded_at: dt.datetime
    is_place: bool  # a firm or a house
    name: str
    places: tuple[str, ...]
    phones: frozenset[str]


@dataclass(frozen=True)
class AllegationMatch:
    """Two records of different files, and what of them is alike."""

    one: UUID
    other: UUID
    kind: RepeatKind


@cache
def _model() -> LinkageModel:
    return models.load_model("repeat")


def find_repeats(*, using: str = MATCHER, say: ProgressReporter = ignore_progress) -> int:
    """How many words it wrote into files.

    `nightly.MatchRunInProgress` where a run of the matcher has not ended.
    """
    with exclusive_run(using):
        runs = MatchRun.objects.using(using)
        runs.filter(source=SOURCE, finished_at=None).update(finished_at=clock.now())
        this = MatchRun(source=SOURCE, horizon=0)
        this.save(force_insert=True, using=using)
        said = sorted(_opened(this.id, using), key=lambda one: (one.recorded_at, one.id))
        found = list(match_allegations(said))
        say(f"{len(said)} records compared, {len(found)} of them alike another")
        with transaction.atomic(using=using):
            written = _write(this.id, found, using)
            runs.filter(pk=this.pk).update(finished_at=clock.now())
            audit.record(
                audit.AuditKind.MATCHED,
                by=None,
                agency=None,
                objects=[this.id],
                detail={"count": min(len(said), 9_999_999), "hits": written},
                using=using,
            )
        return written


def match_allegations(allegations: Sequence[AllegationFacts]) -> Iterator[AllegationMatch]:
    """Of each record and kind the newest other that is alike, in another file; the records by age."""
    for one, other in _newest_each(_by_phone(allegations)):
        yield AllegationMatch(one.id, other.id, RepeatKind.PHONE)
    for one, other in _newest_each(_by_name_and_place(allegations)):
        is_place = one.is_place or other.is_place
        yield AllegationMatch(one.id, other.id, RepeatKind.PLACE if is_place else RepeatKind.PERSON)


def _newest_each(
    pairs: Iterable[tuple[AllegationFacts, AllegationFacts]],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    newest: dict[UUID, tuple[AllegationFacts, AllegationFacts]] = {}
    for pair in pairs:
        for one, other in (pair, pair[::-1]):
            kept = newest.get(one.id)
            if kept is None or kept[1].recorded_at < other.recorded_at:
                newest[one.id] = (one, other)
    yield from newest.values()


def _by_phone(said: Sequence[AllegationFacts]) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    having: dict[str, list[AllegationFacts]] = defaultdict(list)
    for one in said:
        for phone in one.phones:
            having[phone].append(one)
    for group in having.values():
        yield from _apart(group)


def _apart(group: Sequence[AllegationFacts]) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    """Each with the newest of another file: the last of all, and for that file the one before."""
    last = group[-1]
    before = next((one for one in reversed(group) if one.file_id != last.file_id), None)
    if before is None:
        return
    for one in group:
        yield (one, last) if one.file_id != last.file_id else (one, before)


def _by_name_and_place(
    said: Sequence[AllegationFacts],
) -> Iterator[tuple[AllegationFacts, AllegationFacts]]:
    """Those whose name and place are alike enough for the weights that accuse nobody lightly."""
    among = max(len(said), MIN_POPULATION)
    sharing: dict[tuple[str, str], list[tuple[AllegationFacts, str]]] = defaultdict(list)
    for one in said:
        places = {normalisation.fold_place(place).key: place for place in one.places}
        for key in names.name_keys(one.name):
            for folded, place in places.items():
                if folded:
                    sharing[key, folded].append((one, place))
    by_id = {one.id: one for one in said}
    found: dict[tuple[UUID, UUID], dict[str, float]] = defaultdict(dict)
    for (_key, folded), group in sharing.items():
        if 1 < len(group) <= MAX_GROUP_SIZE:
            for mine, theirs, share in _compared(group, among):
                found[mine, theirs][folded] = share
    for (one_id, other_id), shares in found.items():
        if _with_more_places(list(shares.values())) >= _model().threshold:
            yield by_id[one_id], by_id[other_id]


def _compared(
    group: Sequence[tuple[AllegationFacts, str]], among: int
) -> Iterator[tuple[UUID, UUID, float]]:
    """How probable it is that two who share a name's sound and a part of where are one."""
    for at, (one, place) in enumerate(group):
        others = [pair for pair in group[at + 1 :] if pair[0].file_id != one.file_id]
        told = explaining.score_candidates(
            {"name": one.name, "place": place},
            [{"name": other.name, "place": there} for other, there in others],
            _model(),
            among,
        )
        for (other, _place), explained in zip(others, told, strict=True):
            yield one.id, other.id, explained.probability


def _with_more_places(shares: Sequence[float]) -> float:
    """The likeliest of them, made likelier by each further part of where that is alike."""
    best = min(max(shares), 1 - 1e-9)
    odds = best / (1 - best) * 2 ** (BITS_OF_A_FURTHER_PLACE * (len(shares) - 1))
    return odds / (1 + odds)


def _opened(run_id: UUID, using: str) -> Iterator[AllegationFacts]:
    """All that stands, portion by portion; what does not open is passed over."""
    after = UUID(int=0)
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT * FROM matches_alleged(%s, %s)", [run_id, after])
            rows = cursor.fetchall()
        for pk, file_id, subject, recorded_at, sealed, wrapped, kek_id in rows:
            records = [(AllegedPerpetrator.SEALED_FIELD_ID, pk, bytes(sealed))]
            try:
                (words,) = vault.open_with_wrapped_key(file_id, (bytes(wrapped), kek_id), records)
            except VaultError:
                continue
            yield build_allegation_facts(pk, file_id, recorded_at, subject, words)
        if not rows:
            return
        after = rows[-1][0]


def build_allegation_facts(
    pk: UUID, file_id: UUID, recorded_at: dt.datetime, subject: str, words: dict[str, str]
) -> AllegationFacts:
    """What is compared of one record: the name, the parts of where, every telephone number in it."""
    where = words.get("where", "")
    texts = " \n ".join(words.get(key, "") for key in ("name", "where", "marks", "how", "on_what"))
    phones = (normalisation.fold_phone(found).text for found in _NUMBER.findall(anyascii(texts)))
    return AllegationFacts(
        pk,
        file_id,
        recorded_at,
        subject == AllegedPerpetratorKind.FIRM,
        words.get("name", ""),
        tuple(part.strip() for part in _PARTS.split(where) if part.strip()),
        frozenset(phone for phone in phones if len(phone) == 9),
    )


def _write(run_id: UUID, found: Sequence[AllegationMatch], using: str) -> int:
    written = 0
    with connections[using].cursor() as cursor:
        for part in split_into_batches(found, WRITE_BATCH_SIZE):
            columns: list[list[Any]] = [[pair.one for pair in part], [pair.other for pair in part],
                       [str(pair.kind) for pair in part]]  # fmt: skip
            cursor.execute(
                "SELECT matches_alert(%s, %s::uuid[], %s::uuid[], %s::text[])", [run_id, *columns]
            )
            written += int(cursor.fetchone()[0])
    return written
