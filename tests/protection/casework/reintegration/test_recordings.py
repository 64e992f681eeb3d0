"""Recordings of the child view's questions: two persons, played on the locked device, else a draft."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.casework.reintegration import recording_rules
from saathi.protection.casework.reintegration.models import QuestionRecording
from tests import filled
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import agencies
from tests.protection.casework.recordings import sounds
from tests.protection.casework.reintegration import steps
from tests.protection.casework.reintegration.test_outcomes import give_pin
from tests.roles import acting, role, slip_in
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

UPLOADER, OTHER = UUID(int=1), UUID(int=2)
LIST = "/child-view-recordings/ne/"


@pytest.mark.parametrize(
    ("size", "is_sound", "refused"),
    [(1000, True, []), (1000, False, ["sound"]), (1_000_001, True, ["sound"])],
)
def test_only_a_short_sound_is_accepted(size: int, is_sound: bool, refused: list[str]) -> None:
    reasons = recording_rules.reasons_against_sound(size, is_sound=is_sound)
    assert [reason.code for reason in reasons] == refused


@pytest.mark.parametrize(
    ("state", "actor", "is_current", "is_refused"),
    [
        ("proposed", OTHER, True, False),
        ("proposed", UPLOADER, True, True),
        ("proposed", OTHER, False, True),
        ("approved", OTHER, True, True),
        ("withdrawn", OTHER, True, True),
    ],
)
def test_second_person_approves_the_present_words(
    state: str, actor: UUID, is_current: bool, is_refused: bool
) -> None:
    reasons = recording_rules.reasons_against_approving(
        state, UPLOADER, actor_id=actor, is_current=is_current
    )
    assert bool(reasons) is is_refused


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.fixture
def administrator(around: ChildFileCast) -> Staff:
    return agencies.staff("administrator", around.worker.office)


def upload(person: Staff, sound: bytes, name: str = "question.ogg") -> str:
    client = signed_in(person)
    path = f"{LIST}safe/new/"
    sent = filled.form(client.get(path).content.decode())
    answer = client.post(path, sent | {"sound": SimpleUploadedFile(name, sound, "audio/ogg")})
    return str(answer.get("Location", read(answer)[0]))


def stored(person: Staff) -> QuestionRecording:
    with acting(person):
        return QuestionRecording.objects.get()


@pytest.mark.django_db
@pytest.mark.requirement("REI-014")
def test_child_hears_the_recording_that_a_second_person_approved(
    around: ChildFileCast, administrator: Staff
) -> None:
    steps.begin(around)
    give_pin(around)
    client = signed_in(around.worker)
    start = f"{around.url}outcomes/child/"
    sent = filled.form(client.get(start).content.decode(), wave="baseline", language="ne")
    view = client.post(start, sent)["Location"]
    sound = f"{view}sound/safe/"
    assert "data-sound" not in client.get(view).content.decode()
    assert client.get(sound).status_code == 404
    assert "Choose a sound recording" in upload(administrator, b"<script>", "question.ogg")
    assert upload(administrator, sounds.wav()) == LIST
    row = stored(administrator)
    assert "data-sound" not in client.get(view).content.decode()  # not approved yet
    approve = f"/child-view-recordings/{row.pk}/approve/"
    assert signed_in(administrator).get(approve).status_code == 404
    for person in (around.worker, around.stranger):
        assert signed_in(person).get(LIST).status_code == 404
        assert signed_in(person).get(approve).status_code == 404
    second = signed_in(around.supervisor)
    assert "Waiting for a second person" in read(second.get(LIST))[0]
    assert second.get(f"/child-view-recordings/{row.pk}/sound/").status_code == 200
    sent = filled.form(second.get(approve).content.decode())
    assert second.post(approve, sent).status_code == 302

    page = client.get(view)
    assert f'data-sound="{sound}"' in page.content.decode()
    assert page.content.decode().count("data-sound") == 1  # the other questions stay drafts
    assert "media-src 'self'" in page["Content-Security-Policy"]
    played = client.get(sound, headers={"Range": "bytes=0-9"})
    assert (played.status_code, played["Content-Type"]) == (206, "audio/wav")
    missing = client.get(f"{view}sound/hope/")
    assert missing.status_code == 404
    for unseen in ("My day", around.worker.name, "/account/"):  # a child holds the locked device
        assert unseen not in missing.content.decode()
    assert (
        client.get(f"{around.url}outcomes/child/baseline/en/sound/safe/")["Location"] == "/unlock"
    )
    other = signed_in(around.worker)  # the same worker on a device that is not locked
    assert other.get(sound).status_code == 404
    with role("auditor"):
        assert AuditEntry.objects.filter(objects_seen__contains=[row.pk]).count() >= 2

    withdraw = f"/child-view-recordings/{row.pk}/withdraw/"
    sent = filled.form(second.get(withdraw).content.decode(), why="Wrong dialect")
    assert second.post(withdraw, sent).status_code == 302
    assert "data-sound" not in client.get(view).content.decode()
    assert "Wrong dialect" in read(second.get(LIST))[0]


@pytest.mark.django_db
def test_recording_of_other_words_is_not_played(
    around: ChildFileCast, administrator: Staff
) -> None:
    upload(administrator, sounds.wav())
    row = stored(administrator)
    with role("maintenance"):
        QuestionRecording.objects.filter(pk=row.pk).update(words="Other words")
    second = signed_in(around.supervisor)
    approve = f"/child-view-recordings/{row.pk}/approve/"
    sent = filled.form(second.get(approve).content.decode())
    assert "words of the question changed" in read(second.post(approve, sent))[0]


@pytest.mark.django_db
@pytest.mark.requirement("REI-014")
def test_injected_statement_approves_no_recording_and_changes_no_sound(
    around: ChildFileCast, administrator: Staff
) -> None:
    upload(administrator, sounds.wav())
    approved = (
        "UPDATE reintegration_questionrecording SET state = 'approved', published_at = now(), "
        f"published_by = '{around.supervisor.pk}'"
    )
    slip_in(around.supervisor, approved, "proof")
    with (
        acting(administrator),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE reintegration_questionrecording SET sound = ''")
    row = stored(administrator)
    with acting(around.worker), pytest.raises(DatabaseError), transaction.atomic():
        QuestionRecording.objects.create(
            agency=around.worker.agency, language="ne", question="hope", words="x",
            media_type=row.media_type, sound=b"x", state="proposed", recorded_by=around.worker.pk,
        )  # fmt: skip
    outsider = agencies.staff("administrator")
    assert signed_in(outsider).get(f"/child-view-recordings/{row.pk}/sound/").status_code == 404
    assert str(row.pk) not in signed_in(outsider).get(LIST).content.decode()
    assert (
        signed_in(outsider).post(f"/child-view-recordings/{row.pk}/approve/", key()).status_code
        == 404
    )
