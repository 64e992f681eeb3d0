"""Operations on many children at once, with one record and one decision for each child."""
