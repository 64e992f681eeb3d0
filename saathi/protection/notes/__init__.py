"""What those who work with a child tell each other: notes, tasks, and flags. Not what the child said."""
