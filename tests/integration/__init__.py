"""The integration in Home Assistant, with the simulator as its exchange."""
