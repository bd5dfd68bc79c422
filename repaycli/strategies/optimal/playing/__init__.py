"""Plans as they are played by the exact engine: replayed, followed where something differs, and what was true then."""
