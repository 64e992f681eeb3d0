"""Plans: goals with who decided them, steps, the child's own words, approval."""
