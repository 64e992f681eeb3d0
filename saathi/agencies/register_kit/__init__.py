"""Registers: open data of agencies that belongs to no child's file, published by a second person."""
