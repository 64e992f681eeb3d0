"""Write actions for imports and exports, one module each."""
