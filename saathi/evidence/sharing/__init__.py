"""Shares tables with other authorities, only under a written agreement."""
