"""The work with a child: case, team, plan, notes, services, transfers, additional forms."""
