"""Inspections of facilities: planned by risk, assessed by criterion, agreed by two inspectors; notices."""
