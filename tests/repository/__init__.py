"""Tests of what is not code: texts, manifest, pictures, links (as hassfest and HACS check them)."""
