"""Reads of possible matches: what waits for whom, one pair with both records, which record counts."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, Least

from saathi.agencies import access
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.models import File, Staff
from saathi.infra.any_of import AnyOf
from saathi.people.age_evidence import ReadableAgeStatement, read_age_statements
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import AgeStatement, Child
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus, RiskLevel
from saathi.protection.matches.models import (
    MachineAssessment,
    MatchPair,
    MatchReview,
    Merge,
    RepeatAllegation,
)
from saathi.protection.matches.vocabulary import MatchPurpose, PairState, RepeatKind
from saathi.vault import store as vault
from saathi.web import paging

PAGE_SIZE = 50
MAX_RELATED_PAIRS = 10
MAX_MERGE_CHAIN = 100  # records joined one into the next, beyond which somebody should look


@dataclass(frozen=True)
class MatchQueueKey:
    """Where a page of the queue ends: the urgency of its last pair, and its place among those of it."""

    urgency: int
    place: paging.PageKey

    def __str__(self) -> str:
        return f"{self.urgency}_{self.place}"

    @classmethod
    def parse(cls, text: str) -> "MatchQueueKey | None":
        """The key that an address holds; None when it is none."""
        urgency, _sep, rest = text.partition("_")
        place = paging.PageKey.from_text(rest)
        return cls(int(urgency), place) if place and urgency.isdecimal() else None


# Urgency, the first the most: a child in danger, a family that waits, all others.
IN_DANGER, FAMILY_WAITS, OTHERS = 0, 1, 2


@dataclass(frozen=True)
class MatchQueuePage:
    """A page of the queue, with the codes of the two records of each pair."""

    pairs: Sequence[MatchPair]
    codes: dict[UUID, str]
    after: str = ""


def list_waiting_pairs(staff: Staff, *, after: MatchQueueKey | None = None) -> MatchQueuePage:
    """What waits for this person's decision, the most urgent first; what she decided is not here.

    Two queries. A pair is here only where she reads the identity in both files.
    """
    found = _queue(staff)
    if after is not None:
        at, pk = after.place.at, after.place.pk
        later = Q(recorded_at__gt=at) | Q(recorded_at=at, pk__gt=pk)
        found = found.filter(Q(urgency__gt=after.urgency) | Q(urgency=after.urgency) & later)
    rows = list(found.order_by("urgency", "recorded_at", "pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    files = {file for pair in shown for file in (pair.file_id, pair.other_id)}
    codes = access.visible(staff, Child).filter(file__in=files)
    last = shown[-1] if len(rows) > PAGE_SIZE else None
    key = MatchQueueKey(last.urgency, paging.PageKey(last.recorded_at, last.pk)) if last else ""
    return MatchQueuePage(shown, dict(codes.values_list("file_id", "code")), str(key))


def _queue(staff: Staff) -> QuerySet[Any]:
    """Pairs with their urgency as a column more, which the types of Django's fields do not know."""
    mine = MatchReview.objects.filter(
        pair=OuterRef("pk"), round=OuterRef("round"), recorded_by=staff.id
    )
    found = access.visible(staff, MatchPair).filter(~Q(Exists(mine)), state=PairState.WAITING)
    danger = access.visible(staff, Case).filter(
        ~Q(status=CaseStatus.CLOSED),
        Q(file=OuterRef("file")) | Q(file=OuterRef("other")),
        risk=RiskLevel.HIGH,
    )
    # An expression rather than a CASE with three arms: it sorts and pages in one column.
    in_danger = (1 - _number(Exists(danger))) * OTHERS
    waits = OTHERS - _number(Q(use=MatchPurpose.TRACING))
    return found.annotate(urgency=Least(in_danger, waits))


def _number(condition: Any) -> Any:
    """1 where the condition holds, else 0."""
    from django.db.models import Case as Choice  # noqa: PLC0415 - a case is something else here
    from django.db.models import Value, When  # noqa: PLC0415

    return Choice(When(condition, then=Value(1)), default=Value(0))


@dataclass(frozen=True)
class RepeatQueuePage:
    """A page of what may have been seen before, with the code of the child of each."""

    page: Page[RepeatAllegation]
    codes: dict[UUID, str]


def find_open_repeats(staff: Staff, *, kind: str = "", number: str = "") -> RepeatQueuePage:
    """What nobody answered yet and is not over, the latest first; of one kind, where one is named."""
    found = access.visible(staff, RepeatAllegation).filter(answer="").order_by("-recorded_at", "pk")
    if kind in RepeatKind.values:
        found = found.filter(seen=kind)
    page = Paginator(found, PAGE_SIZE).get_page(number)
    files = {one.file_id for one in page.object_list}
    codes = access.visible(staff, Child).filter(file__in=files).values_list("file_id", "code")
    return RepeatQueuePage(page, dict(codes) if files else {})


def open_alleged(
    staff: Staff, repeat: RepeatAllegation
) -> tuple[AllegedPerpetrator, dict[str, str]]:
    """What is said in this child's own file, opened, and the look on record."""
    alleged = access.get(staff, AllegedPerpetrator, repeat.alleged_id)
    return alleged, vault.open(alleged)


