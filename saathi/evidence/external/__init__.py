"""Series of other bodies, brought in from their tables: as printed, with their proxies named, never added."""
