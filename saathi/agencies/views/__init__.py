"""The agency's screens. Nobody sees a child here."""
