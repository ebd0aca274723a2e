"""The rules: frozen values and functions of them. No I/O, no clock, no randomness, no framework; only the standard library."""
