"""Voice recordings of a child's file: who speaks, the consent, and who may listen."""
