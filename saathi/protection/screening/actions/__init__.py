"""Every write about screenings, prompts, interviews, clues and how a child moved."""
