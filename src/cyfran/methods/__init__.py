"""Numeric methods: arrays in, frozen dataclasses out. No web framework, no database, no clock, no global randomness."""
