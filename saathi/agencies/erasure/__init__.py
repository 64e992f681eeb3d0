"""Erasure of a child's identity: requests, approval, and the worker that destroys the key."""
