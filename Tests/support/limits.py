"""Limits of a node that aren't the defaults."""

import tempfile

_folder = tempfile.TemporaryDirectory(prefix="limits-")


def limits(**values: int) -> tuple[str, str]:
    """Flags for these, such as `limits(payment_bytes=1 << 20)`."""
    with tempfile.NamedTemporaryFile("w", dir=_folder.name, delete=False) as file:
        file.writelines(f"{name.replace('_', '-')} = {value}\n" for name, value in values.items())
    return "--limits", file.name
