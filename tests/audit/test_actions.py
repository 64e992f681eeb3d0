"""Recording an entry, and reading it back with the reading roles."""

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from saathi import audit
from saathi.audit import queries
from saathi.audit.actions import _id_in_order
from saathi.audit.models import AuditEntry
from saathi.audit.rules import AuditDetailRefused
from saathi.infra import clock
from tests.roles import role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_maintenance")]

AN_HOUR = dt.timedelta(hours=1)


def look(
    file: UUID,
    kind: audit.AuditKind = audit.AuditKind.LOOKED,
    by: UUID | None = None,
    **more: object,
) -> UUID:
    return audit.record(kind, by=by or uuid4(), agency=uuid4(), file_id=file, **more)  # type: ignore[arg-type]


def test_audit_entry_holds_all_recorded_values() -> None:
    staff, agency, file, seen, request = (uuid4() for _ in range(5))
    entry_id = audit.record(
        audit.AuditKind.LISTED,
        by=staff,
        agency=agency,
        file_id=file,
        objects=[seen, file],
        purpose="own_case",
        request=request,
        detail={"screen": "desk:my_day", "count": 2},
    )
    with role("auditor"):
        entry = AuditEntry.objects.get(id=entry_id)
    assert abs(entry.at - clock.now()) < AN_HOUR
    assert entry.xid > 0
    assert (entry.kind, entry.by, entry.agency, entry.file_id) == ("listed", staff, agency, file)
    assert (entry.objects_seen, entry.purpose, entry.request) == ([seen, file], "own_case", request)
    assert entry.detail == {"screen": "desk:my_day", "count": 2}


def test_audit_entry_is_rolled_back_with_its_change() -> None:
    file = uuid4()
    with transaction.atomic():
        look(file)
        transaction.set_rollback(True)
    with role("auditor"):
        assert queries.list_entries_about_file(file, clock.now() - AN_HOUR) == []


def test_recording_is_one_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        look(uuid4(), detail={"count": 1})


@pytest.mark.parametrize("words", [{"purpose": "to see Rahima"}, {"detail": {"name": "Rahima"}}])
def test_free_text_in_audit_entry_is_refused_before_writing(words: dict[str, object]) -> None:
    file = uuid4()
    with pytest.raises(AuditDetailRefused):
        look(file, **words)
    with role("auditor"):
        assert queries.list_entries_about_file(file, clock.now() - AN_HOUR) == []


@pytest.mark.requirement("PRI-007")
def test_accesses_to_a_file_are_listed() -> None:
    file, other, worker = uuid4(), uuid4(), uuid4()
    looked = look(file, by=worker, purpose="own_case")
    broke = look(file, audit.AuditKind.EMERGENCY_ACCESS, detail={"reason": "danger"})
    look(file, audit.AuditKind.WROTE)
    look(other)
    with role("auditor"):
        entries = queries.list_accesses_to_file(file, clock.now() - AN_HOUR)
        later = queries.list_accesses_to_file(file, clock.now() + AN_HOUR)
        everything = queries.list_entries_about_file(file, clock.now() - AN_HOUR)
        fewer = queries.list_accesses_to_file(file, clock.now() - AN_HOUR, most=1)
    assert [entry.id for entry in entries] == [broke, looked]
    assert (entries[1].by, entries[1].purpose) == (worker, "own_case")
    assert later == []
    assert len(everything) == 3
    assert fewer == entries[:1]


def test_entries_of_staff_member_are_listed() -> None:
    worker, file = uuid4(), uuid4()
    first = look(file, by=worker)
    second = audit.record(
        audit.AuditKind.SIGNED_IN, by=worker, agency=None, detail={"method": "passkey"}
    )
    look(file)
    with role("auditor"):
        entries = queries.list_entries_of_staff(worker, clock.now() - AN_HOUR)
    assert [entry.id for entry in entries] == [second, first]


def test_entries_showing_a_record_are_listed() -> None:
    seen = uuid4()
    shown = audit.record(audit.AuditKind.LISTED, by=uuid4(), agency=None, objects=[uuid4(), seen])
    audit.record(audit.AuditKind.LISTED, by=uuid4(), agency=None, objects=[uuid4()])
    with role("auditor"):
        entries = queries.list_entries_showing_record(
            seen, clock.now() - AN_HOUR, clock.now() + AN_HOUR
        )
    assert [entry.id for entry in entries] == [shown]


@pytest.mark.parametrize("column", ["file_id", "by"])
def test_daily_audit_queries_use_an_index(column: str) -> None:
    entries = AuditEntry.objects.filter(**{column: uuid4()}, at__gte=clock.now() - AN_HOUR)
    with role("auditor"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # the table is empty here
        plan = entries.order_by("-at", "-id")[:10].explain()
    assert "Seq Scan" not in plan
    assert f"Index Cond: (({column} = '" in plan.replace('"', ""), plan


def test_audit_models_refuse_save_and_delete() -> None:
    for write in (AuditEntry(kind="looked").save, AuditEntry(kind="looked").delete):
        with pytest.raises(TypeError):
            write()
    with pytest.raises(DatabaseError), transaction.atomic(), role("auditor"):
        AuditEntry.objects.filter(kind="looked").update(kind="wrote")


def test_ids_rise_with_time_and_differ() -> None:
    ids = [_id_in_order() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert {(item.version, item.variant) for item in ids} == {(7, UUID(int=0x8 << 60).variant)}
    moments = [entry.int >> 80 for entry in ids]
    assert moments == sorted(moments)
    assert abs(moments[0] / 1000 - clock.now().timestamp()) < 60
