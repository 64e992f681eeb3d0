"""Drawings of trafficking routes: a map by country and a Sankey diagram, never from exact counts."""
