"""One file an indicator. A new domain adds its own by adding files; nothing else changes."""
