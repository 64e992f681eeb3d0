"""Printed documents about one child."""
