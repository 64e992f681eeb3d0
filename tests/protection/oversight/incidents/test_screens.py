"""Privacy incidents: staff who work on the case record one, a data officer follows it up."""

import pytest

from saathi.agencies.models import Notice, Staff
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.oversight.incidents.models import Incident, Measure
from saathi.vault import store as vault
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast, entries
from tests.factories import agencies
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

BREACH = {
    "kind": "media", "began_0": "2", "began_1": "3", "began_2": "2026",
    "what": "The Daily printed her name and village", "who": "Its readers",
}  # fmt: skip


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def officer(around: ChildFileCast) -> Staff:
    return agencies.staff("data_officer", around.worker.office)


def record(around: ChildFileCast, actor: Staff, **fields: str) -> int:
    address = f"{around.url}incidents/new/"
    return int(signed_in(actor).post(address, BREACH | fields | key()).status_code)


def incident() -> Incident:
    with role("maintenance"):
        return Incident.objects.get()


@pytest.mark.requirement("PRI-001")
@pytest.mark.requirement("PRI-003")
def test_privacy_incident_is_recorded_followed_up_and_closed(
    around: ChildFileCast, officer: Staff
) -> None:
    reporter = signed_in(around.worker)
    with at_most(15):
        address = f"{around.url}incidents/new/"
        assert reporter.post(address, BREACH | key()).status_code == 302
    known = incident()
    with role("maintenance"):
        notice = Notice.objects.get(kind="incident")
    assert (notice.staff_id, notice.record) == (officer.id, known.pk)
    client, address = signed_in(officer), f"/incidents/{known.pk}/"
    assert client.post(f"/notices/{notice.pk}/").url == address
    with at_most(15):
        listed = client.get("/incidents/").content.decode()
    assert "The media identified the child" in listed
    assert cast.NAME not in listed
    signed_in(around.worker).get(around.url)
    with at_most(15):
        page = client.get(address).content.decode()
    for text in (BREACH["what"], BREACH["who"], around.worker.name, "identified the child"):
        assert text in page, text
    done = {
        "kind": "child_told",
        "done_on_0": "3",
        "done_on_1": "3",
        "done_on_2": "2026",
        "note": "By her worker",
    }
    assert client.post(address, done | key()).status_code == 302
    assert "By her worker" in client.get(address).content.decode()
    assert client.post(f"{address}close/", {"closed_for": "mended"} | key()).status_code == 200
    closing = {"closed_for": "mended", "closing": "The page was taken down", "version": "1"}
    with at_most(15):
        assert client.post(f"{address}close/", closing | key()).status_code == 302
    page = client.get(address).content.decode()
    assert "The page was taken down" in page
    assert incident().closed_by == officer.id
    late = client.post(f"{address}close/", closing | key())
    assert "A colleague has already closed this breach" in late.content.decode()
    # A closed breach takes no measure, until it is reopened with a reason.
    assert "Add a measure" not in page
    client.post(address, done | {"note": "Late"} | key())
    with role("maintenance"):
        assert Measure.objects.count() == 1
    reopen = f"{address}reopen/"
    assert client.post(reopen, {"note": "Printed again"} | key()).status_code == 302
    page = client.get(address).content.decode()
    for text in (
        "Printed again",
        "The breach was reopened",
        "Add a measure",
        "The page was taken down",
    ):
        assert text in page
    assert incident().state == "open"
    assert client.get(reopen).status_code == 404
    assert around.case.child.code in page


def test_incident_texts_are_sealed(around: ChildFileCast, officer: Staff) -> None:
    record(around, around.worker)
    known = incident()
    with acting(around.worker):
        assert vault.open(known)["what"] == BREACH["what"]
    assert b"Daily" not in bytes(known.sealed)
    assert officer


def test_staff_without_access_neither_record_nor_read_incidents(
    around: ChildFileCast, officer: Staff
) -> None:
    for person in (around.stranger, around.outsider):
        assert record(around, person) == 404
    record(around, around.worker)
    address = f"/incidents/{incident().pk}/"
    others = [around.worker, around.supervisor, around.outsider, agencies.staff("data_officer")]
    for person in others:
        client = signed_in(person)
        for path in (address, f"{address}close/"):
            assert client.get(path).status_code == 404, person.role_kind
            assert client.post(path, key()).status_code == 404, person.role_kind
    assert signed_in(around.worker).get("/incidents/").status_code == 404
    assert "The media identified" not in signed_in(others[-1]).get("/incidents/").content.decode()
    with role("maintenance"):
        assert Measure.objects.count() == 0
    assert officer


