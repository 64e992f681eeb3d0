"""What may have been seen before: who may not see it, what leads to no other file, and when it ends."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import File, Staff
from saathi.infra import clock
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.protection.matches import repeats
from saathi.protection.matches.models import MatchRun, RepeatAllegation
from saathi.protection.matches.repeats import build_allegation_facts
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


def kept() -> list[RepeatAllegation]:
    with role("maintenance"):
        return list(RepeatAllegation.objects.order_by("recorded_at"))


def said(
    actor: Staff, name: str, where: str = WHERE, child: Child | None = None, **told: object
) -> AllegedPerpetrator:
    child = child or children.child(actor, names=[Name("given", "Anita", "ne")])
    words = {"name": name, "where": where, "on_what": "She said it"} | told
    with acting(actor):
        return people.alleged(child, actor, texts=words)


class World:
    """Two agencies; the same man at the same place is named in a file of each, in two scripts."""

    def __init__(self) -> None:
        self.worker, self.far_worker = agencies.staff(), agencies.staff()
        self.leader = agencies.staff("supervisor", self.worker.office)
        self.far_leader = agencies.staff("supervisor", self.far_worker.office)
        self.one = said(self.worker, "Bikram Lal Yadav")
        self.other = said(self.far_worker, "बिक्रम लाल यादव")
        assert night() == 2
        found = {repeat.file_id: repeat for repeat in kept()}
        self.repeat = found[self.one.file_id]
        self.far = found[self.other.file_id]

    @property
    def address(self) -> str:
        return f"/matches/seen-before/{self.repeat.pk}/"


# --- Who may not ----------------------------------------------------------------------------------


def test_nobody_without_the_right_to_the_file_learns_of_it() -> None:
    here = World()
    for person in (here.far_leader, agencies.staff("supervisor"), agencies.staff("data_officer")):
        client = signed_in(person)
        assert client.get(here.address).status_code == 404, person.bundle
        assert client.post(here.address, {"answer": "open"} | key()).status_code == 404
        assert str(here.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    for person in (here.worker, agencies.staff("oversight"), agencies.staff("rapporteur")):
        assert signed_in(person).get("/matches/seen-before/").status_code == 404
        assert signed_in(person).get(here.address).status_code == 404


def test_accused_staff_member_sees_no_repeat_allegation() -> None:
    here = World()
    with role("maintenance"):
        AllegedPerpetrator.objects.filter(pk=here.one.pk).update(accused_staff=here.leader.id)
    assert signed_in(here.leader).get(here.address).status_code == 404


def test_web_and_worker_roles_cannot_call_repeat_functions() -> None:
    here = World()
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
                cursor.execute(call, [here.repeat.pk, here.one.pk])


def test_without_a_run_under_way_nothing_opens_and_nothing_is_written() -> None:
    here = World()
    with role("maintenance"):
        done = MatchRun.objects.get(source="repeat")
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
            cursor.execute(call, [done.pk, here.one.pk])


# --- Who may --------------------------------------------------------------------------------------


def test_repeat_page_says_possible_and_links_to_no_other_child() -> None:
    here = World()
    client = signed_in(here.leader)
    with at_most(20):
        listed = client.get("/matches/seen-before/").content.decode()
    with at_most(20):
        shown = client.get(here.address).content.decode()
    assert f'href="{here.address}"' in listed
    assert "Bikram Lal Yadav" not in listed
    assert "Possible, and no more" in shown
    assert "Bikram Lal Yadav" in shown
    with role("maintenance"):
        other = Child.objects.get(file_id=here.other.file_id)
        office = here.far_worker.office
    for page in (listed, shown):
        for secret in (other.code, str(other.file_id), str(here.other.pk), "बिक्रम", office.name,
                       office.agency.name, str(here.far.pk)):  # fmt: skip
            assert secret not in page
    with role("maintenance"):
        row = str(RepeatAllegation.objects.filter(pk=here.repeat.pk).values().get())
    assert str(here.other.pk) not in row
    assert str(here.other.file_id) not in row


def test_the_look_at_it_stands_in_the_log_of_the_child_alone() -> None:
    here = World()
    signed_in(here.leader).get(here.address)
    looks = [e for e in entries(kind="looked") if e.by == here.leader.id]
    assert {look.file_id for look in looks} == {here.one.file_id}


def test_an_answer_takes_it_from_the_list_and_it_is_not_said_again() -> None:
    here = World()
    client = signed_in(here.leader)
    sent = {"answer": "other", "version": "1"} | key()
    assert client.post(here.address, sent).status_code == 302
    assert str(here.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    assert night() == 0
    assert {r.answer for r in kept() if r.pk == here.repeat.pk} == {"other"}


def test_a_form_without_an_answer_says_so_and_a_stale_one_changes_nothing() -> None:
    here = World()
    client = signed_in(here.leader)
    empty = client.post(here.address, {"version": "1"} | key())
    assert empty.status_code == 200
    assert "required" in empty.content.decode()
    client.post(here.address, {"answer": "told", "version": "7"} | key())
    assert {r.answer for r in kept()} == {""}


def test_it_is_said_again_when_another_record_is_written_later() -> None:
    here = World()
    signed_in(here.leader).post(here.address, {"answer": "open", "version": "1"} | key())
    said(agencies.staff(), "Bikram Lal Yadav")
    assert night() == 3
    assert next(r for r in kept() if r.pk == here.repeat.pk).answer == ""


def test_repeat_allegation_expires() -> None:
    here = World()
    with role("maintenance"):
        RepeatAllegation.objects.filter(pk=here.repeat.pk).update(
            expires_at=clock.now() - dt.timedelta(minutes=1)
        )
    client = signed_in(here.leader)
    assert client.get(here.address).status_code == 404
    assert str(here.repeat.pk) not in client.get("/matches/seen-before/").content.decode()
    assert signed_in(here.far_leader).get(f"/matches/seen-before/{here.far.pk}/").status_code == 200


# --- What is alike --------------------------------------------------------------------------------


def test_a_name_alone_or_a_place_alone_says_nothing() -> None:
    worker = agencies.staff()
    said(worker, "Bikram Lal Yadav", "Hotel Shanti, Birgunj")
    said(worker, "Bikram Lal Yadav", "Kathmandu")
    said(worker, "Bikram Lal Yadav", "")
    said(worker, "Rakesh Thapa", "Hotel Shanti, Birgunj")
    said(worker, "Bikram Yadav", "Birgunj")  # a shorter name, and a town alone
    assert night() == 0


def test_the_same_number_is_seen_under_any_name_and_way_of_writing() -> None:
    worker = agencies.staff()
    said(worker, "Bikram Lal", "", how="He rang from +977 98412 34567")
    said(worker, "Uncle", "", marks="९८४१२३४५६७")
    assert night() == 2
    assert {repeat.seen for repeat in kept()} == {"phone"}


def test_two_records_of_one_file_are_no_repeat() -> None:
    worker = agencies.staff()
    child = children.child(worker, names=[Name("given", "Anita", "ne")])
    said(worker, "Bikram Lal Yadav", child=child)
    said(worker, "Bikram Lal Yadav", child=child)
    assert night() == 0


def test_a_protected_child_and_what_was_taken_back_are_never_compared() -> None:
    worker = agencies.staff()
    one, other = said(worker, "Bikram Lal Yadav"), said(worker, "Bikram Lal Yadav")
    with role("maintenance"):
        File.objects.filter(pk=one.file_id).update(is_protected=True)
    assert night() == 0
    with role("maintenance"):
        File.objects.filter(pk=one.file_id).update(is_protected=False)
        AllegedPerpetrator.objects.filter(pk=other.pk).update(standing="taken_back")
    assert night() == 0
    with role("maintenance"):
        AllegedPerpetrator.objects.filter(pk=other.pk).update(standing="stands")
    assert night() == 2


def test_a_firm_is_a_place_and_a_date_is_no_number() -> None:
    moment = clock.now()
    one = RepeatAllegation().id
    found = build_allegation_facts(
        one, one, moment, "firm", {"name": "Shanti", "where": "Birgunj; on 2024-05-06"}
    )
    assert (found.is_place, found.places, found.phones) == (
        True, ("Birgunj", "on 2024-05-06"), frozenset(),
    )  # fmt: skip
