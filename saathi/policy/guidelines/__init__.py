"""Library of guidelines and protocols of care, their editions, and which staff have read them."""
