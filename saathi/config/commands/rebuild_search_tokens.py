"""Rebuild the search tokens of children after an upgrade, while Saathi is in use."""

import argparse
import time

from saathi.config import env, start
from saathi.config.env import SettingError

SAID_EVERY = 5.0  # seconds


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """Adds no arguments."""


def run(_options: argparse.Namespace) -> int:
    """Works as the maintenance role; the next run continues an interrupted one."""
    with start.process("maintenance"):
        import psycopg

        from saathi.config import search_token_rebuild
        from saathi.vault.errors import VaultError

        owner = env.text(f"{start.PREFIX}_OWNER")
        start.lower_priority()
        try:
            result = search_token_rebuild.reindex_tokens(start.home(), progress=_Progress().say)
        except VaultError as error:
            raise SettingError(str(error)) from None
        with psycopg.connect(owner) as connection:
            connection.execute(search_token_rebuild.current_version_statement())
    print(
        f"{result.seen} children looked at, {result.changed} given other words; "
        f"{result.without_key} have no key."
    )
    return 0


class _Progress:
    """Prints progress at intervals."""

    def __init__(self) -> None:
        self._next = time.monotonic() + SAID_EVERY

    def say(self, done: int, everything: int) -> None:
        if time.monotonic() >= self._next or done == everything:
            self._next = time.monotonic() + SAID_EVERY
            print(f"{done} of {everything} children", flush=True)
