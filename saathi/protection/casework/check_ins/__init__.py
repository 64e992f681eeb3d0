"""Lone-worker check-in: where a worker goes alone, until when, and an alert if missed."""
