"""Records declared once: a field gives its data class, its form field and its line on a page."""

from saathi.agencies.record_kit.fields import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)

__all__ = [
    "identifying",
    "line",
    "long_text",
    "operational",
    "sensitive",
    "short_text",
    "statistical",
]
