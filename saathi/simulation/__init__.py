"""A synthetic nation for the demo and the benchmarks: nobody in it lives."""
