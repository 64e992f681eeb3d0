"""The index by which tokens are found holds their file too: a search reads it and not the table."""

from django.db import migrations

# Django knows no key with a column beside it, so that its name is looked for.
_ANEW = """
DO $$
DECLARE
    earlier text;
BEGIN
    SELECT conname INTO STRICT earlier FROM pg_constraint
     WHERE conrelid = 'people_token'::regclass AND contype = 'p';
    EXECUTE format(
        'ALTER TABLE people_token DROP CONSTRAINT %%I, ADD CONSTRAINT people_token_found PRIMARY KEY (token) %s',
        earlier);
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_spare_indexes'),
    ]

    operations = [
        migrations.RunSQL(
            sql=_ANEW % 'INCLUDE (file_id)',
            reverse_sql=_ANEW % '',
        ),
    ]
