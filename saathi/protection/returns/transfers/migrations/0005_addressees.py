from django.db import migrations, models

# Of earlier requests only the newest is known to have been sent to the present receiver; what was recorded since then, or
# with no other request, was for that person. As in `protection_screening.0004`: the owner's rows are shown for this transaction.
_NEWEST = (
    "SELECT DISTINCT ON (r.transfer_id) r.id, r.transfer_id, r.channel, r.recorded_at, "
    "count(*) OVER (PARTITION BY r.transfer_id) AS requests "
    "FROM transfers_transferrequest r ORDER BY r.transfer_id, r.sent_on DESC, r.recorded_at DESC"
)
FILL = [
    *(
        f"ALTER TABLE transfers_{table} NO FORCE ROW LEVEL SECURITY"
        for table in ("transfer", "transferrequest", "receivingplacement", "transferjourney")
    ),
    f"UPDATE transfers_transferrequest r SET addressee = t.receiver_id FROM ({_NEWEST}) n, transfers_transfer t "
    "WHERE r.id = n.id AND n.channel = 'here' AND t.id = n.transfer_id",
    *(
        f"UPDATE transfers_{table} x SET addressee = t.receiver_id FROM ({_NEWEST}) n, transfers_transfer t "
        "WHERE x.transfer_id = n.transfer_id AND n.channel = 'here' AND t.id = n.transfer_id "
        "AND (n.requests = 1 OR x.recorded_at >= n.recorded_at)"
        for table in ("receivingplacement", "transferjourney")
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('transfers', '0004_measures_move'),
    ]

    operations = [
        migrations.AddField(
            model_name='receivingplacement',
            name='addressee',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='transferjourney',
            name='addressee',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='transferrequest',
            name='addressee',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
