"""What happens: one task a function. Each loads, decides by the domain's rules and saves; collaborators come as `Deps`."""
