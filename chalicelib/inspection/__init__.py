"""Looks at what strangers upload, and makes it anew: the only room that knows the libraries for pictures, documents and films.

They read hostile bytes, so they run in a process of their own (`__main__`), with limits and without anything of ours; `apart` starts it.
"""
