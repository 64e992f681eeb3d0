"""Writes about missing children: the report, what is done to find the child, notices in public."""
