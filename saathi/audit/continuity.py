"""Prevents a log from being sealed again, and declares interruptions of sealing.

A sealer that starts with neither batches nor heads may be at a new installation, or at a log whose
past was removed to hide something. The marker beside the signing key and the age of the entries
distinguish the two.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from saathi.audit.heads import (
    ORIGIN,
    HeadsSink,
    LogRestoration,
    SealingOutage,
    SignedHead,
    keys_by_id,
)
from saathi.audit.leaves import EntryLeaf
from saathi.audit.sealer_marker import LogPosition, SealerMarker, SealingRefused
from saathi.audit.signing_keys import short_key_id
from saathi.infra import clock

# A log may only begin with entries this young, unless its beginning was declared.
FIRST_ENTRIES_SECONDS = 60
# Sealing runs every second. A pause longer than this is declared; entries may be up to this late
# without one.
OUTAGE_SECONDS = 60
# How often the time of the last complete round is stored for the next start; well below an outage.
MARKER_WRITE_SECONDS = 20

REMEDY = (
    "Put the removed part back from a copy of the heads and a backup of the database, and run "
    "`saathi audit verify`. Where it is lost for good, say so with `saathi audit resume`, which "
    "stays on record."
)


class LogContinuity:
    """The sealer's knowledge of how far its log reached, and when it was last complete."""

    def __init__(
        self, key: Ed25519PrivateKey, sink: HeadsSink, marker: SealerMarker | None
    ) -> None:
        self._key = key
        self._keys = keys_by_id(key.public_key())
        self._sink = sink
        self._marker = marker
        self._place = marker.read_position() if marker is not None else None
        self._is_checked = False
        self._caught_up: dt.datetime | None = None
        self._kept_at: dt.datetime | None = None

    def check_heads(self) -> None:
        """Refuses a heads file that lost more than the last line before a crash; once per start."""
        if self._is_checked or self._place is None:
            return
        last = self._sink.last_head() or ORIGIN
        if last.number + 1 < self._place.number and not self._is_given_up(last):
            raise SealingRefused(
                f"The heads file ends at batch {last.number}, but batch {self._place.number} was "
                f"sealed: its end was removed. {REMEDY}"
            )

    def check_exported(self) -> None:
        """Refuses a log that ends before the last sealed batch, or at another one; checked once."""
        if self._is_checked:
            return
        last, place = self._sink.last_head() or ORIGIN, self._place
        if place is not None:
            is_shorter = last.number < place.number
            is_other = last.number == place.number > 0 and last.root != place.root
            if (is_shorter or is_other) and not self._is_given_up(last):
                raise SealingRefused(
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

    def check_beginning(self, first: Sequence[EntryLeaf]) -> None:
        """Refuses to begin a log with old entries, unless its key is new or an operator declared it."""
        if not first:
            return
        oldest = _oldest(first)
        age = (clock.now() - oldest).total_seconds()
        if age <= FIRST_ENTRIES_SECONDS:
            return
        is_new = self._place is not None and self._place.number == 0
        if not is_new and not isinstance(self._sink.last_line(), LogRestoration):
            raise SealingRefused(
                f"No batch was ever sealed, but the oldest entry was written {age:,.0f} seconds "
                f"ago: the batches and the heads were removed. {REMEDY}"
            )
        self._caught_up = oldest if self._caught_up is None else self._caught_up

    def declare_outage(self, now: dt.datetime) -> None:
        """Declares, once, that sealing has been incomplete since the last complete round."""
        since = self._caught_up
        if since is None or (now - since).total_seconds() <= OUTAGE_SECONDS:
            return
        statement = SealingOutage(
            format_moment(since), format_moment(now), short_key_id(self._key.public_key())
        )
        self._sink.append_line(statement.sign(self._key))
        self._caught_up = now

    def record_sealed_batch(self, head: SignedHead) -> None:
        """Records a batch whose head is exported."""
        self._keep(head)

    def record_sealed_until(self, at: dt.datetime) -> None:
        """Records that everything committed before this time is sealed."""
        self._caught_up = at
        last_kept = self._kept_at
        if last_kept is not None and (at - last_kept).total_seconds() < MARKER_WRITE_SECONDS:
            return
        if self._marker is not None and self._place is not None:
            self._place = replace(self._place, caught_up_at=format_moment(at))
            self._marker.write_position(self._place)
            self._kept_at = at

    def _keep(self, head: SignedHead) -> None:
        if self._marker is None:
            return
        place = (self._place or LogPosition()).position_after_batch(head)
        if not self._is_checked:
            place = replace(place, restorations=len(self._sink.list_restorations(self._keys)))
        if self._caught_up is not None:
            place = replace(place, caught_up_at=format_moment(self._caught_up))
        if place != self._place:
            self._marker.write_position(place)
        self._place = place

    def _is_given_up(self, last: SignedHead) -> bool:
        """Whether a restore declared in the meantime explains that the log is now shorter."""
        assert self._place is not None
        declared = self._sink.list_restorations(self._keys)[self._place.restorations :]
        return any(
            restoration.resumed.number <= last.number and restoration.given_up >= self._place.number
            for restoration in declared
        )


def format_moment(moment: dt.datetime) -> str:
    """A time as heads and statements contain it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _oldest(entries: Sequence[EntryLeaf]) -> dt.datetime:
    """The time of the oldest entry; an entry with an invalid time counts as written now."""
    now = clock.now()
    return min([now, *(leaf.written_at or now for leaf in entries)])
