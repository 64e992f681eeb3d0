"""Proofs of changes that were used: each is accepted in one transaction only, until it has expired."""

from django.db import migrations

ADD = """
CREATE TABLE access_used_proof (
    nonce uuid PRIMARY KEY,
    used_in xid8 NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX access_used_proof_ends ON access_used_proof (ends_at);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0029_notice_of_malware")]
    operations = [migrations.RunSQL(ADD, "DROP TABLE access_used_proof")]
