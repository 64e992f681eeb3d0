"""Whether we do right by the child: complaints, and incidents in which privacy was breached."""
