"""A picture as brightness, on its way out of the sandbox: height and width, then one byte for each dot."""

import struct

import numpy as np
from PIL import Image

SIZE = struct.Struct("<II")


def as_frame(picture: Image.Image) -> bytes:
    grey = picture.convert("L")
    return SIZE.pack(grey.height, grey.width) + grey.tobytes()


def from_frame(frame: bytes) -> np.ndarray:
    height, width = SIZE.unpack_from(frame)
    return np.frombuffer(frame, dtype=np.uint8, offset=SIZE.size).reshape(height, width)
