"""Makes the pictures that the `lodepng` program decodes, and says the SHA-256 of their pixels (RGBA, eight bits each).

The pictures are committed; this is how they came about: `python3 make.py`, in this folder.
"""

import hashlib
import struct
import zlib


def chunk(kind, data):
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def paeth(left, up, corner):
    """PNG specification, 9.4."""
    estimate = left + up - corner
    distances = [abs(estimate - value) for value in (left, up, corner)]
    return (left, up, corner)[distances.index(min(distances))]


def filtered(kind, row, above, step):
    """A scan line by one of the five filters: PNG specification, 9.2."""
    out = bytearray([kind])
    for i, value in enumerate(row):
        left = row[i - step] if i >= step else 0
        corner = above[i - step] if i >= step else 0
        guess = (0, left, above[i], (left + above[i]) // 2, paeth(left, above[i], corner))[kind]
        out.append((value - guess) & 255)
    return bytes(out)


def png(width, height, depth, colour, interlace, scan_lines, extra=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    data = zlib.compress(scan_lines, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def save(name, picture, pixels):
    with open(name, "wb") as file:
        file.write(picture)
    print(name, len(picture), "bytes, pixels", hashlib.sha256(pixels).hexdigest())


def true_colour():
    """48 x 40 in true colour with transparency; every filter is used."""
    width, height = 48, 40
    pixels = bytes(
        value & 255
        for y in range(height)
        for x in range(width)
        for value in (5 * x, 6 * y, x * y, 255 - 3 * x - y)
    )
    lines, above = b"", bytes(4 * width)
    for y in range(height):
        row = pixels[4 * width * y : 4 * width * (y + 1)]
        lines += filtered(y % 5, row, above, 4)
        above = row
    save("true-colour.png", png(width, height, 8, 6, 0, lines), pixels)


def palette():
    """37 x 29 with a palette of 16 colours, some transparent, four bits a pixel, interlaced."""
    width, height = 37, 29
    colours = [(17 * n, 255 - 13 * n, 7 * n * n & 255) for n in range(16)]
    alphas = [0, 64, 128, 192]
    index = [[(x * x + 3 * y * y) // 19 % 16 for x in range(width)] for y in range(height)]
    pixels = b"".join(
        bytes((*colours[n], alphas[n] if n < len(alphas) else 255)) for row in index for n in row
    )
    lines = b""
    # Adam7: PNG specification, 8.2.
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        for row in index[y0::dy]:
            part = row[x0::dx]
            part += [0] * (len(part) % 2)
            lines += b"\0" + bytes(high << 4 | low for high, low in zip(part[::2], part[1::2]))
    extra = chunk(b"PLTE", bytes(sum(colours, ()))) + chunk(b"tRNS", bytes(alphas))
    save("palette.png", png(width, height, 4, 3, 1, lines, extra), pixels)


true_colour()
palette()
