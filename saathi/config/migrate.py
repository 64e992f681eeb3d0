"""Brings a database to what this version of Saathi needs: schema, rights, shipped data."""

from django.core.management import call_command

from saathi.agencies import protection


def migrate(*, verbosity: int = 0) -> None:
    """Migrates the schema and applies functions, policies and rights. Runs as the owner."""
    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)
    protection.apply()
