"""Forms of a missing child: what is told, what is known of her, what is done, notices."""
