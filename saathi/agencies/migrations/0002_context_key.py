"""The key that signed contexts are checked with: read by the warden's functions, by no sign-in."""

from django.db import migrations

MAKE = """
CREATE TABLE access_context_key (
    id smallint PRIMARY KEY,
    inner_pad bytea NOT NULL,  -- the key xor 0x36.., so that SQL can compute an HMAC (RFC 2104)
    outer_pad bytea NOT NULL   -- the key xor 0x5c..
);
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE access_context_key")]
