"""Changes of placements, family assessments and reviews."""
