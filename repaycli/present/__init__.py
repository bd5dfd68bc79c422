"""A ledger in, text out: views (rows ready to show) and their forms. Computes no finance."""
