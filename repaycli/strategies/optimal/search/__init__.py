"""The search for the best plan: the program proposes, the engine replays, small changes improve, the bound proves."""
