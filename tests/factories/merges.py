"""Two files that reviewers found to be of one child, and the end of such a merge, as the database stores them."""

import uuid
from uuid import UUID

from saathi.infra import clock
from saathi.protection.identification.matches.models import NOBODY, MatchPair, Merge
from saathi.protection.identification.matches.vocabulary import MergeUndoReason, PairState
from tests.factories import agencies, children, protection
from tests.factories.transfers import TransferCast
from tests.roles import acting, role


def joined(file_id: UUID, other_id: UUID) -> Merge:
    """The merge of one file into another; the triggers of the database see it."""
    first, second = sorted((file_id, other_id))
    pair, merge = uuid.uuid4(), uuid.uuid4()
    now = clock.now()
    with acting(agencies.staff("data_officer")), role("warden"):
        MatchPair.objects.bulk_create([
            MatchPair(
                id=pair, file_id=first, other_id=second, state=PairState.SAME, settled_at=now,
                run=uuid.uuid4(), cluster=pair, recorded_by=NOBODY,
            )
        ])  # fmt: skip
        Merge.objects.bulk_create([
            Merge(id=merge, file_id=file_id, into_id=other_id, pair_id=pair, recorded_by=NOBODY)
        ])  # fmt: skip
    with role("maintenance"):
        return Merge.objects.get(pk=merge)


def parted(merge: Merge, *, is_confirmed: bool = True, by: UUID = NOBODY) -> None:
    """Undoes the merge; if it is confirmed, a second person found that the files are of two children."""
    state, settled = (
        (PairState.NOT_SAME, clock.now()) if is_confirmed else (PairState.WAITING, None)
    )
    with acting(agencies.staff("data_officer")), role("warden"):
        Merge.objects.filter(pk=merge.pk).update(
            undone_at=clock.now(), undone_by=by, undone_for=MergeUndoReason.TWO_CHILDREN
        )
        MatchPair.objects.filter(pk=merge.pair_id).update(state=state, settled_at=settled)


def second_file(around: TransferCast) -> TransferCast:
    """Another file of the child, at another agency of the country: nobody of the first may read it."""
    office = agencies.office(agencies.agency(country=around.worker.office.country))
    worker = agencies.staff("case_worker", office)
    return TransferCast(
        case=children.case(worker),
        worker=worker,
        supervisor=agencies.staff("supervisor", office),
        receiver=around.receiver,
    )


def join(one: TransferCast, two: TransferCast) -> Merge:
    """The merge of two files."""
    return joined(one.case.file_id, two.case.file_id)


def join_again(merge: Merge) -> None:
    """The same two files are merged after the merge was undone."""
    with role("warden"):
        Merge.objects.filter(pk=merge.pk).update(undone_at=None, undone_by=None, undone_for="")
        MatchPair.objects.filter(pk=merge.pair_id).update(
            state=PairState.SAME, settled_at=clock.now()
        )


def file_with_sign(file_id: UUID) -> Merge:
    """Joins a file of another agency, in which a screening found a sign, to this file of the child."""
    worker = agencies.staff("case_worker")
    case = children.case(worker)
    with acting(worker):
        protection.sign(case, worker)
    return joined(case.file_id, file_id)


def waiting(
    one: TransferCast, two: TransferCast, *, state: PairState = PairState.WAITING
) -> MatchPair:
    """A pair of two files that reviewers have not settled, or that has this state."""
    first, second = sorted((one.case.file_id, two.case.file_id))
    pair = uuid.uuid4()
    settled = None if state in {PairState.WAITING, PairState.LAPSED} else clock.now()
    with acting(agencies.staff("data_officer")), role("warden"):
        MatchPair.objects.bulk_create([
            MatchPair(
                id=pair, file_id=first, other_id=second, state=state, settled_at=settled,
                run=uuid.uuid4(), cluster=pair, recorded_by=NOBODY,
            )
        ])  # fmt: skip
    with role("maintenance"):
        return MatchPair.objects.get(pk=pair)
