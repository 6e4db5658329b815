"""The demo: a simulated exchange, a real Home Assistant, and one call's story."""
