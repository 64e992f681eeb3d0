"""The register of child-friendly and fast-track courts and tribunals, by district (JUS-019)."""
