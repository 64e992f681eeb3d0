"""Queries for possible duplicates: the queue, a pair with both records, the main record."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Least

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import File, Staff
from saathi.infra.any_of import AnyOf
from saathi.people.age_evidence import ReadableAgeStatement, read_age_statements
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import AgeStatement, Child
from saathi.people.queries import code_of_file
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import OPEN_STATUSES, RiskLevel
from saathi.protection.identification.matches.models import (
    MachineAssessment,
    MatchPair,
    MatchReview,
    Merge,
    RepeatAllegation,
)
from saathi.protection.identification.matches.vocabulary import MatchPurpose, PairState, RepeatKind
from saathi.vault import store as vault
from saathi.web import paging

PAGE_SIZE = 50
MAX_RELATED_PAIRS = 10
MAX_MERGE_CHAIN = 100  # longer chains of merges should be reviewed


@dataclass(frozen=True)
class MatchQueueKey:
    """The end of a page of the queue: the urgency of its last pair, and the position within it."""

    urgency: int
    place: paging.PageKey

    def __str__(self) -> str:
        return f"{self.urgency}_{self.place}"

    @classmethod
    def parse(cls, text: str) -> "MatchQueueKey | None":
        """The key in a URL; None if it is invalid."""
        urgency, _sep, key_text = text.partition("_")
        page_key = paging.PageKey.from_text(key_text)
        known = {str(level): level for level in (IN_DANGER, FAMILY_WAITS, OTHERS)}
        return cls(known[urgency], page_key) if page_key and urgency in known else None


# Urgency in descending order: a child in danger, a waiting family, all others.
IN_DANGER, FAMILY_WAITS, OTHERS = 0, 1, 2


@dataclass(frozen=True)
class MatchQueuePage:
    """A page of the queue, with the file codes of each pair."""

    pairs: Sequence[MatchPair]
    codes: dict[UUID, str]
    after: str = ""


@dataclass(frozen=True)
class LastComparison:
    """The last comparison of the register that was completed."""

    began_at: dt.datetime
    ended_at: dt.datetime


def list_waiting_pairs(
    staff: Staff, *, after: MatchQueueKey | None = None, among: QuerySet[Any, UUID] | None = None
) -> MatchQueuePage:
    """Pairs waiting for this person's decision, most urgent first, without decided ones.

    If `among` is given, only pairs with at least one of these files. Two queries. A pair is listed only
    if the reader may read the identity in both files.
    """
    waiting = _queue(staff, among)
    if after is not None:
        at, pk = after.place.at, after.place.pk
        later = Q(recorded_at__gt=at) | Q(recorded_at=at, pk__gt=pk)
        waiting = waiting.filter(Q(urgency__gt=after.urgency) | Q(urgency=after.urgency) & later)
    rows = list(waiting.order_by("urgency", "recorded_at", "pk")[: PAGE_SIZE + 1])
    page_rows = rows[:PAGE_SIZE]
    files = {file for pair in page_rows for file in (pair.file_id, pair.other_id)}
    codes = access.visible(staff, Child).filter(file__in=files)
    last = page_rows[-1] if len(rows) > PAGE_SIZE else None
    key = MatchQueueKey(last.urgency, paging.PageKey(last.recorded_at, last.pk)) if last else ""
    return MatchQueuePage(page_rows, dict(codes.values_list("file_id", "code")), str(key))


def count_waiting_pairs(staff: Staff, among: QuerySet[Any, UUID]) -> int:
    """The number of pairs with at least one of these files that wait for this person's decision."""
    return _waiting(staff, among).count()


