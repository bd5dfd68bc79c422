"""Which readings of a contract reproduce the figures that a lender has shown. The engine alone says what a reading comes to;
what lives here only decides which ones are still open, and asks it."""
