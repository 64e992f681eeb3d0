"""Complaints and suggestions of children in their own words, and the answers to them."""
