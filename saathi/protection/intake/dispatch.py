"""Compares one question with the children of every agency, as the matcher, and tells their holders.

What it writes says that somebody may be asking after a child, into her file alone: not how alike the two
are, and nothing where the one who asks reads.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connections

from saathi import audit
from saathi.infra import clock
from saathi.matching import tracing
from saathi.matching.linking import model as models
from saathi.matching.linking.model import LinkageModel
from saathi.matching.tracing import TracingMatch, TracingProfile
from saathi.people import match_profiles
from saathi.people import names as hers
from saathi.people import tokens as people_tokens
from saathi.people.home_places import home_places
from saathi.people.models import Child
from saathi.protection.intake.vocabulary import EnquirySource, MatchUse
from saathi.vault import store as vault
from saathi.vault.tokens import TokenFacts, TokenKind

MAX_CANDIDATES: Final = 450  # children of whom the door opens the sixty likeliest
MAX_HOLDERS_NOTIFIED: Final = (
    20  # holders that are asked; one who finds more has asked with too little
)
# So unlikely may a child be the one and her holder still be asked: a person looks, and tells nobody. As if
# nobody else were found: of twenty who are alike each holder is asked, though each is unlikely then.
MIN_PROBABILITY: Final = 0.01
MIN_REGISTER_SIZE: Final = (
    10_000  # a register may grow; a small one must not tell at the least likeness
)

_REGISTER_SIZE_SQL = (
    "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'people_child'::regclass"
)
_CANDIDATES_SQL = (
    "SELECT id, file_id, gender, birth_year_low, birth_year_high, home_district, languages, sealed, "
    "wrapped, kek_id FROM matcher_candidates(%s, %s::uuid[], %s::float8[], %s, %s, %s, %s)"
)
_INSERT_MATCH_SQL = """
INSERT INTO intake_enquirymatch
  (id, file_id, recorded_at, recorded_by, version, enquiry, source, use, relation, urgency, asker,
   asker_agency, purpose, asked_at, state)
