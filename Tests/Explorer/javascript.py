"""The page's modules in Node.js, without a browser."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

#: The files of the page.
FILES = Path(__file__).parents[2] / "Sources" / "Explorer" / "Files"

#: Seconds for a script: none takes more than one.
_LIMIT = 60


def run(script: str, value: Any = None) -> Any:
    """What a script returns, given `value` and `load(name)`, which imports a module of the page."""
    program = f"""
        import {{ webcrypto }} from "node:crypto";
        import {{ readFileSync, writeSync }} from "node:fs";
        // Debian's Node.js has it in a module only.
        globalThis.crypto ??= webcrypto;
        const load = (name) => import({json.dumps(FILES.as_uri())} + "/" + name);
        const value = JSON.parse(readFileSync(0, "utf8"));
        const result = JSON.stringify((await (async () => {{ {script} }})()) ?? null);
        process.stdout.write(result);
        """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", program], input=json.dumps(value), capture_output=True, text=True,
        timeout=_LIMIT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def imports() -> dict[str, set[str]]:
    """Which modules each module imports, at once or later."""
    names = re.compile(r'(?:^(?:import|export)\b[^;]*?from |\bimport\()"\./([^"]+)"', re.MULTILINE)
    return {path.name: set(names.findall(path.read_text())) for path in sorted(FILES.glob("*.js"))}
