"""Placements: where a child lives by a decision, reviews of placements, occupancy of facilities."""
