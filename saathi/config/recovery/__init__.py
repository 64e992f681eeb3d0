"""Recovery to a point in time and promotion of a replica: what Saathi does before anyone signs in."""
