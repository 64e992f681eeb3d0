"""No tables: this app only draws. Django requires the module."""
