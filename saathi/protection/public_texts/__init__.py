"""Texts about proceedings before they go public: looked through for whatever would tell who the child is."""
