"""The agency's screens. They show no data of a child."""
