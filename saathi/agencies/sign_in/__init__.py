"""Sign-in: passwords, second factors, the demo's one click, session limits and the screen lock."""
