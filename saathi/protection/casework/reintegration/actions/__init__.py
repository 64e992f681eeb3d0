"""Write actions of the follow-up after a return."""
