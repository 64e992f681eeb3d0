"""Where a child lives: placements, facilities, standards, inspections, incidents, premises, committees."""
