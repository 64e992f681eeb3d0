"""A release through its states: permissions, stored data, and refusals of the database."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from saathi.agencies.access import NotAllowed
from saathi.agencies.models import Staff
from saathi.agencies.writing import ChangedMeanwhile
from saathi.engines.disclosure.tables import DisclosureMethod
from saathi.evidence.releases import actions
from saathi.evidence.releases.actions import ReleaseInput
from saathi.evidence.releases.earlier_publications import list_earlier_releases
from saathi.evidence.releases.models import (
    Edition,
    EditionNote,
    EditionPart,
    Family,
    Part,
    Release,
)
from saathi.evidence.releases.pipeline import ReleasePipeline
from saathi.evidence.releases.vocabulary import ReleasePartKind, ReleaseState
from tests.desk.cast import entries
from tests.evidence.indicators.facts_rows import facts
from tests.evidence.releases.test_counting import warehouse
from tests.factories import agencies, releases
from tests.roles import acting, role, with_proof

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def jobs(name: str) -> list[dict[str, Any]]:
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [name])
        return [
            row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in cursor.fetchall()
        ]


def test_a_family_is_founded_and_its_releases_are_numbered(preparer: Staff) -> None:
    with acting(preparer):
        family = actions.create_family(family=releases.told(), actor=preparer)
        first = actions.draft_release(
            family=family, release_input=ReleaseInput(2021, 2024), actor=preparer
        )
        second = actions.draft_release(
            family=family, release_input=ReleaseInput(2021, 2024), actor=preparer
        )
    assert (first.number, second.number) == (1, 2)
    assert first.state == ReleaseState.DRAFT
    kinds = [entry.detail["action"] for entry in entries(by=preparer.id) if entry.kind == "wrote"]
    assert kinds.count("drafted") == 2
    assert "founded" in kinds


def test_creating_families_and_drafts_needs_permission(preparer: Staff) -> None:
    family = releases.family(preparer)
    for role_kind in ("case_worker", "oversight", "administrator", "data_officer"):
        stranger = agencies.staff(role_kind, preparer.office)
        with acting(stranger), pytest.raises(NotAllowed):
            actions.create_family(family=releases.told(), actor=stranger)
        with acting(stranger), pytest.raises(NotAllowed):
            actions.draft_release(
                family=family, release_input=ReleaseInput(2021, 2024), actor=stranger
            )


def test_second_design_request_starts_no_second_job(preparer: Staff) -> None:
    row = releases.draft(preparer)
    with acting(preparer):
        actions.start_design(release=row, version=1, actor=preparer)
        assert row.state == ReleaseState.DESIGNING
        with pytest.raises(ChangedMeanwhile):
            actions.start_design(release=row, version=2, actor=preparer)
    assert jobs("releases.design") == [{"release": str(row.pk)}]


def test_choosing_designs_needs_the_newest_version(preparer: Staff) -> None:
    row = releases.designed(preparer)
    with acting(preparer):
        with pytest.raises(ChangedMeanwhile):
            actions.choose_designs(release=row, chosen={"sex-age": 0}, version=7, actor=preparer)
        actions.choose_designs(release=row, chosen={"sex-age": 0}, version=1, actor=preparer)
    assert (row.state, row.chosen_by) == (ReleaseState.PROTECTING, preparer.id)
    assert jobs("releases.protect") == [{"release": str(row.pk)}]


def test_own_release_cannot_be_approved(preparer: Staff, second: Staff) -> None:
    """Neither a drafted release nor one whose designs the person chose; the database refuses too."""
    drafted, chosen = releases.protected(second), releases.protected(preparer, chosen_by=second.id)
    for row in (drafted, chosen):
        with acting(second):
            with pytest.raises(NotAllowed):
                actions.approve_release(release=row, seen_hash=row.tables_hash, actor=second)
            refuses("SELECT release_approve(%s, %s)", row.pk, row.tables_hash)
    with role("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=drafted.pk).update(
            approved_by=second.id, approved_at=drafted.made_at
        )
    row = releases.protected(preparer)
    with acting(preparer), pytest.raises(NotAllowed):
        actions.approve_release(release=row, seen_hash=row.tables_hash, actor=preparer)
    with acting(second):
        actions.approve_release(release=row, seen_hash=row.tables_hash, actor=second)
    row = releases.fresh(row)
    assert (row.state, row.approved_by) == (ReleaseState.APPROVED, second.id)
    actions_logged = [
        entry.detail["action"] for entry in entries(by=second.id) if entry.kind == "approved"
    ]
    assert actions_logged == ["approved"]


@pytest.mark.requirement("PRI-009")
def test_what_failed_the_attack_cannot_be_approved_or_published(
    preparer: Staff, second: Staff
) -> None:
    row = releases.protected(preparer, state=ReleaseState.FAILED, passes=False)
    with acting(second):
        with pytest.raises(NotAllowed):
            actions.approve_release(release=row, seen_hash=row.tables_hash, actor=second)
        refuses("SELECT release_approve(%s, %s)", row.pk, row.tables_hash)
    with role("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=row.pk).update(state=ReleaseState.APPROVED)
    with acting(preparer), pytest.raises(ChangedMeanwhile):
        actions.publish_release(release=row, today=preparer.office.today(), actor=preparer)
    assert not Edition.objects.exists()


def test_what_changed_since_it_was_looked_at_is_not_approved(
    preparer: Staff, second: Staff
) -> None:
    row = releases.protected(preparer)
    with acting(second), pytest.raises(ChangedMeanwhile):
        actions.approve_release(release=row, seen_hash="0" * 64, actor=second)


def test_approved_release_can_be_returned_for_revision_with_a_reason(
    preparer: Staff, second: Staff
) -> None:
    row = releases.protected(preparer)
    with acting(second):
        actions.approve_release(release=row, seen_hash=row.tables_hash, actor=second)
        actions.return_for_revision(release=row, why="The title says too much.", actor=second)
    row = releases.fresh(row)
    assert (row.state, row.approved_by, row.sent_back) == (
        ReleaseState.DESIGNED, None, "The title says too much.",
    )  # fmt: skip
    with acting(preparer), pytest.raises(ChangedMeanwhile):
        actions.publish_release(release=row, today=preparer.office.today(), actor=preparer)


def test_what_is_published_is_what_was_approved_byte_for_byte(
    preparer: Staff, second: Staff
) -> None:
    row = releases.published(preparer, second)
    assert row.state == ReleaseState.PUBLISHED
    edition = Edition.objects.get(pk=row.pk)
    assert (edition.slug, edition.number) == (row.family.slug, 1)
    assert edition.about["tables_hash"] == row.tables_hash
    with role("maintenance"):
        before = set(
            Part.objects.filter(release=row)
            .exclude(kind=ReleasePartKind.ABOUT)
            .values_list("name", "sha256")
        )
    assert set(edition.parts.values_list("name", "sha256")) == before
    assert [entry.kind for entry in entries(by=preparer.id) if entry.kind == "released"] == [
        "released"
    ]


WRITES: dict[str, Callable[[Release], object]] = {
    "an edition": lambda row: Edition.objects.filter(pk=row.pk).update(title="Other"),
    "its parts": lambda _row: EditionPart.objects.update(body=b"other"),
    "taking one away": lambda _row: EditionPart.objects.all().delete(),
    "a note": lambda row: EditionNote.objects.create(
        edition_id=row.pk, kind="withdrawn", made_at=row.made_at
    ),
    "the verdict": lambda row: Release.objects.filter(pk=row.pk).update(passes=True),
    "the approval": lambda row: Release.objects.filter(pk=row.pk).update(approved_by=row.made_by),
    "a protected table": lambda row: Part.objects.filter(release=row).update(body=b"1"),
    "the family": lambda row: Family.objects.filter(pk=row.family_id).update(zeros="public"),
    "the counts' source": lambda row: Release.objects.filter(pk=row.pk).update(snapshot="x"),
}


@pytest.mark.parametrize("statement", WRITES)
def test_web_role_cannot_write_published_tables(
    statement: str, preparer: Staff, second: Staff
) -> None:
    row = releases.published(preparer, second)
    with (
        acting(preparer),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        WRITES[statement](row)


def test_a_published_release_cannot_be_taken_back_to_work(preparer: Staff, second: Staff) -> None:
    row = releases.published(preparer, second)
    with acting(preparer):
        assert Release.objects.filter(pk=row.pk).update(state=ReleaseState.DESIGNING) == 0
        with pytest.raises(ChangedMeanwhile):
            actions.choose_designs(
                release=row, chosen={"sex-age": 0}, version=row.version, actor=preparer
            )
        assert not ask("SELECT release_publish(%s, '')", row.pk)
    with role("analyst"):
        assert Release.objects.filter(pk=row.pk).update(state=ReleaseState.PROTECTED) == 0
        assert Part.objects.filter(release=row).delete()[0] == 0


def test_another_agency_finds_no_release_and_can_do_nothing_with_it(preparer: Staff) -> None:
    row = releases.protected(preparer)
    for role_kind in ("rapporteur", "oversight"):
        stranger = agencies.staff(role_kind)
        with acting(stranger):
            assert not Release.objects.filter(pk=row.pk).exists()
            assert not Part.objects.exists()
            refuses("SELECT release_send_back(%s, 'no')", row.pk)
            refuses("SELECT release_withdraw(%s, 'no')", row.pk)


def test_how_far_a_published_release_was_rounded_is_known_when_the_next_is_attacked(
    preparer: Staff, second: Staff
) -> None:
    first = releases.published(preparer, second)
    later = releases.designed(preparer, first.family)
    with role("maintenance"):
        Release.objects.filter(pk=first.pk).update(report={**first.report, "reach": 4})
        (earlier,) = list_earlier_releases(later, "default")
    assert earlier.reach == 4
    assert earlier.tables


def test_a_correction_comes_on_the_calendar_and_marks_what_it_corrects(
    preparer: Staff, second: Staff
) -> None:
    today = preparer.office.today()
    family = releases.family(preparer, months=[today.month % 12 + 1])
    first = releases.published(preparer, second, family)
    new = releases.protected(
        preparer, family, corrects=first, what_changed="Late reports were added."
    )
    with acting(second):
        actions.approve_release(release=new, seen_hash=new.tables_hash, actor=second)
    new = releases.fresh(new)
    with acting(preparer):
        with pytest.raises(NotAllowed):
            actions.publish_release(release=new, today=today, actor=preparer)
        actions.publish_release(release=new, urgent="A sum was wrong.", today=today, actor=preparer)
    note = EditionNote.objects.get(edition_id=first.pk)
    assert (note.kind, note.other, note.words) == ("corrected", 2, "Late reports were added.")


def test_withdrawing_needs_a_reason_and_leaves_the_address(preparer: Staff, second: Staff) -> None:
    row = releases.published(preparer, second)
    with acting(second):
        refuses("SELECT release_withdraw(%s, '  ')", row.pk)
        actions.withdraw_release(release=row, why="A district was counted twice.", actor=second)
    row = releases.fresh(row)
    assert row.state == ReleaseState.WITHDRAWN
    assert Edition.objects.filter(pk=row.pk).exists()
    assert EditionNote.objects.get(edition_id=row.pk).words == "A district was counted twice."


def test_discarded_release_stays_on_record(preparer: Staff) -> None:
    row = releases.designed(preparer)
    with acting(preparer):
        actions.discard_release(release=row, version=1, actor=preparer)
    assert row.state == ReleaseState.DROPPED


CHILDREN = 240


@pytest.mark.requirement("DAT-001")
def test_from_facts_to_a_published_release_by_the_worker(
    preparer: Staff, second: Staff, tmp_path: Path
) -> None:
    child = "child | gender\n" + "\n".join(
        f"{number} | {'girl' if number % 3 else 'boy'}" for number in range(1, CHILDREN + 1)
    )
    case = "child | office | opened\n" + "\n".join(
        f"{number} | {number % 13} | 202{1 + number % 4}-{1 + number % 11:02}"
        for number in range(1, CHILDREN + 1)
    )
    _store, snapshot = warehouse(facts(child=child, case=case), tmp_path)
    row = releases.draft(preparer, releases.family(preparer, tables=["sex"]))
    work = ReleasePipeline(row.pk, tmp_path, "default")
    with acting(preparer):
        actions.start_design(release=row, version=1, actor=preparer)
    with role("analyst"):
        work.design()
    row = releases.fresh(row)
    assert (row.state, row.snapshot) == (ReleaseState.DESIGNED, snapshot.id)
    with acting(preparer):
        actions.choose_designs(release=row, chosen={"sex": 0}, version=row.version, actor=preparer)
    with role("analyst"):
        work.protect()
        work.protect()  # a job may run twice
    row = releases.fresh(row)
    assert (row.state, row.passes, row.progress) == (ReleaseState.PROTECTED, True, 100)
    with acting(second):
        actions.approve_release(release=row, seen_hash=row.tables_hash, actor=second)
    with acting(preparer):
        row = releases.fresh(row)
        actions.publish_release(release=row, today=preparer.office.today(), actor=preparer)
    part = EditionPart.objects.get(edition_id=row.pk, name="sex", kind=ReleasePartKind.TABLE)
    rows = bytes(part.body).decode().split("\r\n")
    # 160 girls and 80 boys: every printed number is a multiple of five and at most four away.
    whole = {
        line.split(",")[1]: int(line.split(",")[2]) for line in rows if line.startswith("Total")
    }
    assert whole["girl"] + whole["boy"] == whole["Total"]
    assert abs(whole["girl"] - 160) < 5
    assert abs(whole["boy"] - 80) < 5


def test_release_pipeline_error_is_stored_on_the_release(preparer: Staff, tmp_path: Path) -> None:
    row = releases.draft(preparer, state=ReleaseState.DESIGNING)
    with role("analyst"):
        ReleasePipeline(row.pk, tmp_path, "default").design()
    row = releases.fresh(row)
    assert row.state == ReleaseState.DRAFT
    assert "snapshot" in row.trouble


def test_a_method_of_one_family_cannot_be_mixed(preparer: Staff) -> None:
    family = releases.family(preparer, method="suppress")
    row = releases.protected(preparer, family)
    assert row.report is not None
    assert row.report["method"] == DisclosureMethod.SUPPRESS.value


def ask(statement: str, *values: object) -> Any:
    with with_proof(statement), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def refuses(statement: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ask(statement, *values)
