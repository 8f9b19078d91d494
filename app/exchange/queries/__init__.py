"""Issuers and registries elsewhere, as pages show them; ``trust`` is what verification asks."""
