"""A household as a mixed-integer linear program: a room for each thing that is modelled, and the solver."""
