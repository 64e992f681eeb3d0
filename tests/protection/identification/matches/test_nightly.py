"""The nightly run: what it finds, what it never does, and that an interrupted run gives the full result."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import File
from saathi.infra.locks import AdvisoryLock
from saathi.people import actions as people
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.identification.matches import nightly, register_gateway
from saathi.protection.identification.matches.models import (
    LedgerPortion,
    MachineAssessment,
    MatchRun,
    Merge,
)
from tests.desk.cast import entries
from tests.factories import agencies, children, merges
from tests.protection.identification.matches.registers import born, night, pairs, register
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def twice(
    by: object, name: str = "Sunita Mahato", again: str = "सुनीता महतो"
) -> tuple[Child, Child]:
    """One child registered twice, in two scripts."""
    facts = {"ages": born("2012-04-17"), "home_district": "NP-DHA", "gender": "girl"}
    father = [Name("father", "Ram Mahato", "ne")]
    first = children.child(by, names=[Name("given", name, "ne"), *father], **facts)
    second = children.child(by, names=[Name("given", again, "ne"), *father], **facts)
    return first, second


def both(one: Child, other: Child) -> tuple[object, object]:
    return tuple(sorted((one.file_id, other.file_id)))


def test_one_child_in_two_scripts_is_found_and_no_one_is_joined() -> None:
    worker = agencies.staff()
    register(worker, 30)
    first, second = twice(worker)
    summary = night()
    matches = {(p.file_id, p.other_id): p for p in pairs()}
    assert both(first, second) in matches
    assert matches[both(first, second)].state == "waiting"
    assert summary.found == len(matches)
    with role("maintenance"):
        assert Merge.objects.count() == 0
        opinion = MachineAssessment.objects.get(pair=matches[both(first, second)])
    assert opinion.strength == "strong"
    assert ["sex", "same", 0] in opinion.lines or ["sex", "same", 1] in opinion.lines


def test_night_before_the_first_child_finds_nothing_and_the_next_one_compares() -> None:
    assert night().found == 0
    worker = agencies.staff()
    first, second = twice(worker)
    night()
    assert both(first, second) in {(p.file_id, p.other_id) for p in pairs()}


def test_nothing_of_a_name_lies_in_the_ledger_the_plan_or_the_log() -> None:
    worker = agencies.staff()
    first, _other = twice(worker)
    night()
    with role("matcher"):
        sealed = b"".join(bytes(row.sealed) for row in LedgerPortion.objects.all())
    assert sealed
    for name in ("Sunita", "Mahato", "sunita", "सुनीता"):
        assert name.encode() not in sealed
    entry = entries(kind="matched")[0]
    assert (entry.by, entry.file_id) == (None, None)
    assert entry.detail == {"count": 2, "hits": 1}
    assert str(first.file_id) not in str(entry.objects_seen)


def test_a_second_night_asks_about_no_pair_twice() -> None:
    worker = agencies.staff()
    twice(worker)
    night()
    before = [(p.pk, p.state, p.round) for p in pairs()]
    night()
    night(is_full_run=True)
    assert [(p.pk, p.state, p.round) for p in pairs()] == before


def test_a_pair_that_is_no_longer_alike_waits_no_longer_and_comes_back() -> None:
    worker = agencies.staff()
    _one, second = twice(worker)
    night()
    assert [p.state for p in pairs()] == ["waiting"]
    with acting(worker):
        child = Child.objects.get(pk=second.pk)
        mistaken = Name("given", "सुनीता महतो", "ne", whose="not_hers")
        people.change_name(
            child=child, index=0, new_name=mistaken, version=child.version, actor=worker
        )
        child.refresh_from_db()
        father = Name("father", "Ram Mahato", "ne", whose="not_hers")
        people.change_name(
            child=child, index=1, new_name=father, version=child.version, actor=worker
        )
        child.refresh_from_db()
        people.add_name(
            child=child, name=Name("given", "Zulekha Bibi"), version=child.version, actor=worker
        )
    night()
    assert [p.state for p in pairs()] == ["lapsed"]
    with acting(worker):
        child.refresh_from_db()
        back = Name("given", "Sunita Mahato", "ne")
        people.add_name(child=child, name=back, version=child.version, actor=worker)
    night()
    assert [p.state for p in pairs()] == ["waiting"]


def test_a_protected_child_is_never_set_beside_one_of_another_agency() -> None:
    result, elsewhere = agencies.staff(), agencies.staff()
    facts = {"ages": born("2012-04-17"), "home_district": "NP-DHA", "gender": "girl"}
    names = [Name("given", "Sunita Mahato", "ne"), Name("father", "Ram Mahato", "ne")]
    first = children.child(result, names=names, **facts)
    children.child(elsewhere, names=names, **facts)
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=True)
    night()
    assert pairs() == []
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=False)
    night(is_full_run=True)
    assert len(pairs()) == 1


def test_nor_is_a_child_who_is_protected_in_another_file() -> None:
    worker, elsewhere = agencies.staff(), agencies.staff()
    facts = {"ages": born("2012-04-17"), "home_district": "NP-DHA", "gender": "girl"}
    names = [Name("given", "Sunita Mahato", "ne"), Name("father", "Ram Mahato", "ne")]
    first = children.child(worker, names=names, **facts)
    children.child(elsewhere, names=names, **facts)
    of_first = children.child(agencies.staff(), "Bimala Rai")
    with role("maintenance"):
        File.objects.filter(pk=of_first.file_id).update(is_protected=True)
    merge = merges.joined(first.file_id, of_first.file_id)
    known = {pair.pk for pair in pairs()}
    night()
    assert {pair.pk for pair in pairs()} == known
    merges.parted(merge)
    night(is_full_run=True)
    assert len(pairs()) == len(known) + 1


def test_three_records_of_one_child_hang_together() -> None:
    worker = agencies.staff()
    twice(worker)
    twice(worker, "Sunita Mahato", "Sunita Mahto")
    night()
    matches = pairs()
    assert len(matches) == 6
    assert len({p.cluster for p in matches}) == 1


def test_a_run_that_was_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = agencies.staff()
    register(worker, 40)
    night()
    all_pairs = {(p.file_id, p.other_id) for p in pairs()}
    assert len(all_pairs) > 3
    with role("maintenance"):
        MachineAssessment.objects.all().delete()
        type(pairs()[0]).objects.all().delete()
        MatchRun.objects.all().delete()
    monkeypatch.setattr(nightly, "COMPARE_BATCH_SIZE", 3)
    lines: list[str] = []

    class Fell(Exception):
        pass

    def falls(line: str) -> None:
        lines.append(line)
        if len(lines) == 4:
            raise Fell

    with role("matcher"), pytest.raises(Fell):
        nightly.run_matching(using="default", say=falls)
    assert len(pairs()) < len(all_pairs)
    night()
    assert {(p.file_id, p.other_id) for p in pairs()} == all_pairs
    with role("matcher"):
        assert MatchRun.objects.count() == 1
        assert MatchRun.objects.filter(finished_at=None).count() == 0


def test_two_runs_at_once_are_refused() -> None:
    """The lock belongs to a session; the test's own session already has it, so another one asks for it."""
    from tests.databases import owner

    name = connection.settings_dict["NAME"]
    with owner(name) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(%s)", [AdvisoryLock.NIGHTLY_MATCHING])
        with pytest.raises(nightly.MatchRunInProgress):
            night()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed FROM people_child",
        "SELECT id FROM matches_pair",
        "SELECT id FROM matches_review",
        "UPDATE matches_pair SET state = 'same'",
        "SELECT matches_review(NULL, NULL, 'same', 'records', '')",
    ],
)
def test_the_matcher_reads_and_decides_nothing_itself(statement: str) -> None:
    with role("matcher"), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():  # fmt: skip
        cursor.execute(statement)


