# The column keeps its name: SQL functions name it.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agencies', '0009_record_collection_method'),
    ]

    # The state alone: nothing of the database changes.
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name='staff',
                    name='bundle',
                    field=models.CharField(db_column='bundle', max_length=40),
                ),
                migrations.RenameField(
                    model_name='staff',
                    old_name='bundle',
                    new_name='role_kind',
                ),
            ],
        ),
    ]
