"""Measurements: what each route costs in round trips, units and CPU, how fast a function starts, what a sweep and a score read."""
