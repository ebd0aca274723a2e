"""The site in a real Chromium, on a local stack of its own."""
