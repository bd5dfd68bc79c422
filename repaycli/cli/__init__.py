"""The only place that knows the clock, the disk and the terminal. One short file per command."""
