"""Bringing existing cases in: a line of a CSV file becomes a case with its own dates and events, or is refused with a reason.

Read in the order of the work: `mapping` (what the columns mean), `table` (lines of the file), `reading` (one line as a `case`, repaired where it can be), `story`
(its events), `writing` (into the store), `report` (what happened to every line).
"""
