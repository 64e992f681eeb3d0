"""Protection concerns: rule, actions, screens, queries for lists, what is sealed."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from saathi.agencies import access, records, writing
from saathi.agencies.record_kit.actions import change_record
from saathi.people.models import Child
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.concerns import actions, queries, rules
from saathi.protection.casework.concerns.models import ProtectionConcern
from saathi.protection.identification.intake.vocabulary import Concern
from tests import filled
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import children
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

DAY = dt.date(2026, 3, 2)
SECRET = "The uncle locks the door"


@pytest.mark.parametrize(
    ("concern", "current", "codes"),
    [("neglect", [], []), ("neglect", ["street"], []), ("neglect", ["neglect"], ["concern"])],
)
def test_a_current_concern_is_recorded_once(
    concern: str, current: list[str], codes: list[str]
) -> None:
    assert [reason.code for reason in rules.reasons_against_concern(concern, current)] == codes


def test_concerns_are_ordered_and_unknown_codes_left_out() -> None:
    ordered = rules.order_concerns(["street", "trafficking", "street", "unheard_of"])
    assert ordered == [Concern.TRAFFICKING, Concern.STREET]


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def add(around: ChildFileCast, code: str = "neglect", **fields: object) -> ProtectionConcern:
    child = around.case.child
    values = {"since": DAY, "source": "child", "status": "suspected"} | fields
    concern = ProtectionConcern(file_id=child.file_id, child=child, concern=code, **values)
    concern.note = SECRET
    with acting(around.worker):
        return actions.add_concern(concern=concern, actor=around.worker)


def test_others_find_no_concerns(around: ChildFileCast) -> None:
    concern = add(around)
    for path in ("concerns/", "concerns/new/", f"concerns/{concern.pk}/", "reports/"):
        for person in (around.stranger, around.outsider, around.house_mother):
            assert signed_in(person).get(f"{around.url}{path}").status_code == 404
    for person in (around.outsider, around.house_mother):
        with acting(person):
            assert queries.concerns_of_files(person, [around.case.file_id]) == {}
            assert not ProtectionConcern.objects.exists()
            with pytest.raises(access.NotAllowed):
                change_record(record=concern, columns={}, version=1, actor=person)


def test_concern_is_added_listed_and_changed(around: ChildFileCast) -> None:
    client, path = signed_in(around.worker), f"{around.url}concerns/"
    assert "No current protection concern" in read(client.get(path))[0]
    with at_most(15):
        page = client.get(f"{path}new/").content.decode()
    empty = filled.form(page)
    assert not any(empty.get(name, [""])[0] for name in ("concern", "source", "status"))
    refused = client.post(f"{path}new/", empty)
    assert "This field is required" in read(refused)[0]
    typed = {"since_0": 2, "since_1": 3, "since_2": 2026}
    sent = filled.form(page, concern="neglect", status="suspected", note=SECRET, **typed)
    assert client.post(f"{path}new/", sent)["Location"] == path
    with at_most(15):
        page = read(client.get(path))[0]
    for shown in ("Neglect", "Suspected", "not recorded", SECRET):
        assert shown in page
    again = filled.form(
        client.get(f"{path}new/").content.decode(), concern="neglect", status="verified", **typed
    )
    assert "already recorded" in read(client.post(f"{path}new/", again))[0]
    with acting(around.worker):
        concern = ProtectionConcern.objects.get()
    address = f"{path}{concern.pk}/"
    change = filled.form(client.get(address).content.decode(), status="ended", source="worker")
    assert client.post(address, change)["Location"] == path
    assert "Earlier protection concerns" in read(client.get(path))[0]
    logged = cast.entries(kind="wrote", objects_seen__contains=[concern.pk])
    assert [entry.detail["action"] for entry in logged] == ["added", "changed"]


def test_lists_get_current_concerns_of_readable_files_in_one_query(around: ChildFileCast) -> None:
    for code, status in (("street", "verified"), ("trafficking", "reported"), ("neglect", "ended")):
        add(around, code, status=status)
    other = children.case(around.stranger).file_id
    own = around.case.file_id
    with acting(around.worker):
        with at_most(1):
            found = queries.concerns_of_files(around.worker, [own, other])
        assert found == {own: [Concern.TRAFFICKING, Concern.STREET]}
        assert queries.concerns_of_files(around.worker, []) == {}
        cases = access.visible(around.worker, Case)
        for codes, count in ((["street"], 1), (["neglect"], 0), (["neglect", "trafficking"], 1)):
            assert cases.filter(queries.has_concern(around.worker, codes)).count() == count
    with acting(around.house_mother):  # the filter tells no more than the file
        cases = access.visible(around.house_mother, Case)
        assert not cases.filter(queries.has_concern(around.house_mother, ["street"])).exists()


def test_database_keeps_one_current_concern_of_a_kind(around: ChildFileCast) -> None:
    concern = add(around)
    with acting(around.worker):
        child = Child.objects.get()
        twin = ProtectionConcern(
            file_id=concern.file_id, child=child, concern="neglect", since=DAY, status="verified"
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            writing.add(twin, actor=around.worker)


def test_details_of_a_concern_are_sealed_and_facts_have_codes_only(around: ChildFileCast) -> None:
    concern = add(around)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM concerns_protectionconcern c")
        assert SECRET not in cursor.fetchone()[0]
    with acting(around.worker):
        assert records.open_texts(ProtectionConcern.objects.get())["note"] == SECRET
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT concern, source, status, since FROM facts_concern")
        month = concern.since.replace(day=1)
        assert cursor.fetchall() == [("neglect", "child", "suspected", month)]
