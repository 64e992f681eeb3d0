"""One file for each theme. A new domain adds indicators by adding a file; nothing else changes."""
