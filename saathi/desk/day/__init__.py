"""My day: what is due, what waits, which cases are open."""
