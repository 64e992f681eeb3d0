"""The limit of searches in an hour, which the database enforces from now on."""

from django.db import migrations

ADD = """
ALTER TABLE access_setting
    DROP CONSTRAINT access_setting_name_check,
    ADD CONSTRAINT access_setting_name_check CHECK (name IN ('glass_hours', 'searches_an_hour')),
    ADD CONSTRAINT access_setting_searches
        CHECK (name <> 'searches_an_hour' OR value BETWEEN 1 AND 300);
"""
REMOVE = """
DELETE FROM access_setting WHERE name = 'searches_an_hour';
ALTER TABLE access_setting
    DROP CONSTRAINT access_setting_searches,
    DROP CONSTRAINT access_setting_name_check,
    ADD CONSTRAINT access_setting_name_check CHECK (name IN ('glass_hours'));
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0027_single_sign_on")]
    operations = [migrations.RunSQL(ADD, REMOVE)]
