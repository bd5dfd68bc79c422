"""Play strategies through one household: the doors that the command line and the API use."""
