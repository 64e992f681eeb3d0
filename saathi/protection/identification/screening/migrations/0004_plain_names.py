"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_what_follows")]

    operations = [
        migrations.AlterModelTable(name="recordedas", table="screening_recordedas"),
        migrations.RenameModel(old_name="RecordedAs", new_name="PossibleMisidentification"),
        migrations.AlterModelTable(name="reply", table="screening_reply"),
        migrations.RenameModel(old_name="Reply", new_name="ScreeningPromptReply"),
    ]
