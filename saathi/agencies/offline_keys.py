"""The pair of keys of a member of staff for what browsers keep while the connection is down.

The half that seals goes into each page. It is taken only where it belongs to the half that opens,
which is sealed with a key outside the database: a key that SQL put there seals nothing.
"""

import base64

from saathi.agencies.models import Staff
from saathi.agencies.sign_in import sealing
from saathi.vault import key_pairs
from saathi.vault.errors import VaultError

SEAL_PURPOSE = "unsent"  # what the private half is sealed for


def make_key_pair(staff: Staff) -> tuple[str, str]:
    """A new pair as it is stored: the public half, and the private half sealed for this account."""
    public, private = key_pairs.generate_key_pair()
    sealed = sealing.seal_text(private, purpose=SEAL_PURPOSE, row=str(staff.pk))
    return base64.b64encode(public).decode("ascii"), sealed


def get_private_key(staff: Staff) -> bytes:
    """The half that opens; empty where there is none, or SQL alone put it there."""
    if not staff.unsent_private:
        return b""
    try:
        return sealing.open_sealed(staff.unsent_private, purpose=SEAL_PURPOSE, row=str(staff.pk))
    except (VaultError, ValueError):
        return b""


def get_public_key(staff: Staff) -> str:
    """The half that seals, for pages; empty where it does not belong to the half that opens."""
    private = get_private_key(staff)
    if (
        not private
        or base64.b64encode(key_pairs.public_key_of(private)).decode() != staff.unsent_public
    ):
        return ""
    return staff.unsent_public
