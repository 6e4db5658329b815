"""Tests of the integration, its client, the simulator and the repository itself."""
