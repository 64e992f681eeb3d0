"""Exact counts leave the row that others read once it is approved; what may be seen stays there.

What may be seen is made by the code of the day, once: it does not change with a later version.
"""

import json
from contextlib import contextmanager
from dataclasses import asdict

from django.db import migrations, models

from saathi.evidence.prevalence.estimating import list_patterns
from saathi.evidence.prevalence.rules import compute_visible_overlaps

TAKE_OUT = "ALTER TABLE prevalence_prevalenceestimate DROP COLUMN counts"
PUT_BACK = "ALTER TABLE prevalence_prevalenceestimate ADD counts integer[] NOT NULL DEFAULT '{}'"


@contextmanager
def as_the_warden(schema_editor):
    """Row security hides the rows from the owner of the tables: the warden reads and writes them."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("GRANT SELECT, UPDATE ON prevalence_prevalenceestimate TO saathi_warden")
        cursor.execute("GRANT SELECT, INSERT, DELETE ON prevalence_overlapcounts TO saathi_warden")
        cursor.execute("SELECT current_user")
        [(before,)] = cursor.fetchall()
        cursor.execute("SET LOCAL ROLE saathi_warden")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the tables cannot be altered now
        cursor.execute(f"SET LOCAL ROLE {before}")


def set_apart(apps, schema_editor):
    with as_the_warden(schema_editor) as cursor:
        cursor.execute("SELECT id, cardinality(lists), counts FROM prevalence_prevalenceestimate")
        for estimate, lists, counts in cursor.fetchall():
            seen = compute_visible_overlaps(lists, dict(zip(list_patterns(lists), counts, strict=True)))
            cursor.execute("INSERT INTO prevalence_overlapcounts VALUES (%s, %s)", [estimate, counts])
            cursor.execute(
                "UPDATE prevalence_prevalenceestimate SET shown = %s WHERE id = %s",
                [json.dumps(asdict(seen)), estimate],
            )


def put_back(apps, schema_editor):
    with as_the_warden(schema_editor) as cursor:
        cursor.execute(
            "UPDATE prevalence_prevalenceestimate e SET counts = o.counts "
            "FROM prevalence_overlapcounts o WHERE o.estimate_id = e.id"
        )
        cursor.execute("DELETE FROM prevalence_overlapcounts")


class Migration(migrations.Migration):

    dependencies = [
        ('prevalence', '0002_sealed_counts'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='prevalenceestimate', name='prevalence_whole_overlaps'),
        migrations.RunPython(set_apart, put_back),
        migrations.RunSQL(
            TAKE_OUT,
            PUT_BACK,
            state_operations=[migrations.RemoveField(model_name='prevalenceestimate', name='counts')],
        ),
        migrations.AddConstraint(
            model_name='prevalenceestimate',
            constraint=models.CheckConstraint(condition=models.Q(('lists__len__range', (2, 4))), name='prevalence_two_to_four_lists'),
        ),
        migrations.AddConstraint(
            model_name='overlapcounts',
            constraint=models.CheckConstraint(condition=models.Q(('counts__len__in', (3, 7, 15))), name='prevalence_whole_overlaps'),
        ),
    ]
