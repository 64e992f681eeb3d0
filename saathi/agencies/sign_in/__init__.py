"""Signing in: passwords, second factors, the demo's one click, idle ends and the locked screen."""
