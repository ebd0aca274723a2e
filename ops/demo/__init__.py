"""The demo: made-up complaints that lived through the real use cases on a moved clock, each then written whole or not at all.

`content` is what people write about, `scenes` what is wrong where, `orders` and `scripts` who files it and when. `stage` is the clock and the memory that one
complaint lives in, `players` the people around it; `lives` is its way from filing to today, `routes`, `works` and `privacy` what may happen on it. `play` puts
it all on, `cast` adds agencies and keys.
"""
