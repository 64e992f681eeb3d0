"""The secrets that open an account for the first time: in a link, or as a code on paper. Kept nowhere."""

import secrets

from saathi.infra.digits import to_ascii_digits

# Without what is read wrong by hand: no 0, 1, I, L, O, U.
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, IN_A_GROUP = 6, 5  # 30 letters of 30: 147 random bits


def in_a_link() -> str:
    """A token of 256 random bits, as the letters of a link."""
    return secrets.token_urlsafe(32)


def on_paper() -> str:
    """A code that can be read from paper and typed: six groups of five letters and digits."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(IN_A_GROUP)) for _ in range(GROUPS)]
    return " ".join(groups)


def plain(typed: str) -> str:
    """A code as it is compared: however it was grouped, in whatever case and digits it was typed."""
    return "".join(to_ascii_digits(typed).upper().replace("-", " ").split())
