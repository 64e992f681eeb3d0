"""Uploads are kept in memory only: Django would write larger ones to disk unencrypted."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

MAX_UPLOAD_BYTES: Final = (
    24 * 1024 * 1024
)  # slightly above what any page accepts, so that the page can say so


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps every file in memory; a request that is far too large is aborted before it is read."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        """Nothing; the chunks come one by one."""
        content_length = int(args[2] if len(args) > 2 else options["content_length"])
        if content_length > MAX_UPLOAD_BYTES:
            raise RequestDataTooBig("The file is too large.")
        self.activated = True
