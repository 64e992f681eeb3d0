"""Publication of an entry of the directory by a second person: in the application and in the database."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.agencies.register_kit import queries
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.agencies.row_proofs import prove_rows
from saathi.audit.models import AuditEntry
from saathi.infra import clock
from saathi.protection.casework.services.models import Service, ServiceVersion
from tests import filled, sending
from tests.factories import agencies, helps
from tests.protection.casework.services.test_directory import ENTRY
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(keeper: Staff) -> Service:
    return helps.service(keeper, name="Sewing room", is_published=False)


def address(name: str, *ids: object) -> str:
    return reverse(f"services:{name}", args=ids)


def act(service: Service, action: str) -> str:
    return address("act_on_service", service.pk, action)


def current(service: Service) -> Service:
    with role("maintenance"):
        return Service.objects.get(pk=service.pk)


# --- who may not ----------------------------------------------------------------------------------


def test_an_unpublished_entry_is_read_by_its_keepers_alone(
    keeper: Staff, submitted: Service
) -> None:
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    path = address("show_service", submitted.pk)
    for person in (worker, other):
        assert signed_in(person).get(path).status_code == 404
        assert "Sewing room" not in read(person, address("list_services"))
        with acting(person):
            assert not Service.objects.exists()
            assert not ServiceVersion.objects.exists()
    assert "Submitted for publication" in read(keeper, path)
    assert "Sewing room" not in read(keeper, address("list_services"))  # offered now
    assert "Sewing room" in read(keeper, address("list_services") + "?state=waiting")


@pytest.mark.parametrize("action", ["publish", "return", "propose", "confirm", "nonsense"])
def test_only_keepers_of_the_agency_reach_a_move(
    keeper: Staff, submitted: Service, action: str
) -> None:
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for person in (worker, other):
        assert status(person, act(submitted, action)) == {404}


def test_whoever_submitted_or_changed_an_entry_does_not_publish_it(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    assert signed_in(keeper).get(act(submitted, "publish")).status_code == 404
    sent = {"version": submitted.version}
    assert "second person must publish" in refused(keeper, act(submitted, "publish"), sent)
    assert "There are no entries for you to publish or confirm" in read(
        keeper, address("publish_services")
    )
    # The person who changes it from now on submits it; then the first person can publish it.
    changed = ENTRY | {"name": "Sewing room", "version": submitted.version}
    post(second, address("change_service", submitted.pk), changed)
    assert signed_in(second).get(act(submitted, "publish")).status_code == 404
    post(keeper, act(submitted, "publish"), {"version": submitted.version + 1})
    assert current(submitted).published_by == keeper.pk


def test_pages_to_publish_belong_to_keepers(keeper: Staff) -> None:
    worker = agencies.staff("case_worker", keeper.office)
    assert status(worker, address("publish_services")) == {404}


def test_a_child_is_referred_to_published_services_only(submitted: Service, worker: Staff) -> None:
    from saathi.protection.casework.services.queries import directory

    with acting(worker):
        assert not directory.filter_services(directory.ServiceFilter()).exists()


# --- the database ---------------------------------------------------------------------------------

ATTEMPTS: dict[str, dict[str, Any]] = {
    "published by the writer": {"state": "published", "published_by": "me"},
    "published in another's name": {"state": "published", "published_by": "other"},
    "published by nobody": {"state": "published"},
    "archived without a day": {"state": "archived"},
    "confirmed before it is published": {"confirmed_by": "me", "confirmed_at": "now"},
    "another day of publication": {"published_at": "now"},
    "changed in another's name": {"phone": "041", "changed_by": "other", "changed_at": "now"},
    "proposed in another's name": {"proposed_by": "other"},
    "given to another agency": {"agency_id": "other"},
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("is_proved", [True, False], ids=["with a proof", "injected"])
def test_the_database_refuses_a_move_that_the_rules_refuse(
    keeper: Staff, second: Staff, submitted: Service, attempt: str, is_proved: bool
) -> None:
    values = {
        name: {"me": keeper.pk, "other": second.pk, "now": clock.now()}.get(value, value)
        for name, value in ATTEMPTS[attempt].items()
    }
    if values.get("state") == "published":
        values["published_at"] = clock.now()
    with acting(keeper), pytest.raises(DatabaseError):
        write(keeper, submitted, values, is_proved=is_proved)


def write(
    actor: Staff, service: Service, values: dict[str, Any], *, is_proved: bool = True
) -> None:
    """Changes a row past the actions, with the proof that an injected statement lacks or without."""
    with transaction.atomic():
        if is_proved:
            prove_rows([(service, values)], by=actor.pk)
        row = Service.objects.filter(pk=service.pk)
        assert row.update(**values, version=F("version") + 1) == 1


def test_a_change_names_who_made_it(second: Staff, submitted: Service) -> None:
    with acting(second), pytest.raises(DatabaseError, match="names who made it"):
        write(second, submitted, {"phone": "041"})


def test_the_second_person_publishes_only_with_a_proof(second: Staff, submitted: Service) -> None:
    values = {
        "state": EntryState.PUBLISHED, "published_by": second.pk, "published_at": clock.now()
    }  # fmt: skip
    with acting(second), pytest.raises(DatabaseError, match="proof"):
        write(second, submitted, values, is_proved=False)
    with acting(second):
        write(second, submitted, values)


def test_the_second_person_publishes_nothing_else_than_what_was_submitted(
    second: Staff, submitted: Service
) -> None:
    values = {
        "state": EntryState.PUBLISHED, "published_by": second.pk, "published_at": clock.now(),
        "phone": "041", "changed_by": second.pk, "changed_at": clock.now(),
    }  # fmt: skip
    with acting(second), pytest.raises(DatabaseError, match="second person"):
        write(second, submitted, values)


@pytest.mark.parametrize("state", ["published", "archived"])
def test_no_entry_begins_as_published(keeper: Staff, state: str) -> None:
    now, today = clock.now(), dt.date(2026, 3, 2)
    service = Service(
        agency_id=keeper.agency_id, name="X", organisation="Y", kinds=["legal"], country="NPL",
        recorded_by=keeper.pk, changed_by=keeper.pk, state=state, published_at=now,
        withdrawn_on=today if state == "archived" else None,
    )  # fmt: skip
    with acting(keeper):
        prove_rows([(service, {})], by=keeper.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            service.save(force_insert=True)


def test_the_checks_of_the_table_hold_for_everybody(second: Staff, submitted: Service) -> None:
    """Also for maintenance, which no trigger stops."""
    for wrong in (
        "state = 'published', published_at = NULL",
        f"published_by = '{submitted.proposed_by}'",
        "state = 'proposed', proposed_by = NULL",
        "state = 'draft', withdrawn_on = '2026-03-02'",
    ):
        with (
            role("maintenance"),
            pytest.raises(DatabaseError, match="services_service"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE services_service SET {wrong}")


# --- what happens ---------------------------------------------------------------------------------


def test_an_entry_goes_from_draft_to_publication_by_two_persons(
    keeper: Staff, second: Staff
) -> None:
    page = post(keeper, address("add_service"), ENTRY | {"as_draft": "yes"})
    assert "Draft" in page
    with acting(keeper):
        service = Service.objects.get()
    assert service.state == EntryState.DRAFT
    assert signed_in(second).get(act(service, "publish")).status_code == 404
    post(keeper, act(service, "propose"), {"version": 1})
    page = post(second, act(service, "return"), {"version": 2, "why": "The number is missing"})
    assert "Returned for revision The number is missing" in page
    post(keeper, address("change_service", service.pk), ENTRY | {"phone": "1", "version": 3})
    assert current(service).state == EntryState.PROPOSED  # saved and submitted
    page = post(second, act(service, "publish"), {"version": 5})
    worker = agencies.staff("case_worker", keeper.office)
    assert "Legal aid desk" in read(worker, address("list_services"))
    assert re.search(rf"Published [^:]*:\d\d {second.name}", page)
    with role("maintenance"):
        logged = AuditEntry.objects.filter(detail__model="services.service").order_by("pk")
        actions = [(each.by, each.detail["action"]) for each in logged]
    assert actions == [
        (keeper.pk, "added"), (keeper.pk, "propose"), (second.pk, "return"),
        (keeper.pk, "changed"), (keeper.pk, "propose"), (second.pk, "publish"),
    ]  # fmt: skip


def test_several_entries_are_published_together_or_none(keeper: Staff, second: Staff) -> None:
    services = [helps.service(keeper, name=f"S{n}", is_published=False) for n in range(3)]
    path = address("publish_services")
    client = signed_in(second)
    page = client.get(path).content.decode()
    assert all(f"S{n}" in page for n in range(3))
    chosen = [f"{service.pk}.{service.version}" for service in services[:2]]
    assert client.post(path, {"entries": chosen} | sending.key()).status_code == 302
    assert [current(service).state for service in services] == ["published"] * 2 + ["proposed"]
    sent = {"entries": [chosen[0], f"{services[2].pk}.{services[2].version}"]}
    answer = client.post(path, sent | sending.key())
    assert answer.status_code == 200  # one of them waits no more
    assert current(services[2]).state == EntryState.PROPOSED


def test_the_list_counts_all_entries_to_publish(
    keeper: Staff, second: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        helps.service(keeper, name=f"S{number}", is_published=False)
    path = address("list_services")
    monkeypatch.setattr(queries, "MAX_WAITING_SHOWN", 2)  # on the page that publishes them
    assert "3 entries to publish or confirm" in whole(signed_in(second).get(path).content)
    assert "to publish" not in whole(signed_in(keeper).get(path).content)


def test_a_correction_is_seen_at_once_and_marked_until_it_is_confirmed(
    keeper: Staff, second: Staff
) -> None:
    service = helps.service(keeper, name="Sewing room")
    sent = ENTRY | {"name": "Sewing room", "phone": "041-99", "version": 1}
    page = post(keeper, address("change_service", service.pk), sent)
    assert "Changed since publication" in page
    worker = agencies.staff("case_worker", keeper.office)
    assert "041-99" in read(worker, address("show_service", service.pk))
    assert "Sewing room" in read(second, address("list_services") + "?state=waiting")
    assert signed_in(keeper).get(act(service, "confirm")).status_code == 404
    page = post(second, act(service, "confirm"), {"version": 2})
    assert "Changed since publication" not in page
    assert "Sewing room" not in read(second, address("list_services") + "?state=waiting")


def test_a_check_of_the_details_needs_no_second_person(keeper: Staff) -> None:
    service = helps.service(keeper)
    sent = day("verified_on", keeper.office.today()) | {"version": 1}
    page = post(keeper, address("verify_service", service.pk), sent)
    assert "Changed since publication" not in page
    assert "Review by" in page


def test_a_withdrawn_entry_is_published_again_by_a_second_person(
    keeper: Staff, second: Staff
) -> None:
    service = helps.service(keeper, name="Sewing room")
    path = address("withdraw_service", service.pk)
    post(keeper, path, {"why": "Moved", "version": 1})
    post(keeper, path, {"version": 2})
    again = current(service)
    assert (again.state, again.published_by) == (EntryState.PROPOSED, None)
    worker = agencies.staff("case_worker", keeper.office)
    assert "Sewing room" in read(worker, address("show_service", service.pk))  # it is on record
    assert "Sewing room" not in read(worker, address("list_services"))
    post(second, act(service, "publish"), {"version": 3})
    assert "Sewing room" in read(worker, address("list_services"))


def test_a_publication_in_two_windows_tells_the_second_what_happened(
    second: Staff, submitted: Service
) -> None:
    client = signed_in(second)
    form = filled.form(client.get(act(submitted, "publish")).content.decode())
    post(second, act(submitted, "publish"), {"version": submitted.version})
    late = client.post(act(submitted, "publish"), form | {"form_key": sending.key()["form_key"]})
    assert late.status_code == 200
    assert "not possible for an entry in this state" in words(late.content)


@pytest.mark.parametrize("offers_again", ["keeper", "second"])
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_two_persons_are_enough_for_an_entry_that_both_edited(
    keeper: Staff, second: Staff, offers_again: str, is_confirmed: bool
) -> None:
    """Edited by both, withdrawn, offered again: one of them publishes it, regardless of who did which."""
    service = helps.service(keeper, name="Sewing room")
    edited = ENTRY | {"name": "Sewing room"}
    change = address("change_service", service.pk)
    post(keeper, change, edited | {"phone": "041-1", "version": 1})
    post(second, change, edited | {"phone": "041-2", "version": 2})
    version = 3
    if is_confirmed:
        post(keeper, act(service, "confirm"), {"version": version})
        version += 1
    withdraw = address("withdraw_service", service.pk)
    post(keeper, withdraw, {"why": "Moved", "version": version})
    post({"keeper": keeper, "second": second}[offers_again], withdraw, {"version": version + 1})
    # The change of the second waits, or only that the entry is offered again.
    other_than = second if not is_confirmed or offers_again == "second" else keeper
    publisher = keeper if other_than == second else second
    assert signed_in(other_than).get(act(service, "publish")).status_code == 404
    assert f"other than {other_than.name}" in read(publisher, address("show_service", service.pk))
    post(publisher, act(service, "publish"), {"version": version + 2})
    assert current(service).published_by == publisher.pk


def test_whoever_submits_the_draft_of_a_colleague_may_publish_it(
    keeper: Staff, second: Staff
) -> None:
    post(keeper, address("add_service"), ENTRY | {"as_draft": "yes"})
    with acting(keeper):
        service = Service.objects.get()
    post(second, act(service, "propose"), {"version": 1})
    assert signed_in(keeper).get(act(service, "publish")).status_code == 404
    post(second, act(service, "publish"), {"version": 2})
    assert current(service).published_by == second.pk


def test_second_person_of_a_correction_is_asked_and_sees_old_and_new(
    keeper: Staff, second: Staff
) -> None:
    service = helps.service(keeper, name="Sewing room", phone="041-1")
    edited = ENTRY | {"name": "Sewing room", "about": "Tailoring", "phone": "041-2", "version": 1}
    page = post(keeper, address("change_service", service.pk), edited)
    assert "a second person has been asked" in page
    post(keeper, address("change_service", service.pk), edited | {"phone": "041-3", "version": 2})
    assert notices_of(second) == ["service_waits"]  # one, until it is read
    assert notices_of(keeper) == []
    for path in (act(service, "confirm"), address("publish_services")):
        page = read(second, path)
        assert "Telephone: 041-1 is now 041-3" in page
        assert "Description: – is now Tailoring" in page
        assert keeper.name in page
    assert "Sewing room" in read(second, address("list_services") + "?state=changed")
    client = signed_in(second)
    chosen = {"entries": [f"{service.pk}.3"]} | sending.key()
    assert client.post(address("publish_services"), chosen).status_code == 302
    assert current(service).confirmed_by == second.pk
    assert "Changes confirmed" in read(second, address("show_service", service.pk))


def test_taken_back_entry_is_compared_with_what_was_published(keeper: Staff, second: Staff) -> None:
    service = helps.service(keeper, name="Sewing room", phone="041-1")
    withdraw = address("withdraw_service", service.pk)
    post(keeper, withdraw, {"why": "Moved", "version": 1})
    post(keeper, withdraw, {"version": 2})
    assert "The content is the same as when it was last published" in read(
        second, act(service, "publish")
    )
    edited = ENTRY | {"name": "Sewing room", "phone": "041-2", "version": 3}
    post(keeper, address("change_service", service.pk), edited)
    assert "Telephone: 041-1 is now 041-2" in read(second, act(service, "publish"))


def test_author_is_told_of_a_returned_entry_and_others_do_not_read_why(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    post(second, act(submitted, "return"), {"version": 1, "why": "The head is on leave"})
    assert notices_of(keeper) == ["service_returned"]
    post(keeper, act(submitted, "propose"), {"version": 2})
    post(second, act(submitted, "publish"), {"version": 3})
    show = address("show_service", submitted.pk)
    assert "on leave" in read(keeper, show)
    assert "on leave" not in read(agencies.staff("case_worker", keeper.office), show)


def test_writer_of_a_submitted_entry_is_not_offered_what_is_for_others(
    keeper: Staff, submitted: Service
) -> None:
    page = read(keeper, address("show_service", submitted.pk))
    assert "Return for revision" not in page
    assert "still correct" not in page
    assert f"other than {keeper.name}" in page


def test_history_has_times_and_steps_but_no_empty_rows(
    keeper: Staff, second: Staff, submitted: Service
) -> None:
    post(second, act(submitted, "publish"), {"version": 1})
    with acting(keeper):
        assert Service.objects.update(version=F("version") + 1) == 1  # nothing that tells
    page = signed_in(keeper).get(address("show_service", submitted.pk)).content.decode()
    history = page[page.index("<h2>History</h2>") :]
    assert history.count("<summary>") == 1
    assert re.search(r", \d\d:\d\d", history)
    assert "Published" in history


def notices_of(staff: Staff) -> list[str]:
    with acting(staff):
        kinds = Notice.objects.filter(staff=staff, read_at=None).values_list("kind", flat=True)
        return list(kinds)


# --- reminders ------------------------------------------------------------------------------------


def test_my_day_tells_keepers_what_waits_and_nobody_else(keeper: Staff, second: Staff) -> None:
    helps.service(keeper, name="Waits", is_published=False)
    old = helps.service(keeper, name="Old")
    with role("maintenance"):
        Service.objects.filter(pk=old.pk).update(review_on=second.office.today())
    waits, due = "1 service waits for a second person", "The details of 1 service need checking"
    day_of_second = whole(signed_in(second).get("/").content)
    assert waits in day_of_second
    assert due in day_of_second
    assert waits not in whole(signed_in(keeper).get("/").content)  # the keeper submitted it
    for person in (agencies.staff("supervisor"), agencies.staff("case_worker", keeper.office)):
        page = whole(signed_in(person).get("/").content)
        assert waits not in page
        assert due not in page
    listed = read(second, address("list_services") + "?state=review")
    assert "Old" in listed
    assert "Waits" not in listed


def test_a_check_of_the_details_ends_the_reminder(second: Staff) -> None:
    service = helps.service(second)
    with role("maintenance"):
        Service.objects.filter(pk=service.pk).update(review_on=dt.date(2026, 3, 1))
    today = second.office.today()
    sent = day("verified_on", today) | day("review_on", today + dt.timedelta(days=30))
    post(second, address("verify_service", service.pk), sent | {"version": 1})
    assert "need checking" not in whole(signed_in(second).get("/").content)
    assert current(service).review_on == today + dt.timedelta(days=30)
