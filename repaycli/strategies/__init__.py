"""Who is paid how much today: one waterfall, a sort key for each strategy. Strategies see positions, never files."""
