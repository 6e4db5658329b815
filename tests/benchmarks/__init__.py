"""The benchmarks' arithmetic; never a time."""
