"""A real Home Assistant and a simulated exchange in bad weather, and their books afterwards."""
