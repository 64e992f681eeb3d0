"""Publication of an entry of the directory by a second person: in the application and in the database."""

import datetime as dt
import re

import pytest
from django.db.models import F

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.audit.models import AuditEntry
from saathi.protection.casework.services.models import Service, ServiceVersion
from tests import filled, sending
from tests.factories import agencies, helps
from tests.protection.casework.services.entries import ENTRY, act, address, current
from tests.reading import day, post, read, refused, status, whole, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


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
    assert "Another person must publish" in refused(keeper, act(submitted, "publish"), sent)
    assert "There are no entries for you to publish or confirm" in read(
        keeper, address("publish_services")
    )
    # Whoever changes it meanwhile does not publish it either: a third person does.
    changed = ENTRY | {"name": "Sewing room", "version": submitted.version}
    post(second, address("change_service", submitted.pk), changed)
    for author in (keeper, second):
        assert signed_in(author).get(act(submitted, "publish")).status_code == 404
    third = agencies.staff(keeper.role_kind, keeper.office)
    post(third, act(submitted, "publish"), {"version": submitted.version + 1})
    assert current(submitted).published_by == third.pk


def test_pages_to_publish_belong_to_keepers(keeper: Staff) -> None:
    worker = agencies.staff("case_worker", keeper.office)
    assert status(worker, address("publish_services")) == {404}


def test_a_child_is_referred_to_published_services_only(submitted: Service, worker: Staff) -> None:
    from saathi.protection.casework.services.queries import directory

    with acting(worker):
        assert not directory.filter_services(directory.ServiceFilter()).exists()


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
    assert "Review due" in page


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
    assert "not possible while the entry has this status" in words(late.content)


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


# --- reminders ------------------------------------------------------------------------------------


def test_my_day_tells_keepers_what_waits_and_no_one_else(keeper: Staff, second: Staff) -> None:
    helps.service(keeper, name="Waits", is_published=False)
    old = helps.service(keeper, name="Old")
    with role("maintenance"):
        Service.objects.filter(pk=old.pk).update(review_on=second.office.today())
    waits, due = (
        "1 service is waiting for a second person",
        "The details of 1 service need checking",
    )
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
