"""Screens that use all domains: My day, a child's file, the child's team, emergency access."""
