"""Triggers on sealed columns: each wording that is replaced is kept, by the database, with its version.

A change needs a proof (`guarded_columns`), so a statement puts no earlier wording back; a new wording is
a new version; and the earlier one goes into `vault_old_value`, where the web role writes nothing. Envelopes
are bound to their field and row, not to a version: that is what these triggers are for.
"""

from collections.abc import Iterator

from django.apps import apps

from saathi.agencies.models import Scoped
from saathi.infra.database_access import NOT_BY_MAINTENANCE

TRIGGER_NAMES = ("sealed_version_grows", "sealed_old_kept")
_CHANGED = "OLD.sealed IS DISTINCT FROM NEW.sealed"


def triggers() -> Iterator[str]:
    """Those of each model with a sealed column; the owner of their functions creates them."""
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
