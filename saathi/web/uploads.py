"""Uploads that are held in memory alone: Django would put larger ones into a file on the disk, in clear."""

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

MAX_UPLOAD_BYTES: Final = (
    24 * 1024 * 1024
)  # a little above what any page takes, so that it can say so


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps every file in memory; a request that is far too large is cut off before it is read."""

    def handle_raw_input(self, *args: Any, **options: Any) -> None:
        """Nothing; the pieces come one by one."""
        content_length = int(args[2] if len(args) > 2 else options["content_length"])
        if content_length > MAX_UPLOAD_BYTES:
            raise RequestDataTooBig("The file is too large.")
        self.activated = True