def test_incident_form_without_day_keeps_typed_text(
    around: ChildFileCast,
) -> None:
    address = f"{around.url}incidents/new/"
    sent = BREACH | {"began_0": "", "began_1": "", "began_2": ""} | key()
    page = signed_in(around.worker).post(address, sent)
    assert page.status_code == 200
    assert BREACH["what"] in page.content.decode()


def test_viewing_incident_viewers_is_logged(around: ChildFileCast, officer: Staff) -> None:
    record(around, around.worker)
    signed_in(officer).get(f"/incidents/{incident().pk}/")
    kinds = {e.kind for e in entries(by=officer.id, file_id=around.file_id)}
    assert {"looked", "log_read"} <= kinds


def test_stale_incident_closing_keeps_text(around: ChildFileCast, officer: Staff) -> None:
    record(around, around.worker)
    sent = {"closed_for": "mended", "closing": "Recorded as a report", "version": "7"} | key()
    late = signed_in(officer).post(f"/incidents/{incident().pk}/close/", sent)
    assert late.status_code == 409
    assert "Recorded as a report" in late.content.decode()


def test_incident_list_is_filtered_and_paged(around: ChildFileCast, officer: Staff) -> None:
    client = signed_in(officer)
    assert "No data breaches" in client.get("/incidents/").content.decode()
    record(around, around.worker)
    assert "The media identified" in client.get("/incidents/?state=open").content.decode()
    closed = client.get("/incidents/?state=closed").content.decode()
    assert "No result" in closed
    assert "The media identified" not in closed.partition("list-options")[2]
    assert client.get("/incidents/?after=nonsense").status_code == 200


def test_incidents_shown_in_list_are_logged(around: ChildFileCast, officer: Staff) -> None:
    record(around, around.worker)
    signed_in(officer).get("/incidents/")
    listed = [entry for entry in entries(by=officer.id) if entry.kind == "listed"]
    assert incident().pk in {shown for entry in listed for shown in entry.objects_seen}


def test_days_that_cannot_be_right_are_refused(around: ChildFileCast, officer: Staff) -> None:
    with role("maintenance"):
        Child.objects.filter(file_id=around.file_id).update(
            birth_year_low=2012, birth_year_high=2013
        )
    sent = BREACH | {"began_2": "1990"} | key()
    page = signed_in(around.worker).post(f"{around.url}incidents/new/", sent)
    assert "on or after the child’s birth" in page.content.decode()
    record(around, around.worker)
    done = {
        "kind": "child_told", "done_on_0": "1", "done_on_1": "3", "done_on_2": "2026", "note": "Reported on",
    }  # fmt: skip
    page = signed_in(officer).post(f"/incidents/{incident().pk}/", done | key())
    assert "on or after the breach" in page.content.decode()


def test_open_breach_is_seen_on_the_file_and_by_the_data_officer(
    around: ChildFileCast, officer: Staff
) -> None:
    said = "A data breach was recorded"
    assert said not in signed_in(around.worker).get(around.url).content.decode()
    answer = signed_in(around.worker).post(f"{around.url}incidents/new/", BREACH | key())
    client = signed_in(around.worker)
    assert answer.status_code == 302
    page = client.get(around.url).content.decode()
    assert said in page
    timeline = client.get(f"{around.url}timeline/").content.decode()
    event = timeline[timeline.index(said) :]
    assert around.worker.name not in event[: event.index("</li>")]
    assert "1 data breach is open" in signed_in(officer).get("/").content.decode()
    stranger = agencies.staff("data_officer")
    assert "data breach is open" not in signed_in(stranger).get("/").content.decode()
    with role("maintenance"):
        Incident.objects.update(
            state="closed", closed_at=clock.now(), closed_by=officer.pk, closed_for="mended"
        )
    assert "A data officer is following up" not in client.get(around.url).content.decode()
    assert "data breach is open" not in signed_in(officer).get("/").content.decode()
