"""On what a step for a child rests: consent, guardian, what she was told, decisions made with her."""
