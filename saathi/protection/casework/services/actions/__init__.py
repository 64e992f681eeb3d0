"""Creates and changes services and support."""
