"""Compensation and other legal remedies of a child: claims, decisions, payments, control of the money."""
