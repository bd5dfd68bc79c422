"""The lessons of `explain`: texts and their sources, no code.

`topics.toml` lists them, `sources.toml` says who said what; each text stands in `<topic>.en.md` and `<topic>.zh.md`.
Every figure of an example is computed by the engine: in the page of tests/worked that tests/unit/lessons names.
"""
