"""Triggers on sealed columns: the database keeps each replaced wording with its version.

A change needs a proof (`guarded_columns`), so an injected statement cannot restore an earlier
wording; a new wording is a new version; and the earlier one goes into `vault_old_value`, where the
web role cannot write. Envelopes are bound to their field and row, but not to a version: these
triggers make up for that.
"""

from collections.abc import Iterator

from django.apps import apps

from saathi.agencies.models import Scoped
from saathi.infra.database_access import NOT_BY_MAINTENANCE

TRIGGER_NAMES = ("sealed_version_grows", "sealed_old_kept")
_CHANGED = "OLD.sealed IS DISTINCT FROM NEW.sealed"


def triggers() -> Iterator[str]:
    """The triggers of each model with sealed columns; the owner of their functions makes them."""
    for model in apps.get_models():
        if not issubclass(model, Scoped) or not hasattr(model, "SEALED_FIELD_ID"):
            continue
        table, field_id, section = model._meta.db_table, model.SEALED_FIELD_ID, int(model.section)
        yield (
            f"CREATE OR REPLACE TRIGGER sealed_version_grows BEFORE UPDATE OF sealed ON {table} "
            f"FOR EACH ROW WHEN ({_CHANGED} AND NEW.version = OLD.version AND {NOT_BY_MAINTENANCE}) "
            "EXECUTE FUNCTION row_refuse('a new wording is a new version')"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER sealed_old_kept AFTER UPDATE OF sealed ON {table} "
            f"FOR EACH ROW WHEN ({_CHANGED} AND NEW.version <> OLD.version "
            "AND octet_length(OLD.sealed) > 0) "
            f"EXECUTE FUNCTION sealed_keep_old('{field_id}', '{section}')"
        )
