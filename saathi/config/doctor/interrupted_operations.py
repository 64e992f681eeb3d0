"""Checks of long operations that may have been interrupted or have not run yet."""

from saathi.agencies import schema_state
from saathi.config import search_token_rebuild
from saathi.config.doctor.findings import Check, Problems
from saathi.simulation import load


def _load() -> Problems:
    if load.was_load_interrupted():
        yield (
            "loading simulated children was interrupted: children, indexes or keys may be missing",
            "Run `saathi simulate --mend`: it removes the incomplete load and restores indexes and keys.",
        )


def _words() -> Problems:
    # The check of migrations reports a database that was never migrated.
    if schema_state.was_migrated() and not search_token_rebuild.is_index_current():
        yield (
            "some children can be found only by the search terms of an older version",
            "Run `saathi rebuild-search-tokens`. Staff can go on working meanwhile.",
        )


LOOKS: dict[str, Check] = {
    "simulated nation": _load,
    "words children are found by": _words,
}
