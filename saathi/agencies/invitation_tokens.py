"""Secrets that open an account for the first time, as a link or a paper code. They are not stored.

The second half of each is a MAC over the first half, the account and its address, made with a key
outside the database. An invitation that SQL alone wrote or moved to another account therefore opens
nothing.
"""

import base64
import hmac
import secrets
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from saathi.infra.digits import to_ascii_digits

# Without characters that are easily misread in handwriting: 0, 1, I, L, O, U.
TOKEN_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # noqa: S105 - letters, no secret
CODE_GROUPS, CODE_GROUP_LENGTH = (
    6,
    5,
)  # 30 letters out of 30: 147 bits, half of them random, half the MAC
PAPER_CODE_LENGTH = CODE_GROUPS * CODE_GROUP_LENGTH
HALF_BYTES = 24  # of a link: 192 random bits and a MAC of 192 bits


def make_link_token(staff_id: UUID, email: str) -> str:
    """A token for this account, in letters suitable for a link."""
    nonce = secrets.token_urlsafe(HALF_BYTES)
    return nonce + _check(nonce, staff_id, email)


def make_paper_code(staff_id: UUID, email: str) -> str:
    """A paper code for this account that can be read and typed: six groups of five letters."""
    nonce = "".join(secrets.choice(TOKEN_ALPHABET) for _ in range(PAPER_CODE_LENGTH // 2))
    code = nonce + _check(nonce, staff_id, email)
    return " ".join(
        code[start : start + CODE_GROUP_LENGTH]
        for start in range(0, PAPER_CODE_LENGTH, CODE_GROUP_LENGTH)
    )


def is_valid_token(token: str, staff_id: UUID, email: str) -> bool:
    """Whether Saathi made this token for this account and address."""
    nonce, check = token[: len(token) // 2], token[len(token) // 2 :]
    return hmac.compare_digest(_check(nonce, staff_id, email).encode(), check.encode())


def normalise_code(typed: str) -> str:
    """A code in normal form for comparison, whatever its grouping, letter case or digits."""
    return "".join(to_ascii_digits(typed).upper().replace("-", " ").split())


def _check(nonce: str, staff_id: UUID, email: str) -> str:
    """The MAC half of a token, in the same letters as the first half."""
    text = f"{nonce}|{staff_id}|{email}"
    key = settings.INVITATION_KEY
    mac = salted_hmac("saathi.invitation", text, secret=key, algorithm="sha256").digest()
    if len(nonce) != PAPER_CODE_LENGTH // 2:
        return base64.urlsafe_b64encode(mac[:HALF_BYTES]).decode("ascii")
    number, letters = int.from_bytes(mac), []
    for _ in nonce:
        number, rest = divmod(number, len(TOKEN_ALPHABET))
        letters.append(TOKEN_ALPHABET[rest])
    return "".join(letters)
