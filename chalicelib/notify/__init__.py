"""Telling people: notices by e-mail."""
