"""Documents of several parts, each written by a command between marks of its own."""


def replaced(document: str, command: str, part: str) -> str:
    """The document with this for the command's part, which comes last if there was none."""
    begin, end = f"<!-- written by {command} -->\n", f"<!-- end of what {command} has written -->\n"
    if begin not in document:
        document = document.rstrip("\n") + f"\n\n{begin}{end}"
    before, _, rest = document.partition(begin)
    return f"{before}{begin}\n{part}\n{end}{rest.partition(end)[2]}"
