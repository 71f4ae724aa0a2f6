"""How the process that opens a file writes its results: each is a kind and a size, then as many bytes."""

import struct

HEADER = struct.Struct("<cQ")
RESULT, REFUSED, OUT_OF_MEMORY, BROKEN, END = b"r", b"x", b"m", b"b", b"."
