"""The screens that see all domains: my day, a child's file, her team, an emergency."""