def get_pair(staff: Staff, pair_id: UUID) -> MatchPair:
    """A pair whose two records this person reads; NotAllowed for all others."""
    pair = access.visible(staff, MatchPair).filter(pk=pair_id).first()
    if pair is None:
        raise access.NotAllowed
    return pair


@dataclass(frozen=True)
class MatchSide:
    """One of the two records, opened."""

    child: Child
    texts: dict[str, Any]
    ages: Sequence[ReadableAgeStatement]


def open_sides(staff: Staff, pair: MatchPair) -> tuple[MatchSide, MatchSide]:
    """Both records, opened; NotAllowed where one was erased. Three queries."""
    files = [pair.file_id, pair.other_id]
    children = {
        child.file_id: child for child in access.visible(staff, Child).filter(file__in=files)
    }
    opened = vault.open_many(list(children.values()))
    ages: dict[UUID, list[ReadableAgeStatement]] = defaultdict(list)
    statements = access.visible(staff, AgeStatement).filter(file__in=files).order_by("-as_of")
    for told in read_age_statements(list(statements)):
        ages[told.statement.file_id].append(told)
    found = [children.get(file) for file in files]
    both = [
        MatchSide(child, opened[child.pk], ages[child.file_id])
        for child in found
        if child is not None and child.pk in opened
    ]
    if len(both) < 2:
        raise access.NotAllowed
    return both[0], both[1]


@dataclass(frozen=True)
class PairDecisions:
    """What was decided on a pair as far as this person may know it, and what the machine makes of it."""

    own_review: MatchReview | None
    reviews: Sequence[MatchReview]
    machine_assessment: MachineAssessment | None
    merge: Merge | None


def load_pair_decisions(staff: Staff, pair: MatchPair) -> PairDecisions:
    """Her own decision; those of others and the merge once it is settled. At most three queries."""
    found = access.visible(staff, MatchReview).filter(pair=pair, round=pair.round)
    reviews = list(found.order_by("recorded_at"))
    mine = next((one for one in reviews if one.recorded_by == staff.id), None)
    opinion = access.visible(staff, MachineAssessment).filter(pair=pair).first() if mine else None
    merge = None
    if pair.state == PairState.SAME:
        merge = Merge.objects.filter(pair=pair, undone_at=None).first()
    return PairDecisions(mine, reviews, opinion, merge)


def list_related_pairs(staff: Staff, pair: MatchPair) -> list[MatchPair]:
    """Other pairs that hang together with this one and wait for her: look at them together."""
    found = _queue(staff).filter(cluster=pair.cluster).exclude(pk=pair.pk)
    return list(found.order_by("urgency", "recorded_at")[:MAX_RELATED_PAIRS])


def offices_by_file(pair: MatchPair) -> dict[UUID, str]:
    """The office of each file, by file: where a record comes from."""
    files = File.objects.filter(pk__in=[pair.file_id, pair.other_id])
    return dict(files.values_list("pk", "office__name"))


def resolve_merged_files(staff: Staff, files: Collection[UUID]) -> dict[UUID, UUID]:
    """For each of these files that is joined: the file that counts for it, where she reads that too.

    One query for each step of a chain, and one where there is any; almost always one in all.
    """
    into: dict[UUID, UUID] = {}
    asked = set(files)
    for _step in range(MAX_MERGE_CHAIN):
        if not asked:
            break
        into |= (found := dict(_joined(staff, list(asked))))
        asked = set(found.values()) - set(into)
    ends = {file: _end(file, into) for file in files if file in into}
    if not ends:
        return {}
    readable = access.visible(staff, Child).filter(file__in=set(ends.values()))
    seen = set(readable.values_list("file_id", flat=True))
    return {file: end for file, end in ends.items() if end in seen}


@compiled_query
def _joined(staff: Staff, files: list[UUID]) -> QuerySet[Any, tuple[UUID, UUID]]:
    found = access.visible(staff, Merge, by_row=True).filter(AnyOf("file", files), undone_at=None)
    return found.values_list("file_id", "into_id")


def _end(file: UUID, into: Mapping[UUID, UUID]) -> UUID:
    for _step in range(MAX_MERGE_CHAIN):
        if file not in into:
            break
        file = into[file]
    return file


def surviving_code_subquery(staff: Staff, file: str) -> Subquery:
    """For a query of children who are read anyway: the record that counts for the one in `file`.

    Its code is there where she reads that record as well, else empty.
    """
    code = access.visible(staff, Child).filter(file=OuterRef("into")).values("code")[:1]
    found = Merge.objects.filter(file=OuterRef(file), undone_at=None)
    both = JSONObject(file=F("into"), code=Coalesce(Subquery(code), Value("")))
    return Subquery(found.values(both=both)[:1], output_field=JSONField())


def merged_codes_subquery(staff: Staff, file: str) -> ArraySubquery:
    """And the records that are joined to it, as far as she reads them."""
    code = access.visible(staff, Child).filter(file=OuterRef("file")).values("code")[:1]
    found = access.visible(staff, Merge).filter(into=OuterRef(file), undone_at=None)
    both = JSONObject(file=F("file"), code=Coalesce(Subquery(code), Value("")))
    return ArraySubquery(found.values(both=both))
