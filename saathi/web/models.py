"""No tables: this wing only draws. Django wants the module to exist."""
