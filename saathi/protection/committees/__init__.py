"""What a local committee is asked to look after for a child, and what it tells: without her file."""
