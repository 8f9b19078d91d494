"""What the record store costs, holds and survives: ``python -m benchmarks.lrs``."""
