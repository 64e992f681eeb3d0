"""One file for each indicator. A new domain adds indicators by adding files; nothing else changes."""
