"""Base templates, components, form fields, theme and template tags. Contains no data."""
