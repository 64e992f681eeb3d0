"""Whether one PDF opens only with a password. No password is tried but the empty one.

Runs in a separate process without Django, started by `saathi.vault.accepted_media`. Many authorities
protect a PDF against changes: it is encrypted, and every reader opens it without a password. Only a
file that asks for one is locked.
"""

import io
from typing import Any, Final

from pypdf import PasswordType, PdfReader, filters

from saathi.infra import sandboxed_parser

# Imported now, because the confined process cannot open files later.
IMPORTED_LATE: Final = (filters,)


def is_locked(data: bytes, _options: dict[str, Any]) -> dict[str, bool | None]:
    """`locked`: whether the PDF asks for a password; None if how it is encrypted cannot be read."""
    try:
        reader = PdfReader(io.BytesIO(data))
        needs_password = reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED
    # Whatever a damaged or hostile file raises: no one can say that it opens.
    except Exception:  # noqa: BLE001
        return {"locked": None}
    return {"locked": needs_password}


if __name__ == "__main__":
    sandboxed_parser.serve(is_locked)
