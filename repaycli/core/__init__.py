"""Money, dates, rates, texts and problems. Nothing here has heard of debt; standard library only."""
