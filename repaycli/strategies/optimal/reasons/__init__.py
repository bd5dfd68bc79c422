"""Why each payment of the best plan is made, on its day and not later, and why money stays where it is."""
