"""Accountability to the child: complaints, and incidents in which privacy was breached."""
