"""Publication of statistics: design, protection, disclosure test, review, approval, publication."""
