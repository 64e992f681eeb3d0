"""The child and the courts: public texts about proceedings. Proceedings will be here."""
