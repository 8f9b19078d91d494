"""How fast completions become credentials in the registry, and what a killed worker costs."""
