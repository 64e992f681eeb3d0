"""Compares missing children with those of all agencies; runs as the matcher, unattended.

Matches are reported only to the holder of the child's file; nothing is written that the staff member
who recorded the missing child can read.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connections, transaction

from saathi import audit
from saathi.infra import clock, jobs
from saathi.people import search_tokens as people_tokens
from saathi.people.names import Name
from saathi.protection.identification.intake import enquiry_dispatch
from saathi.protection.identification.intake.enquiry_dispatch import MatchQuestion
from saathi.protection.identification.intake.vocabulary import (
    EnquirySource,
    MatchUse,
    SearchPurpose,
)
from saathi.protection.identification.missing import photo_expiry, rules
from saathi.protection.identification.missing.models import MissingChild
from saathi.protection.identification.missing.search_profile import (
    missing_child_profile,
    missing_child_token_facts,
)
from saathi.vault import store as vault
from saathi.vault.tokens import TokenKind

MATCHER = "matcher"  # the alias of the matcher's connection in a worker
NEW_CHILD_PERIOD: Final = dt.timedelta(minutes=15)  # three runs, in case one fails
MAX_REPORTS_PER_RUN: Final = 100  # the most reports one found child is compared with

_REPORTS_SQL = """
SELECT r.id, r.recorded_by, s.agency_id, r.reported_at, r.relation, r.urgency, r.recorded_at,
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
    """Compares a missing child with children on record."""
    compare_missing_report(UUID(report), using=MATCHER)


@jobs.app.periodic(cron="*/5 * * * *")
@jobs.app.task(queue="matcher", name="missing.compare_new", queueing_lock="missing.compare_new")
def compare_new_job(timestamp: int) -> None:  # noqa: ARG001 - passed by the queue
    """Every five minutes: compares newly opened children with the missing children.

    It is not queued when a file is opened, so that opening a file never waits for it.
    """
    compare_new_children(using=MATCHER)


@jobs.app.periodic(cron="40 19 * * *")  # 19:40 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="matcher", name="missing.compare_all", queueing_lock="missing.compare_all")
def compare_all_job(timestamp: int) -> None:  # noqa: ARG001 - passed by the queue
    """Every night: compares all missing children again with everything known since."""
    for report_id in list_searched_report_ids(using=MATCHER):
        compare_report_job.defer(report=str(report_id))


@jobs.app.periodic(cron="10 20 * * *")  # 20:10 UTC: night from Kabul to Dhaka
@jobs.app.task(queue="reminders", name="missing.erase_photos", queueing_lock="missing.erase_photos")
def erase_expired_photos_job(timestamp: int) -> None:  # noqa: ARG001 - passed by the queue
    """Every night: erases photos for a search whose last day is over."""
    photo_expiry.erase_expired_photos()


def list_searched_report_ids(*, using: str) -> list[UUID]:
    """The reports of all children who are searched for."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT id FROM missing_missingreport WHERE state IN ('open', 'followed')")
        return [report_id for (report_id,) in cursor.fetchall()]


def compare_new_children(*, using: str = MATCHER) -> int:
    """Compares newly opened children with missing ones; returns the number of notices sent."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT id FROM agencies_file WHERE kind = 'child' AND recorded_at > %s",
            [clock.now() - NEW_CHILD_PERIOD],
        )
        files = [file_id for (file_id,) in cursor.fetchall()]
    return sum(compare_found_child(file_id, using=using) for file_id in files)


def compare_missing_report(report_id: UUID, *, using: str = MATCHER, in_time: bool = True) -> int:
    """Compares a missing child; returns the number of holders notified, each only once.

    Reports above one person's hourly limit are compared at night instead.
    """
    with transaction.atomic(using=using), vault.open_keyring():
        questions = _questions("AND r.id = %s", [report_id], using)
        if not questions:  # no longer searched for, or erased
            return 0
        question, recorded_at = questions[0]
        if in_time and _is_too_often(question.asker, recorded_at, using):
            return 0
        with audit.gather_entries(using):
            notified = enquiry_dispatch.notify_enquiry_holders(question, using=using)
            audit.write_gathered_entries(using)
        return notified


def compare_found_child(file_id: UUID, *, using: str = MATCHER) -> int:
    """Compares a child with the missing; returns how often the file's holder is notified."""
    with transaction.atomic(using=using), vault.open_keyring():
        child = _found_child(file_id, using)
        if child is None:
            return 0
        facts = people_tokens.search_facts(*child)
        matches = people_tokens.find_files_everywhere(facts, tuple(TokenKind), using=using)
        files = [hit for hit in matches.hits if hit != file_id]
        among = enquiry_dispatch.register_size(using)
        notified = 0
        for question, _at in _questions("AND r.file_id = ANY(%s)", [files], using)[
            :MAX_REPORTS_PER_RUN
        ]:
            # Opened again for each enquiry: the database function knows from which staff this
            # child is hidden.
            candidates = enquiry_dispatch.open_candidates(question, {file_id: 0.0}, using=using)
            if enquiry_dispatch.rank_candidates(question, candidates, among=among):
                notified += enquiry_dispatch.notify_holders(question, [file_id], using=using)
        return notified


def _is_too_often(asker: UUID, recorded_at: dt.datetime, using: str) -> bool:
    """Whether the asker exceeded the hourly limit of immediate comparisons before this report."""
    if clock.now() - recorded_at > dt.timedelta(hours=1):
        return False
    with connections[using].cursor() as cursor:
        cursor.execute(
            _REPORTS_IN_HOUR_SQL, [asker, recorded_at - dt.timedelta(hours=1), recorded_at]
        )
        return int(cursor.fetchone()[0]) >= rules.MAX_COMPARISONS_PER_HOUR


def _found_child(file_id: UUID, using: str) -> tuple[Any, list[Name], Sequence[str]] | None:
    """A recently opened child, with names and places; never a protected child."""
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
    return enquiry_dispatch.candidate_names(row)


def _questions(
    condition_sql: str, values: Sequence[Any], using: str
) -> list[tuple[MatchQuestion, dt.datetime]]:
    """The missing children as questions, each with its time of recording."""
    with connections[using].cursor() as cursor:
        cursor.execute(_REPORTS_SQL + condition_sql, list(values))
        rows = cursor.fetchall()
    vault.get_file_keys([row[8] for row in rows], using=using)  # kept in the keyring for `open`
    return [(_question(row), row[6]) for row in rows]


def _question(row: Sequence[Any]) -> MatchQuestion:
    report_id, asker, agency, reported_at, relation, urgency = row[:6]
    pk, file_id, gender, low, high, district, languages, sealed = row[7:]
    child = MissingChild(
        id=pk, file_id=file_id, gender=gender, birth_year_low=low, birth_year_high=high,
        home_district=district, languages=languages, sealed=sealed,
    )  # fmt: skip
    texts = vault.open(child)
    return MatchQuestion(
        id=report_id,
        source=EnquirySource.MISSING,
        use=MatchUse.TRACING,
        asker=asker,
        agency=agency,
        purpose=SearchPurpose.MISSING_CHILD,
        asked_at=reported_at,
        relation=relation,
        urgency=urgency,
        portrait=missing_child_profile(child, texts),
        facts=missing_child_token_facts(child, texts),
    )
