"""Clears what destroyed keys leave behind in the files of the database.

PostgreSQL leaves a deleted row in its page until something else is written there, and a base backup
copies pages whole: a key destroyed before it would be in it. Writing the table anew leaves none.
"""

import time

import psycopg

from saathi.config.env import SettingError

TRIES = 10
PAUSE_SECONDS = 3.0  # between two tries: the owner waits four seconds for a lock, then gives way


def clear(owner_address: str) -> None:
    """Writes the table of keys anew, which locks it for as long (`python -m bench.recovery` says it)."""
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
