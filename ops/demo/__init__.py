"""The demo: made-up complaints that lived through the real use cases on a moved clock, each then written whole or not at all.

`content` is what people write, `lives` what they do and when, `stage` the clock and the memory that one complaint lives in, `play` puts it all on.
"""