def last_comparison() -> LastComparison | None:
    """When the last completed comparison of the register began and ended; None before the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT began_at, ended_at FROM matches_last_run()")
        row = cursor.fetchone()
    return LastComparison(*row) if row else None


def _queue(staff: Staff, among: QuerySet[Any, UUID] | None = None) -> QuerySet[Any]:
    """Waiting pairs, annotated with their urgency."""
    danger = access.visible(staff, Case).filter(
        Q(file=OuterRef("file")) | Q(file=OuterRef("other")),
        status__in=OPEN_STATUSES,
        risk=RiskLevel.HIGH,
    )
    # An arithmetic expression instead of CASE: it sorts and pages in one column.
    in_danger = (1 - _number(Exists(danger))) * OTHERS
    urgency = OTHERS - _number(Q(use=MatchPurpose.TRACING))
    queue: QuerySet[Any] = _waiting(staff, among).annotate(urgency=Least(in_danger, urgency))
    return queue


def _waiting(staff: Staff, among: QuerySet[Any, UUID] | None) -> QuerySet[Any]:
    """Waiting pairs on which this person has not decided yet."""
    own_reviews = MatchReview.objects.filter(
        pair=OuterRef("pk"), round=OuterRef("round"), recorded_by=staff.id
    )
    waiting = (
        access.visible(staff, MatchPair)
        .annotate(undone_by=_undone_by())
        .filter(
            ~Q(Exists(own_reviews)),
            Q(undone_by=None) | ~Q(undone_by=staff.id),
            state=PairState.WAITING,
        )
    )
    if among is None:
        return waiting
    return waiting.filter(Q(file__in=among) | Q(other__in=among))


def _undone_by() -> Subquery:
    """Who undid the latest merge of a pair, for a pair that waits for a second person after that."""
    undone = Merge.objects.filter(
        pair=OuterRef("pk"), pair__state=PairState.WAITING, undone_at__isnull=False
    )
    return Subquery(undone.order_by("-undone_at").values("undone_by")[:1])


def has_undone_merge(file_id: UUID) -> bool:
    """Whether this member of staff undid a merge of any file of the child."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT merge_undone_by_caller(%s)", [file_id])
        return bool(cursor.fetchone()[0])


def _number(condition: Any) -> Any:
    """1 if the condition is true, otherwise 0."""
    from django.db.models import Case as Choice  # noqa: PLC0415 - a case is something else here
    from django.db.models import Value, When  # noqa: PLC0415

    return Choice(When(condition, then=Value(1)), default=Value(0))


@dataclass(frozen=True)
class RepeatQueuePage:
    """A page of repeat allegations, with the file code of each child."""

    page: Page[RepeatAllegation]
    codes: dict[UUID, str]


def find_open_repeats(staff: Staff, *, kind: str = "", number: str = "") -> RepeatQueuePage:
    """Unanswered and unexpired repeat allegations, latest first; of one `kind` if given."""
    open_repeats = (
        access.visible(staff, RepeatAllegation).filter(answer="").order_by("-recorded_at", "pk")
    )
    if kind in RepeatKind.values:
        open_repeats = open_repeats.filter(kind=kind)
    page = Paginator(open_repeats, PAGE_SIZE).get_page(number)
    files = {repeat.file_id for repeat in page.object_list}
    codes = access.visible(staff, Child).filter(file__in=files).values_list("file_id", "code")
    return RepeatQueuePage(page, dict(codes) if files else {})


def open_alleged(
    staff: Staff, repeat: RepeatAllegation
) -> tuple[AllegedPerpetrator, dict[str, str]]:
    """The allegation in this child's own file, opened; the access is logged."""
    alleged = access.get(staff, AllegedPerpetrator, repeat.alleged_id)
    return alleged, vault.open(alleged)


def get_pair(staff: Staff, pair_id: UUID) -> Any:
    """A pair whose two records the reader may read; NotAllowed for all others.

    `undone_by`: who undid its merge, while a second person has not confirmed that.
    """
    pairs = access.visible(staff, MatchPair).annotate(undone_by=_undone_by())
    pair = pairs.filter(pk=pair_id).first()
    if pair is None:
        raise access.NotAllowed
    return pair


@dataclass(frozen=True)
class MatchSide:
    """One of the two records, opened."""

    child: Child
    texts: dict[str, Any]
    ages: Sequence[ReadableAgeStatement]


def open_both_records(staff: Staff, pair: MatchPair) -> tuple[MatchSide, MatchSide]:
    """Both records, opened; NotAllowed if one was erased. Three queries."""
    files = [pair.file_id, pair.other_id]
    children = {
        child.file_id: child for child in access.visible(staff, Child).filter(file__in=files)
    }
    opened = vault.open_many(list(children.values()))
    ages: dict[UUID, list[ReadableAgeStatement]] = defaultdict(list)
    statements = access.visible(staff, AgeStatement).filter(file__in=files).order_by("-as_of")
    for statement in read_age_statements(list(statements)):
        ages[statement.statement.file_id].append(statement)
    children_found = [children.get(file) for file in files]
    sides = [
        MatchSide(child, opened[child.pk], ages[child.file_id])
        for child in children_found
        if child is not None and child.pk in opened
    ]
    if len(sides) < 2:
        raise access.NotAllowed
    return sides[0], sides[1]


