"""Identity encryption: keys, envelopes, blind tokens."""
