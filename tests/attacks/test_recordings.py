"""Statements injected into the web role against the voice recordings of a child."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from saathi.agencies.models import Grant, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.people.models import Child
from saathi.protection.casework.recordings.models import VoiceRecording
from saathi.vault.models import StoredFile
from tests.attacks.test_guarded_columns import NO_PROOF, child, refuses, worker
from tests.factories import agencies, children, teams
from tests.protection.casework.recordings import voices
from tests.protection.identification.portraits import photos
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
__all__ = ("child", "worker")  # fixtures


@pytest.fixture
def recording(child: Child, worker: Staff) -> VoiceRecording:
    return voices.add(child, worker, audience="recorder")


@pytest.mark.parametrize("kind", ["glass", "referral", "share"])
def test_emergency_access_and_other_agencies_read_no_row(
    child: Child, worker: Staff, recording: VoiceRecording, kind: str
) -> None:
    person, now = agencies.staff(), clock.now()
    with role("maintenance"):
        VoiceRecording.objects.update(audience="team")
        Grant.objects.create(
            file_id=child.file_id, principal=person.pk, kind=kind, reads=4095, given_by=worker.pk,
            starts_at=now - dt.timedelta(hours=1), ends_at=now + dt.timedelta(hours=1),
        )  # fmt: skip
    with acting(person):
        assert Child.objects.exists()
        assert not VoiceRecording.objects.exists()
        assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["glass", "referral", "share"])
def test_person_who_recorded_a_voice_does_not_hear_it_by_another_right(
    child: Child, worker: Staff, recording: VoiceRecording, kind: str
) -> None:
    with role("maintenance"):
        Grant.objects.filter(file=child.file_id, principal=worker.pk).update(
            kind=kind, ends_at=clock.now() + dt.timedelta(hours=1)
        )
    with acting(worker):
        assert Child.objects.exists()
        assert not VoiceRecording.objects.exists()
        assert not StoredFile.objects.exists()


def test_colleague_outside_the_audience_reads_no_row_by_id(
    child: Child, worker: Staff, recording: VoiceRecording
) -> None:
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.CASE_WORKER)
    for person, reads in ((agencies.staff(), 0), (colleague, 0), (worker, 1)):
        with acting(person), connection.cursor() as cursor:
            for table, key in (
                ("recordings_voicerecording", recording.pk),
                ("vault_stored_file", recording.original),
            ):
                cursor.execute(f"SELECT count(*) FROM {table} WHERE id = %s", [key])
                assert cursor.fetchone() == (reads,), (table, person.role_kind)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE recordings_voicerecording SET audience = 'team'",
        "UPDATE recordings_voicerecording SET readers = array_append(readers, access_staff())",
        "UPDATE recordings_voicerecording SET usable_until = NULL, basis = 'order'",
        "UPDATE recordings_voicerecording SET consented_on = '2026-03-09'",
        "UPDATE recordings_voicerecording SET original = gen_random_uuid()",
        "UPDATE recordings_voicerecording SET media_type = 'audio/wav'",
        "UPDATE recordings_voicerecording SET sealed = '\\x00'",
        "UPDATE recordings_voicerecording SET state = 'removed', removed_on = '2026-03-09', removed_because = 'asked'",
        "UPDATE recordings_voicerecording SET speaker = 'family', agreement = 'agreed'",
    ],
)
def test_no_statement_changes_a_recording(
    worker: Staff, recording: VoiceRecording, change: str
) -> None:
    refuses(worker, change, f"{NO_PROOF}|it stays as it was recorded")


def test_no_statement_removes_the_sound(worker: Staff, recording: VoiceRecording) -> None:
    refuses(worker, "DELETE FROM vault_stored_file", "permission denied")
    refuses(worker, "DELETE FROM recordings_voicerecording", "permission denied")
    with role("maintenance"):
        assert StoredFile.objects.filter(pk=recording.original).exists()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE consent_consent SET withdrawn_on = '2026-03-09' WHERE id = %s",
        "UPDATE consent_consent SET scopes = '{health}' WHERE id = %s",
    ],
)
def test_database_puts_no_recording_on_a_consent_that_does_not_cover_it(
    child: Child, worker: Staff, recording: VoiceRecording, spoil: str
) -> None:
    other = photos.consent(child, worker)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(spoil, [other.pk])
    # The trigger excepts maintenance, which restores backups.
    refused = pytest.raises(IntegrityError, match="no active consent")
    with role("warden"), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(
            "UPDATE recordings_voicerecording SET consent_id = %s WHERE id = %s",
            [other.pk, recording.pk],
        )


def test_database_puts_no_recording_on_the_consent_of_another_child(
    worker: Staff, recording: VoiceRecording
) -> None:
    other = photos.consent(children.case(worker, "Rokeya").child, worker)
    with (
        role("warden"),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="no active consent"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE recordings_voicerecording SET consent_id = %s WHERE id = %s",
            [other.pk, recording.pk],
        )
