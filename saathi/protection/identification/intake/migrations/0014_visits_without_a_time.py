"""Whether the time of a visit to the child of a report is known: it is sealed in earlier notes."""

from django.db import migrations, models

# As in `services.0002`: the owner's rows are shown for this transaction. A typed time is a whole minute; a
# visit without one was stored as the end of its day or as the moment of recording.
FILL = [
    "ALTER TABLE intake_reportnote NO FORCE ROW LEVEL SECURITY",
    "UPDATE intake_reportnote SET is_time_unknown = true "
    "WHERE kind = 'visit' AND went_at <> date_trunc('minute', went_at)",
]


class Migration(migrations.Migration):
    dependencies = [("intake", "0013_meetings_of_reports")]

    operations = [
        migrations.AddField(
            model_name="reportnote",
            name="is_time_unknown",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
