"""Models have plain names; their tables keep the old ones."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matches", "0003_spare_indexes")]

    operations = [
        migrations.AlterModelTable(name="pair", table="matches_pair"),
        migrations.RenameModel(old_name="Pair", new_name="MatchPair"),
        migrations.AlterModelTable(name="review", table="matches_review"),
        migrations.RenameModel(old_name="Review", new_name="MatchReview"),
        migrations.AlterModelTable(name="opinion", table="matches_opinion"),
        migrations.RenameModel(old_name="Opinion", new_name="MachineAssessment"),
        migrations.AlterModelTable(name="repeat", table="matches_repeat"),
        migrations.RenameModel(old_name="Repeat", new_name="RepeatAllegation"),
        migrations.AlterModelTable(name="ledger", table="matches_ledger"),
        migrations.RenameModel(old_name="Ledger", new_name="LedgerPortion"),
    ]
