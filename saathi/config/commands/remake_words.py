"""Make anew the words by which children are found, after an upgrade, while pages are served."""

import argparse
import time

from saathi.config import env, start
from saathi.config.env import SettingError

SAID_EVERY = 5.0  # seconds


def arguments(_parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(_options: argparse.Namespace) -> int:
    """Works as the maintenance role; one that was broken off is gone on with by the next."""
    with start.process("maintenance"):
        import psycopg

        from saathi.config import reindex
        from saathi.vault.errors import VaultError

        owner = env.text(f"{start.PREFIX}_OWNER")
        start.lower_priority()
        try:
            done = reindex.reindex_tokens(start.home(), progress=_Progress().say)
        except VaultError as error:
            raise SettingError(str(error)) from None
        with psycopg.connect(owner) as connection:
            connection.execute(reindex.current_version_statement())
    print(
        f"{done.seen} children looked at, {done.changed} given other words; "
        f"{done.without_key} have no key."
    )
    return 0


class _Progress:
    """Says now and then how far it is."""

    def __init__(self) -> None:
        self._next = time.monotonic() + SAID_EVERY

    def say(self, done: int, everything: int) -> None:
        if time.monotonic() >= self._next or done == everything:
            self._next = time.monotonic() + SAID_EVERY
            print(f"{done} of {everything} children", flush=True)
