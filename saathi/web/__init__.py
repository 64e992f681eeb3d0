"""Base templates, components, form fields, theme and template tags. No data."""
