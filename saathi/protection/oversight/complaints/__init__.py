"""Complaints and suggestions of children, in their words, and the answers to them."""
