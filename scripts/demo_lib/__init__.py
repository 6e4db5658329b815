"""The demo: a simulated exchange, a real Home Assistant, and the stories of its calls."""
