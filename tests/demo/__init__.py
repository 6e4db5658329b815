"""Tests of what the demo judges by: no Home Assistant runs here."""
