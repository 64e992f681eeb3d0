"""My day: due tasks, waiting requests, open cases."""
