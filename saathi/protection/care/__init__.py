"""Where a child lives: facilities, minimum standards, inspections and placements."""
