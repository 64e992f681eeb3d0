"""Operations that reach many children at once, made of one record and one decision for each of them."""