VALUES (%s, %s, %s, %s, 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'waiting')
ON CONFLICT (enquiry, file_id) DO NOTHING
"""


@dataclass(frozen=True, repr=False)
class MatchQuestion:
    """Who is looked for, by whom and why."""

    id: UUID
    source: EnquirySource
    use: MatchUse
    asker: UUID
    agency: UUID
    purpose: str
    asked_at: dt.datetime
    relation: str
    urgency: str
    portrait: TracingProfile
    facts: TokenFacts


@dataclass(frozen=True, repr=False)
class EnquiryCandidate:
    """One child who was opened to be compared."""

    file_id: UUID
    portrait: TracingProfile


class CandidateRow(NamedTuple):
    """One row of the door: what stands in clear of a child, her envelope and the key that came along."""

    id: UUID
    file_id: UUID
    gender: str
    birth_year_low: int | None
    birth_year_high: int | None
    home_district: str
    languages: Sequence[str]
    sealed: bytes
    wrapped: bytes
    kek_id: str

    def open_envelope(self) -> dict[str, Any]:
        """What her envelope holds."""
        key = (bytes(self.wrapped), self.kek_id)
        sealed = (Child.SEALED_FIELD_ID, self.id, bytes(self.sealed))
        return vault.open_with_wrapped_key(self.file_id, key, [sealed])[0]


@cache
def model_for_use(use: MatchUse) -> LinkageModel:
    """The weights that fit a use, as shipped."""
    return models.load_model(use.value)


def dispatch_question(question: MatchQuestion, *, using: str) -> int:
    """How many holders are newly asked. Run again, it asks nobody twice."""
    found = find_candidates(question, using=using)
    best = rank_candidates(question, found, among=register_size(using))[:MAX_HOLDERS_NOTIFIED]
    return notify_holders(question, [found[one.position].file_id for one in best], using=using)


def find_candidates(question: MatchQuestion, *, using: str) -> list[EnquiryCandidate]:
    """The children whose tokens and years and home fit the question best, opened; sixty at most."""
    found = people_tokens.find_files_everywhere(
        question.facts, tuple(TokenKind), using=using, limit=MAX_CANDIDATES
    )
    return open_candidates(question, found.bits, using=using)


def open_candidates(
    question: MatchQuestion, scores_by_file: Mapping[UUID, float], *, using: str
) -> list[EnquiryCandidate]:
    """Of the children of these files, with what their tokens told, those who may be compared, opened."""
    if not scores_by_file:
        return []
    asked = question.portrait
    low, high = asked.birth_years or (None, None)
    with connections[using].cursor() as cursor:
        cursor.execute(
            _CANDIDATES_SQL,
            [
                question.id,
                _listed(file_id.hex for file_id in scores_by_file),
                _listed(map(repr, scores_by_file.values())),
                match_profiles.gender_of(asked.sex),
                low,
                high,
                asked.district,
            ],
        )
        rows = cursor.fetchall()
    _record_openings(question, [row[0] for row in rows], using=using)
    return [_candidate(row) for row in rows]


def _listed(values: Iterable[str]) -> str:
    """An array as PostgreSQL reads it: three hundred values one by one take the driver longer."""
    return "{" + ",".join(values) + "}"


def _candidate(row: Sequence[Any]) -> EnquiryCandidate:
    child = CandidateRow(*row)
    return EnquiryCandidate(
        child.file_id, match_profiles.build_match_profile(child, child.open_envelope())
    )


def candidate_names(row: Sequence[Any]) -> tuple[CandidateRow, list[hers.Name], Sequence[str]]:
    """The child of a row of the door, with every name and place of home she is found by."""
    child = CandidateRow(*row)
    opened = child.open_envelope()
    return child, hers.searchable_names(hers.names_in_payload(opened)), home_places(opened)


def rank_candidates(
    question: MatchQuestion, compared: Sequence[EnquiryCandidate], *, among: int
) -> list[TracingMatch]:
    """Of those compared the ones that a person should look at, the likeliest first."""
    opened = [one.portrait for one in compared]
    ranked = tracing.rank_children(question.portrait, opened, model_for_use(question.use), among)
    return [one for one in ranked if one.probability_alone >= MIN_PROBABILITY]


def register_size(using: str) -> int:
    """How many children are on record, roughly."""
    with connections[using].cursor() as cursor:
        cursor.execute(_REGISTER_SIZE_SQL)
        return max(int(cursor.fetchone()[0]), MIN_REGISTER_SIZE)


def _record_openings(question: MatchQuestion, children: Sequence[UUID], *, using: str) -> None:
    """What the machine opened stands in the log, in nobody's name: the asker reads her own entries."""
    if children:
        audit.record(
            audit.AuditKind.COMPARED,
            by=None,
            agency=None,
            objects=children,
            purpose=question.purpose,
            detail={"staff": question.asker, "count": len(children)},
            using=using,
        )


def notify_holders(question: MatchQuestion, holders: Sequence[UUID], *, using: str) -> int:
    """Writes into the holders' files that somebody may be asking after this child; how many are news."""
    with connections[using].cursor() as cursor:
        told = {holder: _match(question, holder, cursor) for holder in holders}
        matches = [match for match in told.values() if match is not None]
        cursor.execute(
            "SELECT count(access_notify_of_enquiry(m)) FROM unnest(%s::uuid[]) m", [matches]
        )
    for holder, match in told.items():
        if match is not None:
            # In nobody's name: she may read entries of her own, and would learn of the hit.
            audit.record(
                audit.AuditKind.ENQUIRED,
                by=None,
                agency=None,
                file_id=holder,
                objects=[question.id],
                purpose=question.purpose,
                detail={"staff": question.asker},
                using=using,
            )
    return len(matches)


def _match(question: MatchQuestion, holder: UUID, cursor: Any) -> UUID | None:
    """The match that was written; None where the holder was asked already."""
    match = uuid.uuid4()
    cursor.execute(
        _INSERT_MATCH_SQL,
        [match, holder, clock.now(), question.asker, question.id, question.source, question.use,
         question.relation, question.urgency, question.asker, question.agency,
         question.purpose, question.asked_at],
    )  # fmt: skip
    return match if cursor.rowcount == 1 else None
