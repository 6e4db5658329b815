"""Tests of the exchange's side: no Home Assistant in sight."""
