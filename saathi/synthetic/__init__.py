"""What the domains' parts of the synthetic nation share: offices and staff, children, names, chance, rows."""
