"""Keeps a log from being sealed anew, and declares when sealing was interrupted.

A sealer that starts with neither batches nor heads could be at a new installation, or at a log whose
past was removed to hide it. The marker beside the signing key and the age of the entries tell which.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from saathi.audit.heads import ORIGIN, Head, Outage, Restoration, Sink, by_id
from saathi.audit.keys import key_id
from saathi.audit.leaves import Leaf
from saathi.audit.marker import CannotSeal, Marker, Place
from saathi.infra import clock

# A log may only begin with entries this young, unless its beginning was declared.
FIRST_ENTRIES_SECONDS = 60
# Sealing follows each second. A pause this long is written down; entries may be that late unexplained.
OUTAGE_SECONDS = 60
# How often the moment of the last complete round is kept for the next start; well below an outage.
KEPT_EVERY_SECONDS = 20

REMEDY = (
    "Put the removed part back from a copy of the heads and a backup of the database, and run "
    "`saathi audit verify`. Where it is lost for good, say so with `saathi audit resume`, which "
    "stays on record."
)


class Continuity:
    """What one sealer knows of how far its log had come, and of when it was last caught up."""

    def __init__(self, key: Ed25519PrivateKey, sink: Sink, marker: Marker | None) -> None:
        self._key = key
        self._keys = by_id(key.public_key())
        self._sink = sink
        self._marker = marker
        self._place = marker.read() if marker is not None else None
        self._is_checked = False
        self._caught_up: dt.datetime | None = None
        self._kept_at: dt.datetime | None = None

    def check_heads(self) -> None:
        """Refuses a heads file that lost more than the last line before a crash; once a start."""
        if self._is_checked or self._place is None:
            return
        last = self._sink.last() or ORIGIN
        if last.number + 1 < self._place.number and not self._is_given_up(last):
            raise CannotSeal(
                f"The heads file ends at batch {last.number}, but batch {self._place.number} was "
                f"sealed: its end was removed. {REMEDY}"
            )

    def check_exported(self) -> None:
        """Refuses a log that ends before the batch that was sealed last, or at another; once."""
        if self._is_checked:
            return
        last, place = self._sink.last() or ORIGIN, self._place
        if place is not None:
            is_shorter = last.number < place.number
            is_other = last.number == place.number > 0 and last.root != place.root
            if (is_shorter or is_other) and not self._is_given_up(last):
                raise CannotSeal(
                    f"The log ends at batch {last.number}, but batch {place.number} was sealed here "
                    f"before: its end was removed or exchanged. {REMEDY}"
                )
            if place.caught_up_at and not is_shorter:
                self._caught_up = dt.datetime.fromisoformat(place.caught_up_at)
        if self._caught_up is None and last.number:
            self._caught_up = dt.datetime.fromisoformat(last.sealed_at)
        if last.number:
            self._keep(last)
        self._is_checked = True

    def check_beginning(self, first: Sequence[Leaf]) -> None:
        """Refuses to begin a log with old entries, unless its key was just made or a person said so."""
        if not first:
            return
        oldest = _oldest(first)
        age = (clock.now() - oldest).total_seconds()
        if age <= FIRST_ENTRIES_SECONDS:
            return
        is_new = self._place is not None and self._place.number == 0
        if not is_new and not isinstance(self._sink.last_line(), Restoration):
            raise CannotSeal(
                f"No batch was ever sealed, but the oldest entry was written {age:,.0f} seconds "
                f"ago: the batches and the heads were removed. {REMEDY}"
            )
        self._caught_up = oldest if self._caught_up is None else self._caught_up

    def declare_outage(self, now: dt.datetime) -> None:
        """Writes down, once, that nothing or not everything was sealed since the last full round."""
        since = self._caught_up
        if since is None or (now - since).total_seconds() <= OUTAGE_SECONDS:
            return
        statement = Outage(stamp(since), stamp(now), key_id(self._key.public_key()))
        self._sink.append(statement.sign(self._key))
        self._caught_up = now

    def sealed(self, head: Head) -> None:
        """Remembers a batch whose head is exported."""
        self._keep(head)

    def caught_up(self, at: dt.datetime) -> None:
        """Remembers that all that was committed before this moment is sealed."""
        self._caught_up = at
        kept = self._kept_at
        if kept is not None and (at - kept).total_seconds() < KEPT_EVERY_SECONDS:
            return
        if self._marker is not None and self._place is not None:
            self._place = replace(self._place, caught_up_at=stamp(at))
            self._marker.write(self._place)
            self._kept_at = at

    def _keep(self, head: Head) -> None:
        if self._marker is None:
            return
        place = (self._place or Place()).after(head)
        if not self._is_checked:
            place = replace(place, restorations=len(self._sink.restorations(self._keys)))
        if self._caught_up is not None:
            place = replace(place, caught_up_at=stamp(self._caught_up))
        if place != self._place:
            self._marker.write(place)
        self._place = place

    def _is_given_up(self, last: Head) -> bool:
        """Whether a restore that was declared since then explains that the log is shorter now."""
        assert self._place is not None
        declared = self._sink.restorations(self._keys)[self._place.restorations :]
        return any(
            one.resumed.number <= last.number and one.given_up >= self._place.number
            for one in declared
        )


def stamp(moment: dt.datetime) -> str:
    """A moment as heads and statements write it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _oldest(entries: Sequence[Leaf]) -> dt.datetime:
    """The time of the oldest entry; one whose time no calendar holds counts as written now."""
    now = clock.now()
    return min([now, *(leaf.written_at or now for leaf in entries)])
