"""What may be sent about self-checks, and what addresses may ask for."""
