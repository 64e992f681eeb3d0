"""The supervisor's dashboard on My day, and the lists that its numbers open."""
