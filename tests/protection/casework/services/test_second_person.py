"""Who is asked to publish or confirm an entry, and what they see of it."""

import pytest

from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.services.models import Service
from tests import sending
from tests.factories import agencies, helps
from tests.protection.casework.services.entries import ENTRY, act, address, current
from tests.reading import post, read, refused
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("offers_again", ["keeper", "second"])
def test_a_third_person_publishes_an_entry_that_two_edited(
    keeper: Staff, second: Staff, offers_again: str
) -> None:
    """Edited by both, withdrawn, offered again: neither publishes it, whoever did which."""
    service = helps.service(keeper, name="Sewing room")
    edited = ENTRY | {"name": "Sewing room"}
    change = address("change_service", service.pk)
    post(keeper, change, edited | {"phone": "041-1", "version": 1})
    post(second, change, edited | {"phone": "041-2", "version": 2})
    assert "Another person must" in refused(keeper, act(service, "confirm"), {"version": 3})
    withdraw = address("withdraw_service", service.pk)
    post(keeper, withdraw, {"why": "Moved", "version": 3})
    post({"keeper": keeper, "second": second}[offers_again], withdraw, {"version": 4})
    for author in (keeper, second):
        assert signed_in(author).get(act(service, "publish")).status_code == 404
    third = agencies.staff(keeper.role_kind, keeper.office)
    waits = read(third, address("show_service", service.pk))
    assert f"other than {keeper.name}, {second.name} must publish" in waits
    post(third, act(service, "publish"), {"version": 5})
    assert current(service).published_by == third.pk


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


def test_author_is_notified_of_a_returned_entry_and_others_do_not_read_why(
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


def notices_of(staff: Staff) -> list[str]:
    with acting(staff):
        kinds = Notice.objects.filter(staff=staff, read_at=None).values_list("kind", flat=True)
        return list(kinds)
