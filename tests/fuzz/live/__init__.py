"""The same in a running Home Assistant, with the simulator as its exchange."""
