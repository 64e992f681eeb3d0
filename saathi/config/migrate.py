"""Brings a database to what this version of Saathi needs: schema, rights, keys, shipped data."""

from django.core.management import call_command

from saathi.agencies import protection
from saathi.config import remaking
from saathi.infra import rendering
from saathi.vault import store as vault


def migrate(*, verbosity: int = 0) -> None:
    """Migrates the schema, applies functions, policies and rights, and makes missing keys.

    Runs as the owner. A lost root key shows here, before anything is written.
    """
    with rendering.of_what_changes():
        call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)
    protection.apply()
    remaking.note_where_none_are()
    vault.prepare_keys()
    vault.check_root_key()
