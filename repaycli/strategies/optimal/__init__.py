"""The optimal plan: a MILP at the engine's own dates proposes, the exact engine replays, the solver's bound proves.

What a user sees is a replay; the model only proposes payments and bounds what any plan can cost. numpy and the solver
are imported in `program` and nowhere else, and only when a plan is asked for.
"""