def test_the_matcher_opens_records_for_a_run_that_is_under_way_alone() -> None:
    worker = agencies.staff()
    first, _other = twice(worker)
    night()
    with role("matcher"):
        ended = MatchRun.objects.get()
        with connection.cursor() as cursor:
            with pytest.raises(ProgrammingError, match="no run is under way"), transaction.atomic():
                cursor.execute("SELECT * FROM matches_open(%s, %s)", [ended.pk, [first.file_id]])
            with pytest.raises(ProgrammingError, match="no such run"), transaction.atomic():
                cursor.execute("SELECT matches_write(%s, '{}', '{}', '{}', '{}', true)", [ended.pk])


@pytest.mark.parametrize(
    "table", ["matches_ledger", "matches_matchplan", "matches_matchrun", "matches_removedfile"]
)
@pytest.mark.parametrize("of", ["app", "worker", "analyst", "auditor"])
def test_no_one_else_sees_the_records_of_the_run(table: str, of: str) -> None:
    with role(of), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():  # fmt: skip
        cursor.execute(f"SELECT 1 FROM {table}")


def test_the_job_of_the_night_is_in_the_queue_and_the_worker_may_match() -> None:
    import saathi.protection.identification.matches.jobs  # noqa: F401 - as the worker finds it
    from saathi.config import supervisor
    from saathi.infra import jobs

    tasks = jobs.app.periodic_registry.periodic_tasks.values()
    schedules = {task.task.name: (task.cron, task.task.queue) for task in tasks}
    assert schedules["matches.compare_register"] == ("50 20 * * *", "matcher")
    (worker,) = [part for part in supervisor.installation_processes(port=1) if part.name == "work"]
    assert "matcher" in worker.addresses


def test_children_are_compared_in_their_own_order_however_they_lie() -> None:
    """The learned plan depends on the order where facts tie: the same register gives the same plan."""
    worker = agencies.staff()
    files = [children.child(worker, f"Child {n}").file_id for n in range(12)]
    with role("matcher"):
        source, horizon = register_gateway.read_database_horizon("default")
        run = MatchRun.objects.create(source=source, horizon=horizon)
        opened = register_gateway.open_children(run.pk, files[::-1], "default", lambda _said: None)
    assert files != sorted(files), "twelve random ids"
    assert opened.files == sorted(files)
