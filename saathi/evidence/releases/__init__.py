"""Releases of numbers to the public: designed, protected, attacked, looked at, approved, published."""
