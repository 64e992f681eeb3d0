"""A synthetic nation for the demo and the benchmarks; all people in it are invented."""
