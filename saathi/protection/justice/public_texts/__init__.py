"""Public texts about proceedings, checked for anything that would identify the child."""
