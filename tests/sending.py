"""The hidden fields of a form, in addition to typed values."""

import uuid


def key() -> dict[str, str]:
    """A fresh one-use key, as a page puts it into its form."""
    return {"form_key": str(uuid.uuid4())}
