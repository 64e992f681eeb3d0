"""Compares missing children with the children of every agency. Runs as the matcher, out of sight.

The side of the family learns nothing here: what is found is told to the holder of the child's file
alone, and nothing is written where the one who reported reads.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connections, transaction

from saathi import audit
from saathi.infra import clock, jobs
from saathi.people import tokens as people_tokens
from saathi.people.names import Name
from saathi.protection.intake import dispatch
from saathi.protection.intake.dispatch import MatchQuestion
from saathi.protection.intake.vocabulary import EnquirySource, MatchUse, SearchPurpose
from saathi.protection.missing import rules
from saathi.protection.missing.models import MissingChild
from saathi.protection.missing.search_profile import (
    missing_child_portrait,
    missing_child_token_facts,
)
from saathi.vault import store as vault
from saathi.vault.tokens import TokenKind

MATCHER = "matcher"  # the alias of the matcher's connection in a worker
NEW_CHILD_PERIOD: Final = dt.timedelta(minutes=15)  # three rounds, should one of them fail
MAX_REPORTS_PER_RUN: Final = 100  # that one found child is compared with

_REPORTS_SQL = """
SELECT r.id, r.recorded_by, s.agency_id, r.told_at, r.relation, r.urgency, r.recorded_at,
       c.id, c.file_id, c.gender, c.birth_year_low, c.birth_year_high, c.home_district, c.languages,
       c.sealed
FROM missing_missingreport r
JOIN missing_missingchild c ON c.report_id = r.id
JOIN agencies_staff s ON s.id = r.recorded_by
WHERE r.state IN ('open', 'followed')
"""
_REPORTS_IN_HOUR_SQL = (
    "SELECT count(*) FROM missing_missingreport WHERE recorded_by = %s AND recorded_at > %s "
    "AND recorded_at < %s"
)


@jobs.app.task(queue="matcher", name="missing.compare_report")
def compare_report_job(report: str) -> None:
    """The job: compares a missing child with children on record."""
    compare_missing_report(UUID(report), using=MATCHER)


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(queue="matcher", name="missing.compare_new", queueing_lock="missing.compare_new")
def compare_new_job(timestamp: int) -> None:  # noqa: ARG001 - the queue says for which moment
    """The job of every five minutes: compares children found with the children who are missing.

    Not a job of each opening: whoever opens a file waits for nothing of it.
    """
    compare_new_children(using=MATCHER)


@jobs.app.periodic(cron="40 19 * * *")  # 19:40 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="matcher", name="missing.compare_all", queueing_lock="missing.compare_all")
def compare_all_job(timestamp: int) -> None:  # noqa: ARG001 - the queue says for which night
    """The job of each night: whatever became known since, of either side, is compared again."""
    for report_id in list_searched_report_ids(using=MATCHER):
        compare_report_job.defer(report=str(report_id))


def list_searched_report_ids(*, using: str) -> list[UUID]:
    """Every child who is looked for, by her report."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id FROM missing_missingreport WHERE state IN ('open', 'followed')")
        return [report_id for (report_id,) in cursor.fetchall()]


def compare_new_children(*, using: str = MATCHER) -> int:
    """How often holders are newly told that somebody may miss a child whose file they opened just now."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM agencies_file WHERE kind = 'child' AND recorded_at > %s",
            [clock.now() - NEW_CHILD_PERIOD],
        )
        files = [file_id for (file_id,) in cursor.fetchall()]
    return sum(compare_found_child(file_id, using=using) for file_id in files)


def compare_missing_report(report_id: UUID, *, using: str = MATCHER, in_time: bool = True) -> int:
    """How many holders are newly asked whether the child is theirs. Run again, it asks nobody twice.

    Whoever reports more children within an hour than a person can has them compared in the night.
    """
    with transaction.atomic(using=using), vault.open_keyring():
        found = _questions("AND r.id = %s", [report_id], using)
        if not found:  # no longer looked for, or erased
            return 0
        question, recorded_at = found[0]
        if in_time and _is_too_often(question.asker, recorded_at, using):
            return 0
        with audit.gather_entries(using):
            told = dispatch.dispatch_question(question, using=using)
            audit.write_gathered_entries(using)
        return told


def compare_found_child(file_id: UUID, *, using: str = MATCHER) -> int:
    """How often the holder of a child's file is told that somebody may miss this child."""
    with transaction.atomic(using=using), vault.open_keyring():
        child = _found_child(file_id, using)
        if child is None:
            return 0
        facts = people_tokens.search_facts(*child)
        met = people_tokens.find_files_everywhere(facts, tuple(TokenKind), using=using)
        files = [hit for hit in met.hits if hit != file_id]
        among = dispatch.register_size(using)
        told = 0
        for question, _at in _questions("AND r.file_id = ANY(%s)", [files], using)[
            :MAX_REPORTS_PER_RUN
        ]:
            # Opened again for this question: the door knows who may not be told of this child.
            again = dispatch.open_candidates(question, {file_id: 0.0}, using=using)
            if dispatch.rank_candidates(question, again, among=among):
                told += dispatch.notify_holders(question, [file_id], using=using)
        return told


def _is_too_often(asker: UUID, recorded_at: dt.datetime, using: str) -> bool:
    """Whether she reported as many within the hour before this one as are compared at once."""
    if clock.now() - recorded_at > dt.timedelta(hours=1):
        return False
    with connections[using].cursor() as cursor:
        cursor.execute(
            _REPORTS_IN_HOUR_SQL, [asker, recorded_at - dt.timedelta(hours=1), recorded_at]
        )
        return int(cursor.fetchone()[0]) >= rules.MAX_COMPARISONS_PER_HOUR


def _found_child(file_id: UUID, using: str) -> tuple[Any, list[Name], Sequence[str]] | None:
    """A child opened lately, with her names and places; none who is protected."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id, file_id, gender, birth_year_low, birth_year_high, home_district, languages, "
            "sealed, wrapped, kek_id FROM matcher_found_child(%s)",
            [file_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    audit.record(
        audit.AuditKind.COMPARED,
        by=None,
        agency=None,
        objects=[row[0]],
        purpose=SearchPurpose.MISSING_CHILD,
        detail={"count": 1},
        using=using,
    )
    return dispatch.candidate_names(row)


def _questions(
    condition_sql: str, values: Sequence[Any], using: str
) -> list[tuple[MatchQuestion, dt.datetime]]:
    """The children who are looked for, as questions, with when each was recorded."""
    with connections[using].cursor() as cursor:
        cursor.execute(_REPORTS_SQL + condition_sql, list(values))
        rows = cursor.fetchall()
    vault.get_file_keys([row[8] for row in rows], using=using)  # the keyring holds them for `open`
    return [(_question(row), row[6]) for row in rows]


def _question(row: Sequence[Any]) -> MatchQuestion:
    report_id, asker, agency, told_at, relation, urgency = row[:6]
    pk, file_id, gender, low, high, district, languages, sealed = row[7:]
    child = MissingChild(
        id=pk, file_id=file_id, gender=gender, birth_year_low=low, birth_year_high=high,
        home_district=district, languages=languages, sealed=sealed,
    )  # fmt: skip
    known = vault.open(child)
    return MatchQuestion(
        id=report_id,
        source=EnquirySource.MISSING,
        use=MatchUse.TRACING,
        asker=asker,
        agency=agency,
        purpose=SearchPurpose.MISSING_CHILD,
        asked_at=told_at,
        relation=relation,
        urgency=urgency,
        portrait=missing_child_portrait(child, known),
        facts=missing_child_token_facts(child, known),
    )
