"""Keeps uploads in memory only: Django would write larger ones to disk unencrypted."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

MAX_UPLOAD_BYTES: Final = (
    24 * 1024 * 1024
)  # slightly above any page's limit, so that the page can report it


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps every file in memory; aborts a request that is far too large before reading it."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        """Does nothing: the chunks arrive one by one."""
        content_length = int(args[2] if len(args) > 2 else options["content_length"])
        if content_length > MAX_UPLOAD_BYTES:
            raise RequestDataTooBig("The file is too large.")
        self.activated = True
