"""A linker for assembly files, just enough to measure and test them alone: it places every allocated section, resolves
R_XTENSA_32 and the R_XTENSA_SLOT0_OP of calls and jumps, and writes an ELF file that QEMU's `-kernel` loads."""

import struct
import subprocess

RAM, VECTORS, RESET = 0x1000, 0x400, 0xFE000000
R_XTENSA_32, R_XTENSA_SLOT0_OP = 1, 20


def assemble(path, out, defines=()):
    flags = [f"--defsym={d}=1" for d in defines]
    subprocess.run(["llvm-mc-22", "--triple=xtensa", "--mcpu=esp32", "-filetype=obj", *flags, path, "-o", out], check=True)


class Object:
    """The sections, symbols and relocations of one ELF32 relocatable file."""

    def __init__(self, path):
        self.path, data = path, open(path, "rb").read()
        shoff, = struct.unpack_from("<I", data, 32)
        size, count, names = struct.unpack_from("<HHH", data, 46)
        self.sections = []
        for n in range(count):
            name, kind, flags, _, offset, length, link, info, align, _ = struct.unpack_from("<10I", data, shoff + n * size)
            body = bytearray(length) if kind == 8 else bytearray(data[offset:offset + length])
            self.sections.append(dict(name=name, kind=kind, flags=flags, body=body, link=link, info=info, align=max(align, 1)))
        strings = self.sections[names]["body"]
        for section in self.sections:
            section["name"] = text(strings, section["name"])
        table = next(s for s in self.sections if s["kind"] == 2)
        strings = self.sections[table["link"]]["body"]
        self.symbols = []
        for name, value, _, info, _, index in struct.iter_unpack("<IIIBBH", table["body"]):
            self.symbols.append((text(strings, name), value, info >> 4, index))


def text(strings, offset):
    return strings[offset:strings.index(0, offset)].decode()


def link(objects, out, stack_top=0x02000000, symbols=()):
    """Returns the addresses of the global symbols."""
    at, order = RAM, []
    for bss in (False, True):
        if bss:
            at = bss_start = -(-at // 16) * 16
        for obj in objects:
            for section in obj.sections:
                if not section["flags"] & 2 or (section["kind"] == 8) != bss:
                    continue
                if section["name"] in (".reset", ".vectors"):
                    section["address"] = RESET if section["name"] == ".reset" else VECTORS
                else:
                    section["address"] = at = -(-at // section["align"]) * section["align"]
                    at += len(section["body"])
                order.append(section)
    at = -(-at // 4) * 4
    defined = dict(symbols, __stack_top=stack_top, __bss_start=bss_start, __bss_end=at)
    for obj in objects:
        for name, value, binding, index in obj.symbols:
            if binding and 0 < index < 0xFF00:
                assert name not in defined, f"{name} is defined twice"
                defined[name] = obj.sections[index]["address"] + value
    for obj in objects:
        for section in obj.sections:
            if section["kind"] == 4 and obj.sections[section["info"]]["flags"] & 2:
                relocate(obj, section, defined)
    write(out, order)
    return defined


def relocate(obj, table, defined):
    section = obj.sections[table["info"]]
    for offset, info, addend in struct.iter_unpack("<IIi", table["body"]):
        name, value, binding, index = obj.symbols[info >> 8]
        if binding:
            assert name in defined, f"{obj.path}: {name} is not defined"
            value = defined[name]
        else:
            value += obj.sections[index]["address"]
        target, place = (value + addend) & 0xFFFFFFFF, section["address"] + offset
        if info & 0xFF == R_XTENSA_32:
            old, = struct.unpack_from("<I", section["body"], offset)
            struct.pack_into("<I", section["body"], offset, (target + old) & 0xFFFFFFFF)
            continue
        assert info & 0xFF == R_XTENSA_SLOT0_OP, f"{obj.path}: relocation {info & 0xFF}"
        word = int.from_bytes(section["body"][offset:offset + 3], "little")
        if word & 0xF == 5:  # call0, call4, call8, call12
            assert target % 4 == 0, f"{name} is called but not aligned"
            distance = (target - (place & ~3) - 4) >> 2
        else:
            assert word & 0x3F == 6, f"{obj.path}: relocation on {word:06x}"
            distance = target - place - 4
        assert -(1 << 17) <= distance < 1 << 17, f"{name} is out of reach"
        section["body"][offset:offset + 3] = (word & 0x3F | (distance & 0x3FFFF) << 6).to_bytes(3, "little")


def write(out, sections):
    sections = [s for s in sections if s["kind"] != 8 and s["body"]]
    offset = 52 + 32 * len(sections)
    head, body = b"", b""
    for s in sections:
        head += struct.pack("<8I", 1, offset + len(body), s["address"], s["address"], len(s["body"]), len(s["body"]), 7, 1)
        body += s["body"]
    ident = b"\x7fELF\x01\x01\x01" + bytes(9)
    start = struct.pack("<HHIIIIIHHHHHH", 2, 94, 1, RESET, 52, 0, 0, 52, 32, len(sections), 0, 0, 0)
    open(out, "wb").write(ident + start + head + body)


def run(image, cpu="de233_fpu", shift=6, timeout=30, extra=()):
    """Runs an image; returns its exit status, standard output and standard error."""
    done = subprocess.run(
        ["qemu-system-xtensa", "-M", "sim", "-cpu", cpu, "-nographic", "-monitor", "none", "-semihosting",
         "-icount", f"shift={shift},sleep=off", "-kernel", image, *extra],
        stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout)
    return done.returncode, done.stdout, done.stderr
