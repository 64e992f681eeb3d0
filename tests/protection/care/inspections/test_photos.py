"""Photographs of an inspection: reduced, sealed, for its inspectors alone, removed with a reason."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from PIL import Image

from saathi.agencies import access, definer_functions
from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.protection.care.facilities.models import Facility
from saathi.protection.care.inspections import (
    actions,
    conflict_actions,
    photo_actions,
    queries,
    rules,
)
from saathi.protection.care.inspections.models import (
    Inspection,
    InspectionFinding,
    InspectionPhoto,
)
from saathi.protection.care.inspections.vocabulary import PhotoRemovalReason
from saathi.vault.models import StoredFile, WrappedKey
from tests import filled, sending
from tests.factories import agencies, inspections
from tests.protection.casework.documents import pictures
from tests.reading import read, refused, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(facility: Facility, lead: Staff) -> Inspection:
    return inspections.begun(facility, lead)


@pytest.fixture
def finding(inspection: Inspection, lead: Staff) -> InspectionFinding:
    with acting(lead):
        return queries.list_findings(inspection)[0]


def address(name: str, *ids: object) -> str:
    return reverse(f"inspections:{name}", args=ids)


def upload(data: bytes, name: str = "kitchen.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


def stored_bytes() -> bytes:
    """All that lies in the storage of files."""
    files = [path for path in (Path(settings.HOME) / "files").rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def test_photo_is_stored_small_without_metadata_and_shown_to_both_inspectors(
    inspection: Inspection, finding: InspectionFinding, lead: Staff, second: Staff
) -> None:
    path = address("add_photo", inspection.pk, finding.pk)
    assert "No child’s face may be visible" in read(lead, path)
    original = pictures.photo(size=(3200, 2000))
    assert pictures.SECRET in original
    sent = sending.key() | {"photo": upload(original)}
    answer: Any = signed_in(lead).post(path, sent)
    assert answer.status_code == 302, words(answer.content)
    assert answer.url == f"{address('fill_checklist', inspection.pk)}#c{finding.place}"
    assert "Photos (1)" in read(lead, address("show_inspection", inspection.pk))
    with acting(lead):
        photo = InspectionPhoto.objects.get()
    assert f"Photo 1, {finding.code}" in read(second, address("list_photos", inspection.pk))
    for person in (lead, second):
        answer = signed_in(person).get(address("open_photo", photo.pk))
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store, private"
        with Image.open(io.BytesIO(answer.content)) as picture:
            assert picture.size == (rules.PHOTO_SIDE, 1000)
            assert not picture.getexif()
        assert pictures.SECRET not in answer.content
    assert answer.content not in stored_bytes()
    with role("maintenance"):
        kinds = AuditEntry.objects.filter(objects_seen__contains=[photo.pk])
        assert {"wrote", "file_opened"} & set(kinds.values_list("kind", flat=True))


def test_strangers_find_no_photo_by_page_or_statement(
    inspection: Inspection, finding: InspectionFinding, lead: Staff, manager: Staff
) -> None:
    photo = inspections.photo(finding, lead)
    worker = agencies.staff("case_worker", lead.office)
    paths = [
        address("add_photo", inspection.pk, finding.pk), address("list_photos", inspection.pk),
        address("open_photo", photo.pk), address("remove_photo", photo.pk),
    ]  # fmt: skip
    for person in (manager, worker):
        for path in paths:
            assert signed_in(person).get(path).status_code == 404, path
        sent = sending.key() | {"reason": "child"}
        assert signed_in(person).post(paths[-1], sent).status_code == 404
        with acting(person):
            assert not InspectionPhoto.objects.exists()
            assert not StoredFile.objects.filter(file_id=photo.pk).exists()
            assert not WrappedKey.objects.filter(file_id=photo.pk).exists()
            with pytest.raises(access.NotAllowed):
                photo_actions.remove_photo(
                    photo=photo, reason=PhotoRemovalReason.CHILD, actor=person
                )
            with pytest.raises(DatabaseError, match="not yours"), transaction.atomic():
                definer_functions.make_change(
                    "inspection_photo_remove", [photo.pk, "child"], by=person.pk
                )
    with acting(lead):
        photo.refresh_from_db()
        assert photo.state == "kept"
        assert StoredFile.objects.filter(file_id=photo.pk).exists()


@pytest.mark.parametrize(
    ("here", "all_in_all", "is_refused"),
    [(0, 0, False), (3, 119, False), (4, 4, True), (0, 120, True), (3, 120, True)],
)
def test_limits_of_photos(*, here: int, all_in_all: int, is_refused: bool) -> None:
    reasons = rules.reasons_against_photo(at_criterion=here, in_inspection=all_in_all)
    assert bool(reasons) == is_refused
    for reason in reasons:
        number = rules.PHOTOS_PER_CRITERION if here >= 4 else rules.PHOTOS_PER_INSPECTION
        assert str(number) in reason.text


def test_the_fifth_photo_at_a_criterion_is_refused_and_one_removed_makes_place(
    inspection: Inspection, finding: InspectionFinding, lead: Staff
) -> None:
    photos = [inspections.photo(finding, lead) for _each in range(rules.PHOTOS_PER_CRITERION)]
    path = address("add_photo", inspection.pk, finding.pk)
    answer = signed_in(lead).post(path, sending.key() | {"photo": upload(pictures.photo())})
    assert "This criterion has 4 photos. Remove one first." in words(answer.content)
    with acting(lead), pytest.raises(DatabaseError, match="too many"), transaction.atomic():
        InspectionPhoto.objects.create(inspection=inspection, finding=finding, recorded_by=lead.pk)
    with acting(lead):
        reason = PhotoRemovalReason.WRONG
        photo_actions.remove_photo(photo=photos[0], reason=reason, actor=lead)
    inspections.photo(finding, lead)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pictures.PDF, "Upload a photograph (JPEG, PNG, WebP)."),
        (b"\xff\xd8\xff no picture", "The image"),
        (b"", "empty"),
    ],
)
def test_what_is_no_photo_is_refused_with_a_sentence(
    inspection: Inspection, finding: InspectionFinding, lead: Staff, data: bytes, said: str
) -> None:
    path = address("add_photo", inspection.pk, finding.pk)
    answer = signed_in(lead).post(path, sending.key() | {"photo": upload(data)})
    assert answer.status_code == 200
    assert said in words(answer.content)
    with acting(lead):
        assert not InspectionPhoto.objects.exists()


def test_photo_sent_twice_is_stored_once(
    inspection: Inspection, finding: InspectionFinding, lead: Staff
) -> None:
    path, key = address("add_photo", inspection.pk, finding.pk), sending.key()
    for _again in range(2):
        answer = signed_in(lead).post(path, key | {"photo": upload(pictures.photo())})
        assert answer.headers["X-Saathi-Saved"] == "1"
    with acting(lead):
        assert InspectionPhoto.objects.count() == 1


def test_photos_are_added_only_while_the_inspection_is_under_way(
    facility: Facility, lead: Staff
) -> None:
    row = inspections.submitted(facility, lead)
    with acting(lead):
        finding = queries.get_finding(row, queries.list_findings(row)[0].pk)
    with pytest.raises(actions.InspectionRefused):
        inspections.photo(finding, lead)
    path = address("add_photo", row.pk, finding.pk)
    assert signed_in(lead).get(path).status_code == 404
    answer = signed_in(lead).post(path, sending.key() | {"photo": upload(pictures.photo())})
    assert "This step is not possible while the inspection has this status." in words(
        answer.content
    )
    with acting(lead), pytest.raises(DatabaseError, match="under way"), transaction.atomic():
        InspectionPhoto.objects.create(inspection=row, finding=finding, recorded_by=lead.pk)


def test_no_statement_moves_or_plants_a_photo(
    facility: Facility, finding: InspectionFinding, lead: Staff, second: Staff
) -> None:
    photo, other = inspections.photo(finding, lead), inspections.begun(facility, lead)
    with acting(lead):
        elsewhere = queries.list_findings(other)[0]
        own: dict[str, Any] = {"inspection": finding.inspection, "finding": finding}
        for change in (
            {"finding": elsewhere}, {"recorded_by": second.pk}, {"state": "removed"},
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                InspectionPhoto.objects.create(**(own | {"recorded_by": lead.pk} | change))
        with pytest.raises(DatabaseError), transaction.atomic():
            InspectionPhoto.objects.filter(pk=photo.pk).update(why_removed="wrong")
        with pytest.raises(DatabaseError), transaction.atomic():
            InspectionPhoto.objects.filter(pk=photo.pk).delete()
    with acting(second), pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.create(
            file_id=photo.pk, field_id="inspections.photo", section=0, media_type="image/jpeg",
            size=1, sha256=b"x", stored_by=second.pk,
        )  # fmt: skip


def test_removed_photo_is_gone_with_its_key_and_the_reason_stays(
    facility: Facility,
    lead: Staff,
    second: Staff,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    row = inspections.begun(facility, lead)
    with acting(lead):
        finding = queries.get_finding(row, queries.list_findings(row)[0].pk)
    photo = inspections.photo(finding, lead)
    with acting(lead):
        stored = StoredFile.objects.get(file_id=photo.pk)
    path = address("remove_photo", photo.pk)
    client = signed_in(second)
    sent = filled.form(client.get(path).content.decode())
    assert "There is a problem" in words(client.post(path, sent).content)
    with django_capture_on_commit_callbacks(execute=True):
        answer: Any = client.post(path, sending.key() | {"reason": "child"})
    assert answer.status_code == 302
    page = read(lead, address("list_photos", row.pk))
    assert "Removed: A child can be recognised" in page
    assert second.name in page
    assert signed_in(lead).get(address("open_photo", photo.pk)).status_code == 404
    with role("maintenance"):
        assert not StoredFile.objects.filter(pk=stored.pk).exists()
        assert not WrappedKey.objects.filter(file_id=photo.pk).exists()
        assert AuditEntry.objects.filter(
            kind="file_removed", objects_seen__contains=[photo.pk]
        ).exists()
    assert not list((Path(settings.HOME) / "files").rglob(f"*{stored.pk}*"))


@pytest.mark.requirement("FAC-002")
def test_who_declared_a_connection_neither_adds_nor_removes_a_photo(
    finding: InspectionFinding, lead: Staff, second: Staff
) -> None:
    data = pictures.photo()
    with acting(lead):
        photo = photo_actions.add_photo(finding=finding, data=data, actor=lead)
    listed, remove = (
        address("list_photos", photo.inspection_id),
        address("remove_photo", photo.pk),
    )
    assert remove in signed_in(second).get(listed).content.decode()
    with acting(second):
        conflict_actions.declare_conflict(facility=photo.inspection.facility, actor=second)
    page = signed_in(second).get(listed).content.decode()
    assert remove not in page
    assert "ask another inspector to remove it at once" in words(page.encode())
    assert "You declared a connection" in refused(second, remove, {"reason": "wrong"})
    with acting(second):
        with pytest.raises(DatabaseError, match="not yours to remove"), transaction.atomic():
            definer_functions.make_change(
                "inspection_photo_remove", [photo.pk, "wrong"], by=second.pk
            )
        with pytest.raises(actions.InspectionRefused), transaction.atomic():
            photo_actions.add_photo(finding=finding, data=data, actor=second)
        planted = InspectionPhoto(
            inspection=finding.inspection, finding=finding, recorded_by=second.pk
        )
        with pytest.raises(DatabaseError, match="under way"), transaction.atomic():
            planted.save(force_insert=True)
    with role("maintenance"):
        photo.refresh_from_db()
        assert photo.state == "kept"
        assert WrappedKey.objects.filter(file_id=photo.pk).exists()
    with acting(lead):  # another inspector at once
        photo_actions.remove_photo(photo=photo, reason=PhotoRemovalReason.CHILD, actor=lead)
    with role("maintenance"):
        photo.refresh_from_db()
    assert (photo.state, photo.removed_by) == ("removed", lead.pk)
