"""The procedure of a country as it is published: what is to be done within which time, by version."""
