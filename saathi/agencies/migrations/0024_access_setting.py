"""Limits that the web role cannot change: `saathi migrate` copies them from the settings."""

from django.db import migrations

MAKE = """
CREATE TABLE access_setting (
    name text PRIMARY KEY CHECK (name IN ('glass_hours')),
    value integer NOT NULL,
    CONSTRAINT access_setting_glass_hours CHECK (name <> 'glass_hours' OR value BETWEEN 1 AND 72)
);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0023_recovery")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE access_setting")]
