"""Decisions about a child: authorities' orders; later, best interests determinations."""
