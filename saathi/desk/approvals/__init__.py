"""What waits for a supervisor, and her answer; beside it how the work of her office is spread."""
