"""`repaycli schema`."""

from repaycli.cli.session import Session

EXAMPLES = ("repaycli schema > accounts.schema.json",)


def schema(session: Session) -> None:
    """Print the JSON Schema of the accounts file."""
    import json

    from repaycli.inputs.schema import json_schema
    from repaycli.locale import say

    session.environment.write(json.dumps(json_schema(say), ensure_ascii=True, indent=2) + "\n")
