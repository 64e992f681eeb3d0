"""The table of observations has the name of its model, also where the way of a record's collection names it."""

from django.db import migrations

_OLD, _NEW = "committees_told", "committees_committeeobservation"
_KEYS = {
    f"{_OLD}_pkey": f"{_NEW}_pkey",
    f"{_OLD}_version_check": f"{_NEW}_version_check",
    f"{_OLD}_file_id_280dc555_fk_agencies_file_id": f"{_NEW}_file_id_fk",
    f"{_OLD}_follow_up_id_0cf9657c_fk_committees_followup_id": f"{_NEW}_follow_up_id_fk",
}


def _rename_key(old: str, new: str) -> str:
    return f"ALTER TABLE {_NEW} RENAME CONSTRAINT {old} TO {new}"


def _rename_ways(old: str, new: str) -> list[str]:
    """As in `services.0002`: the owner's rows are shown for this transaction."""
    return [
        "ALTER TABLE agencies_recordcollection NO FORCE ROW LEVEL SECURITY",
        f"UPDATE agencies_recordcollection SET record_table = '{new}' WHERE record_table = '{old}'",
    ]


class Migration(migrations.Migration):
    dependencies = [("agencies", "0007_ways_of_collection"), ("committees", "0003_observations")]

    operations = [
        migrations.AlterModelTable(name="committeeobservation", table=None),
        migrations.RenameIndex(
            model_name="committeeobservation",
            old_name="committees_told_of",
            new_name="committees_observation_of",
        ),
        migrations.RunSQL(
            [_rename_key(old, new) for old, new in _KEYS.items()],
            [_rename_key(new, old) for old, new in _KEYS.items()],
        ),
        migrations.RunSQL(_rename_ways(_OLD, _NEW), _rename_ways(_NEW, _OLD)),
    ]
