"""Compares one question with the children of all agencies, as the matcher, and notifies file holders.

It records only in the child's file that someone may be looking for the child: not how similar the two
are, and nothing that the asker can read.
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
from saathi.engines.matching import tracing
from saathi.engines.matching.linking import model as models
from saathi.engines.matching.linking.model import LinkageModel
from saathi.engines.matching.tracing import TracingMatch, TracingProfile
from saathi.infra import clock
from saathi.people import match_profiles
from saathi.people import names as child_names
from saathi.people import search_tokens as people_tokens
from saathi.people.home_places import home_places
from saathi.people.models import Child
from saathi.protection.identification.intake.vocabulary import EnquirySource, MatchUse
from saathi.vault import store as vault
from saathi.vault.tokens import TokenFacts, TokenKind

MAX_CANDIDATES: Final = 450  # children, the sixty likeliest of which the database function opens
MAX_HOLDERS_NOTIFIED: Final = 20  # holders notified; a question that matches more has too few facts
# The minimum probability at which a holder is still notified, because a person then checks it and
# reveals nothing. Computed as if no other candidate existed: of twenty similar children each holder
# is notified, although each match is unlikely.
MIN_PROBABILITY: Final = 0.01
MIN_REGISTER_SIZE: Final = (
    10_000  # the assumed minimum; a small register must not notify at the slightest similarity
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
    """A question about a child: the facts, the asker and the purpose."""

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
    """One child whose sealed data were opened for comparison."""

    file_id: UUID
    portrait: TracingProfile


class CandidateRow(NamedTuple):
    """One row of the candidates function: unsealed columns of a child, the envelope and its wrapped key."""

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
        """The content of the child's envelope."""
        key = (bytes(self.wrapped), self.kek_id)
        sealed = (Child.SEALED_FIELD_ID, self.id, bytes(self.sealed))
        return vault.open_with_wrapped_key(self.file_id, key, [sealed])[0]


@cache
def model_for_use(use: MatchUse) -> LinkageModel:
    """The weights for a use, as shipped."""
    return models.load_model(use.value)


def notify_enquiry_holders(question: MatchQuestion, *, using: str) -> int:
    """The number of holders newly notified. If run again, no holder is notified twice."""
    candidates = find_candidates(question, using=using)
    best = rank_candidates(question, candidates, among=register_size(using))[:MAX_HOLDERS_NOTIFIED]
    return notify_holders(
        question, [candidates[match.position].file_id for match in best], using=using
    )


def find_candidates(question: MatchQuestion, *, using: str) -> list[EnquiryCandidate]:
    """The children whose tokens, years and home match the question best, opened; sixty at most."""
    matches = people_tokens.find_files_everywhere(
        question.facts, tuple(TokenKind), using=using, limit=MAX_CANDIDATES
    )
    return open_candidates(question, matches.bits, using=using)


def open_candidates(
    question: MatchQuestion, scores_by_file: Mapping[UUID, float], *, using: str
) -> list[EnquiryCandidate]:
    """Opens those children of these files who may be compared, given their token scores."""
    if not scores_by_file:
        return []
    profile = question.portrait
    low, high = profile.birth_years or (None, None)
    with connections[using].cursor() as cursor:
        cursor.execute(
            _CANDIDATES_SQL,
            [
                question.id,
                _array_literal(file_id.hex for file_id in scores_by_file),
                _array_literal(map(repr, scores_by_file.values())),
                match_profiles.gender_of(profile.sex),
                low,
                high,
                profile.district,
            ],
        )
        rows = cursor.fetchall()
    _record_openings(question, [row[0] for row in rows], using=using)
    return [_candidate(row) for row in rows]


def _array_literal(values: Iterable[str]) -> str:
    """An array literal for PostgreSQL: hundreds of separate values take the driver longer."""
    return "{" + ",".join(values) + "}"


def _candidate(row: Sequence[Any]) -> EnquiryCandidate:
    child = CandidateRow(*row)
    return EnquiryCandidate(
        child.file_id, match_profiles.build_tracing_profile(child, child.open_envelope())
    )


def candidate_names(
    row: Sequence[Any],
) -> tuple[CandidateRow, list[child_names.Name], Sequence[str]]:
    """The child of a candidate row, with all searchable names and home places."""
    child = CandidateRow(*row)
    opened = child.open_envelope()
    return (
        child,
        child_names.searchable_names(child_names.names_in_payload(opened)),
        home_places(opened),
    )


def rank_candidates(
    question: MatchQuestion, compared: Sequence[EnquiryCandidate], *, among: int
) -> list[TracingMatch]:
    """The compared children that a person should check, likeliest first."""
    opened = [candidate.portrait for candidate in compared]
    ranked = tracing.rank_children(question.portrait, opened, model_for_use(question.use), among)
    return [match for match in ranked if match.probability_alone >= MIN_PROBABILITY]


def register_size(using: str) -> int:
    """The approximate number of children on record."""
    with connections[using].cursor() as cursor:
        cursor.execute(_REGISTER_SIZE_SQL)
        return max(int(cursor.fetchone()[0]), MIN_REGISTER_SIZE)


def _record_openings(question: MatchQuestion, children: Sequence[UUID], *, using: str) -> None:
    """Logs what the machine opened under no one's name, because askers can read their own entries."""
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
    """Records in the holders' files that someone may be looking for the child; returns how many are new."""
    with connections[using].cursor() as cursor:
        match_by_holder = {holder: _insert_match(question, holder, cursor) for holder in holders}
        matches = [match for match in match_by_holder.values() if match is not None]
        cursor.execute(
            "SELECT count(access_notify_of_enquiry(m)) FROM unnest(%s::uuid[]) m", [matches]
        )
    for holder, match in match_by_holder.items():
        if match is not None:
            # Under no one's name: askers may read their own entries, and would learn of the match.
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


def _insert_match(question: MatchQuestion, holder: UUID, cursor: Any) -> UUID | None:
    """The id of the match that was written; None if the holder was notified before."""
    match = uuid.uuid4()
    cursor.execute(
        _INSERT_MATCH_SQL,
        [match, holder, clock.now(), question.asker, question.id, question.source, question.use,
         question.relation, question.urgency, question.asker, question.agency,
         question.purpose, question.asked_at],
    )  # fmt: skip
    return match if cursor.rowcount == 1 else None
