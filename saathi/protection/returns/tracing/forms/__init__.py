"""Forms of family tracing."""
