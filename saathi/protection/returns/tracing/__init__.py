"""Family tracing: searches, claims, verification, home assessment, contact and reunification."""
