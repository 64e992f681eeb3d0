"""What a form carries besides what was typed."""

import uuid


def key() -> dict[str, str]:
    """A fresh one-use key, as a page puts it into its form."""
    return {"form_key": str(uuid.uuid4())}
