"""The jobs of this package, one module each. Import the module you need, not the folder."""
