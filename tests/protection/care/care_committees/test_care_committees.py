"""Care committees: seats of groups and children, two persons, meetings that name no child."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.audit.models import AuditEntry
from saathi.infra.district_list import load_districts
from saathi.protection.care.care_committees import actions, rules
from saathi.protection.care.care_committees.models import CareCommittee, CommitteeMeeting
from tests import filled
from tests.factories import agencies, care_committees
from tests.reading import read, status, words
from tests.roles import acting, role, slip_in
from tests.signing import signed_in

ON = dt.date(2026, 3, 2)
FIRST, OTHER = [code for code, found in load_districts().items() if found.country == "IND"][:2]


@pytest.mark.requirement("REI-006")
@pytest.mark.parametrize(
    ("groups", "seats", "child_seats", "child_role", "refused"),
    [
        (["children", "school"], 9, 2, "vote", []),
        (["school"], 9, 0, "no_seat", []),
        (["school"], 9, 2, "vote", ["groups"]),
        (["children"], 9, 0, "no_seat", ["groups"]),
        (["children"], 1, 2, "voice", ["child_seats"]),
        (["children"], 9, 2, "no_seat", ["child_role"]),
        (["school"], 9, 0, "vote", ["child_role"]),
    ],
)
def test_seats_of_children_fit_the_groups(
    groups: list[str], seats: int, child_seats: int, child_role: str, refused: list[str]
) -> None:
    reasons = rules.reasons_against_seats(
        groups, seats=seats, child_seats=child_seats, child_role=child_role
    )
    assert [reason.code for reason in reasons] == refused


@pytest.mark.requirement("REI-006")
@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("Two families get seed. The school asks for 30 uniforms.", False),
        ("", False),
        ("The girl of 14 years came back", True),
        ("Call 98413 22110", True),
        ("Call ९८४१३२२११०", True),
        ("Write to x@example.org", True),
        ("The committee visits NP-7K3F-92", True),
        ("The committee visits np-7k3f-92.", True),
        ("NP 7K3F 92 gets a uniform", True),
        ("np7k3f92 gets a uniform", True),
        ("Report R-7K3F-92AB", True),
        ("The club meets by Sept 23 in DECEMBER 2026, on a day-to-day basis", False),
    ],
)
def test_text_of_a_meeting_holds_nothing_that_identifies(text: str, is_refused: bool) -> None:
    assert bool(rules.reasons_against_text(text)) is is_refused


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({}, []),
        ({"children_present": None, "groups": ["school"]}, []),
        ({"held_on": ON + dt.timedelta(days=1)}, ["held_on"]),
        ({"held_on": dt.date(2020, 1, 1)}, ["held_on"]),
        ({"children_present": 0}, ["children_present"]),
        ({"groups": ["school"]}, ["children_present"]),
    ],
)
def test_record_of_a_meeting_fits(changed: dict[str, Any], refused: list[str]) -> None:
    usual = {
        "held_on": ON, "groups": ["children"], "children_present": 2, "subjects": ["school"],
        "decided": "",
    }  # fmt: skip
    entry = rules.MeetingInput(**(usual | changed))
    reasons = rules.reasons_against_meeting(entry, since=dt.date(2025, 1, 1), today=ON)
    assert [reason.code for reason in reasons] == refused


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("data_officer", keeper.office)


def address(name: str, *ids: object) -> str:
    return reverse(f"care_committees:{name}", args=ids)


def send(person: Staff, path: str, **typed: object) -> str:
    client = signed_in(person)
    page = client.get(path)
    assert page.status_code == 200, path
    answer = client.post(path, filled.form(page.content.decode(), **typed))  # type: ignore[arg-type]
    return words((client.get(answer["Location"]) if answer.status_code == 302 else answer).content)


def record(keeper: Staff, entry: CareCommittee, **typed: object) -> str:
    day = keeper.office.today()
    usual: dict[str, object] = {
        "held_on_0": day.day, "held_on_1": day.month, "held_on_2": day.year,
        "groups": ["children", "school"], "children_present": "2", "subjects": ["school"],
        "decided": "The school waives its fees.", "is_general": "on",
    }  # fmt: skip
    return send(keeper, address("record_meeting", entry.pk), **(usual | typed))


@pytest.mark.django_db
@pytest.mark.requirement("REI-006")
def test_second_person_publishes_a_committee_with_seats_of_children(
    keeper: Staff, second: Staff
) -> None:
    path = address("add_committee")
    typed = {
        "kind": "care", "name": "Committee of the river", "district": FIRST, "seats": "11",
        "child_seats": "2", "child_role": "vote", "pledge": "yes",
    }  # fmt: skip
    page = send(keeper, path, groups=["school"], **typed)
    assert "Choose “Children and young people” if children have seats" in page
    send(keeper, path, groups=["children", "school"], **typed)
    with acting(keeper):
        entry = CareCommittee.objects.get()
    assert (entry.country, entry.state) == ("IND", "proposed")
    worker = agencies.staff("case_worker")
    assert status(worker, address("show_committee", entry.pk)) <= {404, 405}
    send(second, address("act_on_committee", entry.pk, "publish"))
    assert "2 / 11" in read(worker, address("list_committees"))
    assert "They vote like the other members" in read(worker, address("show_committee", entry.pk))


@pytest.mark.django_db
def test_database_refuses_children_without_a_seat_of_their_group(keeper: Staff) -> None:
    entry = care_committees.committee(keeper)
    with role("warden"), connection.cursor() as cursor:
        for change in ("groups = '{school}'", "child_seats = 10", "child_role = 'no_seat'"):
            with pytest.raises(DatabaseError, match="care_committee_"), transaction.atomic():
                cursor.execute(
                    f"UPDATE care_committees_carecommittee SET {change} WHERE id = %s",
                    [entry.pk],
                )


@pytest.mark.django_db
def test_only_keepers_of_the_agency_change_a_committee(keeper: Staff) -> None:
    entry = care_committees.committee(keeper)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for path in (
        address("change_committee", entry.pk),
        address("act_on_committee", entry.pk, "archive"),
        address("record_meeting", entry.pk),
    ):
        assert status(worker, path) == {404}
        assert status(other, path) == {404}
    assert status(worker, address("add_committee")) == {404}
    with acting(other), pytest.raises(DatabaseError), transaction.atomic():
        CommitteeMeeting.objects.create(
            committee=entry, held_on=ON, groups=["school"], subjects=["school"], state="proposed",
            recorded_by=other.pk,
        )  # fmt: skip
    assert entry.name in read(other, address("show_committee", entry.pk))


@pytest.mark.django_db
@pytest.mark.requirement("REI-006")
def test_meeting_counts_once_a_second_person_has_read_it(keeper: Staff, second: Staff) -> None:
    entry = care_committees.committee(keeper)
    shown = address("show_committee", entry.pk)
    assert "Remove ages" in record(keeper, entry, decided="Seed for the mother of a boy of 9 years")
    assert "There is a problem" in record(keeper, entry, is_general=None)
    record(keeper, entry)
    with acting(second):
        meeting = CommitteeMeeting.objects.get()
        assert Notice.objects.filter(staff=second, kind="committee_meeting").exists()
    worker = agencies.staff("case_worker")
    assert "waives its fees" not in read(worker, shown)
    confirm = address("confirm_meeting", entry.pk, meeting.pk)
    for person in (keeper, worker, agencies.staff("supervisor")):
        assert 404 in status(person, confirm)
    send(second, confirm)
    page = read(worker, shown)
    assert "waives its fees" in page
    assert "School places and school costs" in page
    with role("auditor"):
        assert AuditEntry.objects.filter(objects_seen__contains=[entry.pk]).count() >= 2
    withdraw = address("withdraw_meeting", entry.pk, meeting.pk)
    assert status(worker, withdraw) == {404}
    send(keeper, withdraw, why="Another committee")
    assert "waives its fees" not in read(worker, shown)
    assert "Marked as an error" in read(keeper, shown)


@pytest.mark.django_db
@pytest.mark.requirement("REI-006")
def test_administrator_reads_no_meeting_that_is_not_confirmed(keeper: Staff, second: Staff) -> None:
    entry = care_committees.committee(keeper)
    shown = address("show_committee", entry.pk)
    administrator = agencies.staff("administrator", keeper.office)
    record(keeper, entry)
    with acting(keeper):
        meeting = CommitteeMeeting.objects.get()
    page = read(administrator, shown)
    assert "waives its fees" not in page
    assert "Record a meeting" not in page
    assert "Record a meeting" in read(keeper, shown)
    for path in (
        address("record_meeting", entry.pk),
        address("confirm_meeting", entry.pk, meeting.pk),
        address("withdraw_meeting", entry.pk, meeting.pk),
    ):
        assert status(administrator, path) == {404}
    with acting(administrator):
        assert not CommitteeMeeting.objects.exists()
        with pytest.raises(access.NotAllowed):
            actions.confirm_meeting(meeting=meeting, actor=administrator)
    send(second, address("confirm_meeting", entry.pk, meeting.pk))
    assert "waives its fees" in read(administrator, shown)


@pytest.mark.django_db
@pytest.mark.requirement("REI-006")
def test_injected_statement_confirms_no_meeting_and_stores_no_telephone(
    keeper: Staff, second: Staff
) -> None:
    entry = care_committees.committee(keeper)
    record(keeper, entry)
    confirmed = (
        "UPDATE care_committees_committeemeeting SET state = 'recorded', published_at = now(), "
        f"published_by = '{second.pk}'"
    )
    slip_in(second, confirmed, "proof")
    with acting(keeper), pytest.raises(DatabaseError, match="meeting_text"), transaction.atomic():
        CommitteeMeeting.objects.create(
            id=uuid4(), committee=entry, held_on=ON, groups=["school"], subjects=["school"],
            decided="Call 9841322110", state="proposed", recorded_by=keeper.pk,
        )  # fmt: skip
    with acting(keeper), pytest.raises(DatabaseError, match="meeting_case"), transaction.atomic():
        CommitteeMeeting.objects.create(
            id=uuid4(), committee=entry, held_on=ON, groups=["school"], subjects=["school"],
            decided="Uniform for NP-7K3F-92", state="proposed", recorded_by=keeper.pk,
        )  # fmt: skip


@pytest.mark.django_db
def test_committees_are_found_by_place_group_and_kind(keeper: Staff) -> None:
    care_committees.committee(keeper, name="Group A", district=FIRST)
    care_committees.committee(
        keeper, name="Group B", district=OTHER, kind="reintegration", groups=["police"],
        child_seats=0, child_role="no_seat", area="Canal bank",
    )  # fmt: skip
    care_committees.committee(keeper, name="Group C", district=OTHER, is_published=False)
    worker = agencies.staff("case_worker")
    for query, found in (
        ("", "AB"),
        ("?q=canal", "B"),
        (f"?district={FIRST}", "A"),
        ("?seat=children", "A"),
        ("?kind=reintegration", "B"),
        ("?country=NPL", ""),
    ):
        page = read(worker, address("list_committees") + query)
        shown = "".join(letter for letter in "ABC" if f"Group {letter} " in page)
        assert shown == found, query
    assert "Group C" in read(keeper, address("list_committees") + "?state=waiting")
