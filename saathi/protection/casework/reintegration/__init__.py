"""Reintegration: follow-up after a return, mentors, outcome scale, retrafficking, final evaluation."""
