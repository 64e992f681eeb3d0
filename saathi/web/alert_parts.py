"""Parts of an alert: its place in Act now, and the people to call."""

from enum import IntEnum
from typing import NamedTuple


class PersonToCall(NamedTuple):
    """A person on duty, with the telephone and its link if it is one number."""

    name: str
    phone: str = ""
    url: str = ""


class UrgentRank(IntEnum):
    """The order of the entries in *Act now*: first children in danger, most certain first, then the rest."""

    SEEN_UNSAFE = 0
    IN_DANGER = 1  # reported, or a colleague alone on a visit who has not checked in
    PREVENTED = 2
    TODAY = (
        3  # care with a time limit, a case without a worker, a death to confirm, own visit alone
    )
    NOT_MET = 4
    OTHER = 5  # no child is known to be in danger: cover, other reports to accept
