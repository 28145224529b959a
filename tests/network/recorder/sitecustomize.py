"""Put before a Python program by PYTHONPATH: writes down which names it looks up, where it connects, what it starts.

One JSON line an event into the file that `NETWORK_RECORD` names. Only Python's own calls are seen; what C code sends is
seen by the capture of the namespace (`tests/network/alone.py`).
"""

import json
import os
import sys

_FILE = os.environ.get("NETWORK_RECORD", "")
_NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_PLACES = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def _note(event, args):
    if event in _NAMES:
        what = ["name", args[0].decode() if isinstance(args[0], bytes) else args[0]]
    elif event in _PLACES:
        address = args[1] if event != "socket.sendmsg" else args[-1]
        if not isinstance(address, tuple):  # a path: a socket of this machine
            return
        what = ["place", f"{address[0]}:{address[1]}"]
    elif event == "subprocess.Popen":
        what = ["program", os.fsdecode(args[0]).rpartition("/")[2]]
    elif event in ("os.system", "webbrowser.open"):
        what = ["program", f"{event} {args[0]}"]
    else:
        return
    handle = os.open(_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(handle, (json.dumps(what) + "\n").encode())
    os.close(handle)


if _FILE:
    sys.addaudithook(_note)
