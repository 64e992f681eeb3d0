"""Write actions of family tracing, from the search to the child's return."""
