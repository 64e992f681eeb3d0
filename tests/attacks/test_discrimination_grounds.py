"""What a child says of caste, religion and discrimination: who reads it, and where it must not be."""

import datetime as dt
import json
import logging

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies.models import Grant, Staff
from saathi.infra import clock
from saathi.people.identity import actions
from saathi.people.identity.models import DiscriminationGrounds
from saathi.people.identity.vocabulary import GroundsReaders
from saathi.people.models import Child
from saathi.vault.models import OldSealedValue
from tests.attacks.test_guarded_columns import child, refuses, worker
from tests.factories import agencies, children, people
from tests.people.who_pages import WHO
from tests.protection.exchange import cast
from tests.protection.exchange.test_exporting import records, request_export
from tests.reading import address, day, post, read
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("child", "worker")  # fixtures
SAID = "They call me by my caste"
OUTSIDE_THE_TEAM = ["glass", "referral", "share"]


def told(child: Child, worker: Staff, readers: GroundsReaders) -> DiscriminationGrounds:
    """Grounds with an earlier wording."""
    with acting(worker):
        grounds = people.grounds(child, worker, readers)
        again = actions.DiscriminationGroundsInput(
            grounds.stated_on, readers, ["caste", "religion"], {"words": f"{SAID} and faith"}
        )
        return actions.change_grounds(
            grounds=grounds, data=again, version=grounds.version, actor=worker
        )


def holder(child: Child, worker: Staff, kind: str) -> Staff:
    """A person of another agency with every section of the file by a right of this kind."""
    person, now = agencies.staff(), clock.now()
    with role("maintenance"):
        Grant.objects.create(
            file_id=child.file_id, principal=person.pk, kind=kind, reads=4095, writes=4095,
            given_by=worker.pk, starts_at=now - dt.timedelta(hours=1),
            ends_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
    return person


def rows_read(person: Staff, grounds: DiscriminationGrounds) -> tuple[int, int]:
    """How many rows and how many earlier wordings a statement of this person reads, by their ids."""
    counts = []
    with acting(person), connection.cursor() as cursor:
        for table, column in (("identity_grounds", "id"), ("vault_old_value", "row_id")):
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [grounds.pk])
            counts.append(cursor.fetchone()[0])
    return counts[0], counts[1]


@pytest.mark.parametrize("kind", OUTSIDE_THE_TEAM)
def test_statement_of_who_is_not_of_the_team_reads_neither_grounds_nor_earlier_ones(
    child: Child, worker: Staff, kind: str
) -> None:
    grounds = told(child, worker, GroundsReaders.TEAM)
    person = holder(child, worker, kind)
    with acting(person):
        assert Child.objects.filter(pk=child.pk).exists()  # the right itself holds
    assert rows_read(person, grounds) == (0, 0)
    with acting(person):
        assert (
            DiscriminationGrounds.objects.filter(pk=grounds.pk).update(stated_on=dt.date.min) == 0
        )


@pytest.mark.parametrize(
    ("readers", "of_team"), [(GroundsReaders.TEAM, (1, 1)), (GroundsReaders.WORKER, (0, 0))]
)
def test_the_team_reads_them_as_the_child_chose(
    child: Child, worker: Staff, readers: GroundsReaders, of_team: tuple[int, int]
) -> None:
    grounds = told(child, worker, readers)
    assert rows_read(holder(child, worker, "team"), grounds) == of_team
    assert rows_read(worker, grounds) == (1, 1)
    assert rows_read(agencies.staff(), grounds) == (0, 0)


def test_no_statement_widens_what_the_child_chose(child: Child, worker: Staff) -> None:
    told(child, worker, GroundsReaders.WORKER)
    refuses(worker, "UPDATE identity_grounds SET readers = 'team'")
    another = "UPDATE identity_grounds SET recorded_by = gen_random_uuid()"
    refuses(worker, another, "another recorded it")


def test_nothing_in_the_database_says_a_ground_in_clear(child: Child, worker: Staff) -> None:
    """Every row of every table, as a thief of a dump reads it: tables of queues and logs too."""
    told(child, worker, GroundsReaders.TEAM)
    with role("maintenance"), connection.cursor() as cursor:
        assert OldSealedValue.objects.filter(field_id="identity.grounds").count() == 1
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' "
            "AND table_type = 'BASE TABLE' AND table_name <> 'access_context_key'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert {"identity_grounds", "vault_old_value", "audit_entry"} <= set(tables)
        found = set()
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")
            text = cursor.fetchone()[0].lower()
            found |= {(table, word) for word in ("caste", "religion", SAID.lower()) if word in text}
    assert found == set()


def test_statistics_cannot_read_a_ground_nor_that_there_is_one(child: Child, worker: Staff) -> None:
    told(child, worker, GroundsReaders.TEAM)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE definition LIKE '%identity_grounds%'")
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT has_column_privilege('saathi_facts', 'identity_grounds', column_name, 'SELECT'), "
            "column_name::text FROM information_schema.columns WHERE table_name = 'identity_grounds'"
        )
        readable = {name for is_readable, name in cursor.fetchall() if is_readable}
    assert not readable & {"sealed", "readers"}
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with role("analyst"), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM identity_grounds")


def test_export_of_every_section_holds_none_whatever_the_child_chose() -> None:
    desk = cast.desk()
    case = children.case(desk.worker, "Sunita Mahato")
    with acting(desk.worker):
        people.movement(case.child, desk.worker)
    told(case.child, desk.worker, GroundsReaders.TEAM)
    [exported] = records(desk, request_export(desk))
    assert "identity.movement" in exported  # of the same section: it was chosen
    assert "identity.discriminationgrounds" not in exported
    assert "caste" not in json.dumps(exported).lower()


def test_no_paper_of_the_file_and_no_log_line_says_it(
    child: Child, worker: Staff, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = {
        "grounds": ["caste", "religion"],
        "words_said": SAID,
        "readers": "team",
        **day("stated_on"),
    }
    shown = post(worker, address("identity:record_discrimination_grounds", child), sent)
    for text in (SAID, "Caste or descent"):
        assert text in shown
        assert text in read(worker, address(WHO, child))
        assert text not in read(worker, address("identity:print_identity", child))
    assert "Discrimination" not in read(worker, address("identity:print_identity", child))
    assert "caste" not in caplog.text.lower()
    assert caplog.records
