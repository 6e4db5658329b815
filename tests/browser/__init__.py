"""The card in a real browser, at a real Home Assistant with a simulated exchange."""
