"""An upload is never written to disk unencrypted, however large it is."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from saathi.web.memory_uploads import MAX_UPLOAD_BYTES


def test_a_large_file_stays_in_memory() -> None:
    sent = {"file": SimpleUploadedFile("list.csv", b"x" * (5 * 1024 * 1024))}
    upload = RequestFactory().post("/", sent).FILES["file"]
    assert isinstance(upload, InMemoryUploadedFile)
    assert len(upload.read()) == 5 * 1024 * 1024


def test_oversized_upload_is_rejected_before_reading() -> None:
    sent = {"file": SimpleUploadedFile("list.csv", b"x" * (MAX_UPLOAD_BYTES + 1))}
    request = RequestFactory().post("/", sent)
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - reading it is what is tried
