"""Letters to a child, which are kept until the child has them."""
