"""The key pair of a member of staff for forms that browsers keep while offline.

The public half goes into each page. It is used only if it matches the private half, which is sealed
with a key outside the database: a key that SQL alone wrote seals nothing.
"""

import base64

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import sealing
from saathi.vault import key_pairs
from saathi.vault.errors import VaultError

SEAL_PURPOSE = "unsent"  # the purpose of sealing the private half


def make_key_pair(staff: Staff) -> tuple[str, str]:
    """A new pair as stored: the public half, and the private half sealed for this account."""
    public, private = key_pairs.generate_key_pair()
    sealed = sealing.seal_text(private, purpose=SEAL_PURPOSE, row=str(staff.pk))
    return base64.b64encode(public).decode("ascii"), sealed


def get_private_key(staff: Staff) -> bytes:
    """The private half; empty if there is none, or SQL alone wrote it."""
    if not staff.unsent_private:
        return b""
    try:
        return sealing.open_sealed(staff.unsent_private, purpose=SEAL_PURPOSE, row=str(staff.pk))
    except (VaultError, ValueError):
        return b""


def get_public_key(staff: Staff) -> str:
    """The public half, for pages; empty if it does not match the private half."""
    private = get_private_key(staff)
    if (
        not private
        or base64.b64encode(key_pairs.public_key_of(private)).decode() != staff.unsent_public
    ):
        return ""
    return staff.unsent_public
