"""Repeat allegations: who may not see them, that they lead to no other file, and when they end."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import File, Staff
from saathi.infra import clock
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.identification.matches import repeats
from saathi.protection.identification.matches.models import MatchRun, RepeatAllegation
from saathi.protection.identification.matches.repeats import build_allegation_facts
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, children, people
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHERE = "Hotel Shanti, Birgunj"


def night() -> int:
    with role("matcher"):
        return repeats.find_repeats(using="default")


def stored_repeats() -> list[RepeatAllegation]:
    with role("maintenance"):
        return list(RepeatAllegation.objects.order_by("recorded_at"))


def record_allegation(
    actor: Staff, name: str, where: str = WHERE, child: Child | None = None, **fields: object
) -> AllegedPerpetrator:
    child = child or children.child(actor, names=[Name("given", "Anita", "ne")])
    texts = {"name": name, "where": where, "on_what": "She said it"} | fields
    with acting(actor):
        return people.alleged(child, actor, **texts)


class World:
    """Two agencies; the same man at the same place is named in a file of each, in two scripts."""

    def __init__(self) -> None:
        self.worker, self.far_worker = agencies.staff(), agencies.staff()
        self.leader = agencies.staff("supervisor", self.worker.office)
        self.far_leader = agencies.staff("supervisor", self.far_worker.office)
        self.one = record_allegation(self.worker, "Bikram Lal Yadav")
        self.other = record_allegation(self.far_worker, "बिक्रम लाल यादव")
        assert night() == 2
        kept_repeats = {repeat.file_id: repeat for repeat in stored_repeats()}
        self.repeat = kept_repeats[self.one.file_id]
        self.far = kept_repeats[self.other.file_id]

    @property
    def address(self) -> str:
        return f"/matches/seen-before/{self.repeat.pk}/"


# --- Who may not ----------------------------------------------------------------------------------


def test_repeat_allegation_is_hidden_without_the_right_to_the_file() -> None:
    world = World()
    for person in (world.far_leader, agencies.staff("supervisor"), agencies.staff("data_officer")):
        client = signed_in(person)
        assert client.get(world.address).status_code == 404, person.role_kind
        assert client.post(world.address, {"answer": "open"} | key()).status_code == 404
        assert str(world.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    for person in (world.worker, agencies.staff("oversight"), agencies.staff("rapporteur")):
        assert signed_in(person).get("/matches/seen-before/").status_code == 404
        assert signed_in(person).get(world.address).status_code == 404


def test_accused_staff_member_sees_no_repeat_allegation() -> None:
    world = World()
    with role("maintenance"):
        AllegedPerpetrator.objects.filter(pk=world.one.pk).update(accused_staff=world.leader.id)
    assert signed_in(world.leader).get(world.address).status_code == 404


def test_web_and_worker_roles_cannot_call_repeat_functions() -> None:
    world = World()
    for name in ("app", "worker", "analyst", "reporter"):
        for call in (
            "SELECT * FROM matches_alleged(%s, %s)",
            "SELECT matches_alert(%s, ARRAY[%s]::uuid[], '{}', '{}')",
        ):
            with (
                role(name),
                connection.cursor() as cursor,
                pytest.raises(ProgrammingError, match="permission denied"),
                transaction.atomic(),
            ):
                cursor.execute(call, [world.repeat.pk, world.one.pk])


def test_repeat_functions_require_a_running_match_run() -> None:
    world = World()
    with role("maintenance"):
        run = MatchRun.objects.get(source="repeat")
    for call in (
        "SELECT * FROM matches_alleged(%s, %s)",
        "SELECT matches_alert(%s, ARRAY[%s]::uuid[], '{}', '{}')",
    ):
        with (
            role("matcher"),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError, match="run is under way"),
            transaction.atomic(),
        ):
            cursor.execute(call, [run.pk, world.one.pk])


# --- Who may --------------------------------------------------------------------------------------


def test_repeat_page_says_possible_and_links_to_no_other_child() -> None:
    world = World()
    client = signed_in(world.leader)
    with at_most(20):
        listed = client.get("/matches/seen-before/").content.decode()
    with at_most(20):
        page_text = client.get(world.address).content.decode()
    assert f'href="{world.address}"' in listed
    assert "Bikram Lal Yadav" not in listed
    assert "Possible only, not confirmed" in page_text
    assert "Bikram Lal Yadav" in page_text
    with role("maintenance"):
        other_child = Child.objects.get(file_id=world.other.file_id)
        office = world.far_worker.office
    for page in (listed, page_text):
        for secret in (other_child.code, str(other_child.file_id), str(world.other.pk), "बिक्रम", office.name,
                       office.agency.name, str(world.far.pk)):  # fmt: skip
            assert secret not in page
    with role("maintenance"):
        row = str(RepeatAllegation.objects.filter(pk=world.repeat.pk).values().get())
    assert str(world.other.pk) not in row
    assert str(world.other.file_id) not in row


def test_repeat_page_access_is_logged_for_this_child_only() -> None:
    world = World()
    signed_in(world.leader).get(world.address)
    looks = [e for e in entries(kind="looked") if e.by == world.leader.id]
    assert {look.file_id for look in looks} == {world.one.file_id}


def test_answered_repeat_allegation_leaves_the_list_and_is_not_repeated() -> None:
    world = World()
    client = signed_in(world.leader)
    sent = {"answer": "other", "version": "1"} | key()
    assert client.post(world.address, sent).status_code == 302
    assert str(world.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    assert night() == 0
    assert {r.answer for r in stored_repeats() if r.pk == world.repeat.pk} == {"other"}


def test_a_form_without_an_answer_says_so_and_a_stale_one_changes_nothing() -> None:
    world = World()
    client = signed_in(world.leader)
    empty = client.post(world.address, {"version": "1"} | key())
    assert empty.status_code == 200
    assert "required" in empty.content.decode()
    client.post(world.address, {"answer": "told", "version": "7"} | key())
    assert {r.answer for r in stored_repeats()} == {""}


def test_repeat_allegation_returns_for_a_later_record() -> None:
    world = World()
    signed_in(world.leader).post(world.address, {"answer": "open", "version": "1"} | key())
    record_allegation(agencies.staff(), "Bikram Lal Yadav")
    assert night() == 3
    assert next(r for r in stored_repeats() if r.pk == world.repeat.pk).answer == ""


def test_repeat_allegation_expires() -> None:
    world = World()
    with role("maintenance"):
        RepeatAllegation.objects.filter(pk=world.repeat.pk).update(
            expires_at=clock.now() - dt.timedelta(minutes=1)
        )
    client = signed_in(world.leader)
    assert client.get(world.address).status_code == 404
    assert str(world.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    assert (
        signed_in(world.far_leader).get(f"/matches/seen-before/{world.far.pk}/").status_code == 200
    )


# --- What is alike --------------------------------------------------------------------------------


def test_a_name_alone_or_a_place_alone_says_nothing() -> None:
    worker = agencies.staff()
    record_allegation(worker, "Bikram Lal Yadav", "Hotel Shanti, Birgunj")
    record_allegation(worker, "Bikram Lal Yadav", "Kathmandu")
    record_allegation(worker, "Bikram Lal Yadav", "")
    record_allegation(worker, "Rakesh Thapa", "Hotel Shanti, Birgunj")
    record_allegation(worker, "Bikram Yadav", "Birgunj")  # a shorter name, and a town alone
    assert night() == 0


def test_the_same_number_is_seen_under_any_name_and_way_of_writing() -> None:
    worker = agencies.staff()
    record_allegation(worker, "Bikram Lal", "", how="He rang from +977 98412 34567")
    record_allegation(worker, "Uncle", "", marks="९८४१२३४५६७")
    assert night() == 2
    assert {repeat.kind for repeat in stored_repeats()} == {"phone"}


def test_two_records_of_one_file_are_no_repeat() -> None:
    worker = agencies.staff()
    child = children.child(worker, names=[Name("given", "Anita", "ne")])
    record_allegation(worker, "Bikram Lal Yadav", child=child)
    record_allegation(worker, "Bikram Lal Yadav", child=child)
    assert night() == 0


def test_a_protected_child_and_what_was_taken_back_are_never_compared() -> None:
    worker = agencies.staff()
    first, second = (
        record_allegation(worker, "Bikram Lal Yadav"),
        record_allegation(worker, "Bikram Lal Yadav"),
    )
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=True)
    assert night() == 0
    with role("maintenance"):
        File.objects.filter(pk=first.file_id).update(is_protected=False)
        AllegedPerpetrator.objects.filter(pk=second.pk).update(allegation_state="taken_back")
    assert night() == 0
    with role("maintenance"):
        AllegedPerpetrator.objects.filter(pk=second.pk).update(allegation_state="stands")
    assert night() == 2


def test_a_firm_is_a_place_and_a_date_is_no_number() -> None:
    moment = clock.now()
    repeat_id = RepeatAllegation().id
    facts = build_allegation_facts(
        repeat_id, repeat_id, moment, "firm", {"name": "Shanti", "where": "Birgunj; on 2024-05-06"}
    )
    assert (facts.is_place, facts.places, facts.phones) == (
        True, ("Birgunj", "on 2024-05-06"), frozenset(),
    )  # fmt: skip
