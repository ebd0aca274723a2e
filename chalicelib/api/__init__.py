"""HTTP: who may call what, JSON in, JSON and problems out. One table of routes; each handler reads a request, calls a use case, shows the result."""
