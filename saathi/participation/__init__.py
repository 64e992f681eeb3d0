"""The child's views, what she was told, and her evaluation."""
