"""What is measured, one command: `python -m benchmarks`."""
