"""Enquiries abroad on a child's identity under an agreed protocol; they return no child."""
