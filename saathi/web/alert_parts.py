"""Parts of an alert: its place in Act now, and the people to call."""

from enum import IntEnum
from typing import NamedTuple


class PersonToCall(NamedTuple):
    """A person on duty, with the telephone and its link if it is one number."""

    name: str
    phone: str = ""
    url: str = ""


class UrgentRank(IntEnum):
    """The order of *Act now*: immediate danger, time limits in hours, other danger, overdue, the rest.

    Alerts of any rank after `OVERDUE` that are overdue are sorted there.
    """

    NOT_LOCATED = 0  # in immediate danger, and no one knows where the child is
    SEEN_UNSAFE = 1
    IN_DANGER = 2  # reported, or a colleague alone on a visit who has not checked in
    RUNNING = 3  # a time limit in hours that has not passed; the least time left first
    PREVENTED = 4
    OVERDUE = 5
    TODAY = (
        6  # care with a time limit, a case without a worker, a death to confirm, own visit alone
    )
    NOT_MET = 7
    OTHER = 8  # no child is known to be in danger: cover, other reports to accept
