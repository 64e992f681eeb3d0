"""Who a child is, asked across a border under an agreed protocol. Nothing is sent back by it."""
