"""Clears the remnants of destroyed keys from the files of the database.

PostgreSQL leaves a deleted row in its page until something else is written there, and a base backup
copies whole pages: it would contain keys that were already destroyed. Rewriting the table leaves no
remnant.
"""

import time

import psycopg

from saathi.config.env import SettingError

TRIES = 10
PAUSE_SECONDS = 3.0  # between two tries: the owner waits four seconds for a lock, then gives up


def clear_key_remnants(owner_address: str) -> None:
    """Rewrites and meanwhile locks the table of keys (measured by `python -m bench.recovery`)."""
    with psycopg.connect(owner_address, autocommit=True) as connection:
        for attempt in range(1, TRIES + 1):
            try:
                connection.execute("VACUUM (FULL, ANALYZE) vault_key")
            except psycopg.errors.LockNotAvailable:
                if attempt < TRIES:
                    time.sleep(PAUSE_SECONDS)
            else:
                return
    raise SettingError(
        "The table of keys is in use all the time and its remnants were not cleared. Run this again "
        "when fewer people work."
    )