@dataclass(frozen=True)
class PairDecisions:
    """The decisions on a pair that the reader may know, and the machine's assessment."""

    own_review: MatchReview | None
    reviews: Sequence[MatchReview]
    machine_assessment: MachineAssessment | None
    merge: Merge | None


def load_pair_decisions(staff: Staff, pair: MatchPair) -> PairDecisions:
    """The reader's own decision; once settled, also others' and the merge. Up to 3 queries."""
    visible_reviews = access.visible(staff, MatchReview).filter(pair=pair, round=pair.round)
    reviews = list(visible_reviews.order_by("recorded_at"))
    own_review = next((review for review in reviews if review.recorded_by == staff.id), None)
    opinion = (
        access.visible(staff, MachineAssessment).filter(pair=pair).first() if own_review else None
    )
    merge = None
    if pair.state == PairState.SAME:
        merge = Merge.objects.filter(pair=pair, undone_at=None).first()
    return PairDecisions(own_review, reviews, opinion, merge)


def list_related_pairs(staff: Staff, pair: MatchPair) -> list[MatchPair]:
    """Other waiting pairs of the same cluster, to be reviewed together."""
    related = _queue(staff).filter(cluster=pair.cluster).exclude(pk=pair.pk)
    return list(related.order_by("urgency", "recorded_at")[:MAX_RELATED_PAIRS])


def offices_by_file(pair: MatchPair) -> dict[UUID, str]:
    """The office of each file."""
    files = File.objects.filter(pk__in=[pair.file_id, pair.other_id])
    return dict(files.values_list("pk", "office__name"))


def resolve_merged_files(staff: Staff, files: Collection[UUID]) -> dict[UUID, UUID]:
    """Maps each merged file to its main file, if the reader may read that one too.

    One query for each step of a chain, and one more if there is any; almost always one in total.
    """
    surviving: dict[UUID, UUID] = {}
    open_files = set(files)
    for _step in range(MAX_MERGE_CHAIN):
        if not open_files:
            break
        surviving |= (step := dict(_joined(staff, list(open_files))))
        open_files = set(step.values()) - set(surviving)
    ends = {file: _end(file, surviving) for file in files if file in surviving}
    if not ends:
        return {}
    readable = access.visible(staff, Child).filter(file__in=set(ends.values()))
    readable_files = set(readable.values_list("file_id", flat=True))
    return {file: end for file, end in ends.items() if end in readable_files}


@compiled_query
def _joined(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, UUID]]:
    visible_merges = access.visible(staff, Merge, by_row=True).filter(
        AnyOf("file", files), undone_at=None
    )
    return visible_merges.values_list("file_id", "into_id")


def _end(file: UUID, into: Mapping[UUID, UUID]) -> UUID:
    for _step in range(MAX_MERGE_CHAIN):
        if file not in into:
            break
        file = into[file]
    return file


def surviving_code_subquery(staff: Staff, file: str) -> Subquery:
    """The main record for the file in `file`, for a query of readable children.

    Its code is empty if the reader may not read that record.
    """
    merges = Merge.objects.filter(file=OuterRef(file), undone_at=None)
    code = code_of_file(staff, "into")
    file_and_code = JSONObject(file=F("into"), code=Coalesce(code, Value("")))
    return Subquery(merges.values(both=file_and_code)[:1], output_field=JSONField())


def merged_records_subquery(staff: Staff, file: str) -> ArraySubquery:
    """The records merged into this one, as far as the reader may read them."""
    merges = access.visible(staff, Merge).filter(into=OuterRef(file), undone_at=None)
    code = code_of_file(staff, "file")
    file_and_code = JSONObject(file=F("file"), code=Coalesce(code, Value("")))
    return ArraySubquery(merges.values(both=file_and_code))
