"""Base templates, components, theme and template tags."""
