"""Checks of long operations that may have been cut off or are still to be run."""

from saathi.agencies import schema_state
from saathi.config import remaking
from saathi.config.doctor.findings import Check, Problems
from saathi.simulation import load


def _load() -> Problems:
    if load.was_cut_off():
        yield (
            "a load of a simulated nation was cut off: children lack, perhaps indexes and keys too",
            "Run `saathi simulate --mend`: it clears the rest away and puts indexes and keys back.",
        )


def _words() -> Problems:
    # Of a database that was never migrated the look at migrations has told.
    if schema_state.was_migrated() and not remaking.are_of_this_version():
        yield (
            "some children may be found by words of an older version alone",
            "Run `saathi remake-words`, while pages are served.",
        )


LOOKS: dict[str, Check] = {
    "simulated nation": _load,
    "words children are found by": _words,
}
