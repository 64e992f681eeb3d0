"""A merge that was wrong is undone: incidents, notices, and what the other records keep."""

from uuid import UUID, uuid4

import pytest
from django.db import connection

from saathi.agencies.models import Notice
from saathi.protection.identification.matches.models import (
    Merge,
)
from saathi.protection.oversight.incidents.models import Incident
from tests.desk.cast import entries
from tests.factories import agencies
from tests.protection.identification.matches.registers import night, pairs
from tests.protection.identification.matches.world import World, twice, undo_merge, world
from tests.roles import role
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.requirement("PRI-003")
def test_an_undone_merge_opens_an_incident_for_each_child_and_tells_the_data_officers() -> None:
    pair_world = world()
    merge = pair_world.join()
    signed_in(pair_world.worker).get(f"/child/{pair_world.other.file_id}/")
    assert undo_merge(pair_world, pair_world.worker) == 404
    assert undo_merge(pair_world, agencies.staff("supervisor")) == 404
    assert undo_merge(pair_world, pair_world.second) == 302
    with role("maintenance"):
        merge = Merge.objects.get(pk=merge.pk)
        incidents = list(Incident.objects.all())
        notified = set(Notice.objects.filter(kind="incident").values_list("staff", flat=True))
    assert merge.undone_by == pair_world.second.id
    assert pair_world.state() == "waiting", "a second person confirms it"
    assert {i.file_id for i in incidents} == {pair_world.one.file_id, pair_world.other.file_id}
    assert {i.kind for i in incidents} == {"wrong_match"}
    assert notified == {pair_world.first.id, pair_world.third.id}
    assert {e.file_id for e in entries(kind="unmerged")} == {i.file_id for i in incidents}
    of_other = next(i for i in incidents if i.file_id == pair_world.other.file_id)
    page = signed_in(pair_world.first).get(f"/incidents/{of_other.pk}/").content.decode()
    assert pair_world.worker.name in page
    assert "personal details" in page
    assert undo_merge(pair_world, pair_world.second) == 404
    night(is_full_run=True)
    assert pair_world.state() == "waiting"


def files_of_child(file_id: UUID) -> set[UUID]:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT unnest(files_of_child(%s))", [file_id])
        return {found for (found,) in cursor.fetchall()}


def test_one_person_who_undoes_a_merge_does_not_open_what_the_other_file_closes() -> None:
    pair_world = world()
    pair_world.join()
    both = {pair_world.one.file_id, pair_world.other.file_id}
    assert undo_merge(pair_world, pair_world.second) == 302
    page = signed_in(pair_world.worker).get(f"/child/{pair_world.other.file_id}/").content.decode()
    assert "This is the same child as in another record" not in page, "separate to readers at once"
    assert files_of_child(pair_world.one.file_id) == both

    # Not by a second decision of the same person, on the page or by the function.
    assert pair_world.address not in signed_in(pair_world.second).get("/matches/").content.decode()
    own = pair_world.page(pair_world.second)
    assert "another person confirms it" in own
    assert 'name="decision"' not in own
    assert pair_world.decide(pair_world.second, "not_same") == 409
    assert files_of_child(pair_world.other.file_id) == both

    queue = signed_in(pair_world.first).get("/matches/").content.decode()
    assert "Second confirmation needed" in queue
    assert "blocks contact with the country" in pair_world.page(pair_world.first)
    assert pair_world.decide(pair_world.third, "unsure") == 302
    assert files_of_child(pair_world.one.file_id) == both, "doubt does not open it"
    assert pair_world.decide(pair_world.first, "not_same") == 302
    assert pair_world.state() == "not_same"
    for file_id in both:
        assert files_of_child(file_id) == {file_id}


def test_a_pair_that_waits_for_the_second_person_does_not_lapse() -> None:
    pair_world = world()
    pair_world.join()
    assert undo_merge(pair_world, pair_world.second) == 302
    with role("maintenance"):
        type(pair_world.one).objects.filter(pk=pair_world.other.pk).update(
            home_district="PK-KHI", gender="boy", birth_year_low=1999, birth_year_high=1999
        )
    with role("matcher"), connection.cursor() as cursor:
        cursor.execute("SELECT matches_lapse(%s, NULL)", [uuid4()])
        assert cursor.fetchone() == (0,)
    assert pair_world.state() == "waiting"


def test_two_others_merge_records_again_that_one_person_parted() -> None:
    pair_world = world()
    pair_world.join()
    assert undo_merge(pair_world, pair_world.second) == 302
    assert pair_world.decide(pair_world.first) == 302
    assert pair_world.state() == "waiting"
    assert pair_world.decide(pair_world.third) == 302
    assert pair_world.state() == "same"
    assert [m.undone_at for m in pair_world.merges()].count(None) == 1


def test_a_third_record_stays_with_the_one_it_was_found_to_be_the_same_as() -> None:
    pair_world = world()
    pair_world.join()
    third, _fourth = twice(pair_world.worker)
    night()
    files = sorted([pair_world.other.file_id, third.file_id])
    (pair,) = [p for p in pairs() if [p.file_id, p.other_id] == files]
    joined = World(**(vars(pair_world) | {"pair": pair}))
    for person in (pair_world.first, pair_world.second):
        assert joined.decide(person) == 302
    counted = {m.file_id: m.into_id for m in pair_world.merges() if m.undone_at is None}
    assert counted == {
        pair_world.other.file_id: pair_world.one.file_id,
        third.file_id: pair_world.one.file_id,
    }
    assert undo_merge(pair_world, pair_world.second) == 302
    counted = {m.file_id: m.into_id for m in pair_world.merges() if m.undone_at is None}
    assert counted == {third.file_id: pair_world.other.file_id}


# --- What else knows of it ------------------------------------------------------------------------
