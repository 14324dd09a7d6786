//! The image tier: for every real board and layout, what `tinsmith build` makes is read by `esptool`, by our own reader, and
//! loaded as ROM and bootloader load it; what ends up in memory must be the bytes of the ELF file.
//!
//! No chip is emulated here: that the loaded code runs is shown by the emulated boards, which link the same
//! code for other addresses.

use std::path::{Path, PathBuf};
use std::process::Command;

use object::{Object as _, ObjectSection as _, ObjectSegment as _, ObjectSymbol as _};
use tinsmith::board::{Board, Class};
use tinsmith::chip::{APP_OFFSET, Chip, ImageFormat, Layout, PARTITION_TABLE_OFFSET};
use tinsmith::image::format::EspImage;
use tinsmith::image::load::{Loaded, load};
use tinsmith_tests::esptool::ImageInfo;
use tinsmith_tests::programs::sources;

/// Computes a factorial, has constants, variables and a memory.
const FAC: &str = r#"(module
    (memory 1 1)
    (global $calls (mut i32) (i32.const 7))
    (data (i32.const 16) "constants")
    (func $fac (export "fac") (param i64) (result i64)
        (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
        (if (result i64) (i64.eqz (local.get 0))
            (then (i64.const 1))
            (else (i64.mul (local.get 0) (call $fac (i64.sub (local.get 0) (i64.const 1))))))))"#;

/// Every real board with every layout of its chip.
fn boards() -> Vec<Board> {
    let boards = Board::all().iter().filter(|board| board.chip.is_some());
    let with = |board: &'static Board| {
        let layouts = Layout::ALL.into_iter();
        layouts.filter_map(move |layout| board.clone().with_layout(layout).ok())
    };
    boards.flat_map(with).collect()
}

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("images");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// What one build wrote.
struct Built {
    elf: Vec<u8>,
    image: Vec<u8>,
    image_path: PathBuf,
    merged: Vec<u8>,
}

/// The command line under test, which `cargo test --workspace` builds beside the tests' folder.
fn tinsmith(arguments: &[&str]) -> std::process::Output {
    let tests = std::env::current_exe().unwrap();
    let binary = tests
        .parent()
        .and_then(Path::parent)
        .unwrap()
        .join("tinsmith");
    assert!(
        binary.exists(),
        "{} is missing: `cargo build -p tinsmith` makes it",
        binary.display()
    );
    Command::new(binary).args(arguments).output().unwrap()
}

fn build(board: &Board, module: &str, name: &str, more: &[&str]) -> Built {
    let on = board.chip.unwrap();
    let layout = on.layout.name();
    let out = scratch(&format!("{name}-{}-{layout}", board.name));
    let out = out.to_str().unwrap();
    let mut arguments = vec!["build", module, "--board", &board.name, "--layout", layout];
    arguments.extend(["--emit", "image,merged,elf", "-o", out]);
    arguments.extend(more);
    let output = tinsmith(&arguments);
    assert!(
        output.status.success(),
        "{}: {}",
        board.name,
        String::from_utf8_lossy(&output.stderr)
    );
    let read = |extension: &str| std::fs::read(format!("{out}.{extension}")).unwrap();
    Built {
        elf: read("elf"),
        image: read("bin"),
        image_path: format!("{out}.bin").into(),
        merged: read("merged.bin"),
    }
}

/// `esptool`'s fields against the board's and our reader's.
fn agrees_with_esptool(board: &Board, built: &Built, image: &EspImage, info: &ImageInfo) {
    let on = board.chip.unwrap();
    let is = |field: &str, value: &str| {
        assert_eq!(
            info.field(field),
            Some(value),
            "{}: {field}: {info:?}",
            board.name
        );
    };
    is("Detected image type", &on.chip.title);
    is("Entry point", &format!("{:#010x}", image.header.entry));
    is("Segments", &image.segments.len().to_string());
    is("Flash size", &format!("{}MB", on.flash_size >> 20));
    is("Flash mode", "DIO");
    assert_eq!(info.segments.len(), image.segments.len());
    for ((address, length, offset), segment) in info.segments.iter().zip(&image.segments) {
        assert_eq!(
            (*address, *length as usize),
            (segment.address, segment.bytes.len())
        );
        let at = *offset as usize + 8;
        assert_eq!(built.image[at..at + segment.bytes.len()], segment.bytes);
    }
    // A memory that `esptool` has no name for is no memory of the chip.
    for (memories, (address, ..)) in info.memories.iter().zip(&info.segments) {
        assert!(!memories.is_empty(), "{}: {address:#x}", board.name);
    }
    assert!(info.field("Checksum").unwrap().ends_with("(valid)"));
    if on.chip.image_format == ImageFormat::Esp8266 {
        return;
    }
    assert!(info.field("Validation hash").unwrap().ends_with("(valid)"));
    is("Chip ID", &format!("{} ({})", on.chip.id, on.chip.title));
    let revision = |n: u16| format!("v{}.{}", n / 100, n % 100);
    let minimum = info.field("Minimal chip revision").unwrap();
    assert!(
        minimum.starts_with(&format!("{},", revision(on.chip.min_revision))),
        "{minimum}"
    );
    is("Maximal chip revision", &revision(on.chip.max_revision));
    if on.layout == Layout::App {
        is("Project name", "tinsmith");
        is("MMU page size", "64 KB");
        is(
            "ELF file SHA256",
            &hex(&<sha2::Sha256 as sha2::Digest>::digest(&built.elf)),
        );
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is in memory after loading is what the ELF file says, and nothing but it and zeros.
fn memory_is_the_elf(board: &Board, elf: &[u8], loaded: &[Loaded]) {
    let file = object::File::parse(elf).unwrap();
    let mut covered = 0;
    for segment in file.segments() {
        let bytes = segment.data().unwrap();
        if bytes.is_empty() {
            continue;
        }
        let address = segment.address() as u32;
        let place = loaded.iter().find(|place| {
            let at = address.wrapping_sub(place.address) as usize;
            at < place.bytes.len() && at + bytes.len() <= place.bytes.len()
        });
        let place =
            place.unwrap_or_else(|| panic!("{}: nothing is loaded at {address:#x}", board.name));
        let at = (address - place.address) as usize;
        assert_eq!(
            place.bytes[at..at + bytes.len()],
            *bytes,
            "{} {address:#x}",
            board.name
        );
        covered += bytes.iter().filter(|&&byte| byte != 0).count();
    }
    let mut held: usize = loaded
        .iter()
        .map(|p| p.bytes.iter().filter(|&&b| b != 0).count())
        .sum();
    if let Some(first) = loaded.first().filter(|place| place.mapped) {
        held -= first.bytes[..256].iter().filter(|&&byte| byte != 0).count();
    }
    assert_eq!(held, covered, "{}", board.name);
}

/// The bootloader of a merged file, in a file of its own.
fn bootloader(board: &Board, built: &Built) -> PathBuf {
    let from = board.chip.unwrap().chip.boot_offset as usize;
    let path = scratch(&format!("bootloader-{}.bin", board.name));
    std::fs::write(&path, &built.merged[from..PARTITION_TABLE_OFFSET as usize]).unwrap();
    path
}

/// It is the chip's, and knows the board's flash.
fn bootloader_is_the_boards(board: &Board, info: &ImageInfo) {
    let on = board.chip.unwrap();
    let id = format!("{} ({})", on.chip.id, on.chip.title);
    assert_eq!(info.field("Chip ID"), Some(&*id));
    let size = format!("{}MB", on.flash_size >> 20);
    assert_eq!(info.field("Flash size"), Some(&*size));
    assert!(info.field("Checksum").unwrap().ends_with("(valid)"));
    assert!(info.field("Validation hash").unwrap().ends_with("(valid)"));
}

/// The merged file is bootloader, table and image at their addresses.
fn merged_is_whole(board: &Board, built: &Built) {
    let on = board.chip.unwrap();
    let at = match on.layout {
        Layout::Direct => on.chip.boot_offset,
        Layout::App => APP_OFFSET,
    } as usize;
    assert_eq!(built.merged[at..], built.image, "{}", board.name);
    assert!(built.merged.len() <= on.flash_size as usize);
    if on.layout == Layout::Direct {
        assert!(built.merged[..at].iter().all(|&byte| byte == 0xff));
        return;
    }
    let boot = &built.merged[on.chip.boot_offset as usize..];
    // What the bootloader occupies is what the chip's file keeps segments away from.
    let bootloader = EspImage::parse(boot, on.chip.image_format).unwrap();
    let reserved = &on.chip.app.as_ref().unwrap().reserved;
    let loader = bootloader.segments.last().unwrap();
    let variables = &bootloader.segments[0];
    for segment in [loader, variables] {
        let view = board.memory.iter().find_map(|region| {
            let code = region.code_address?;
            let at = segment.address.wrapping_sub(code);
            (at < region.size).then(|| region.address + at)
        });
        let address = view.unwrap_or(segment.address);
        let inside =
            |from: u32, to: u32| from <= address && address + segment.bytes.len() as u32 <= to;
        let kept = reserved
            .iter()
            .any(|reserved| inside(reserved.from, reserved.to));
        // The ESP32's last segment is code that is done with when the application is loaded.
        assert!(
            kept || on.chip.name == "esp32",
            "{}: {address:#x}",
            board.name
        );
    }
    let table = &built.merged[PARTITION_TABLE_OFFSET as usize..];
    assert_eq!(table[..2], [0xaa, 0x50], "the magic of a partition");
    let entries = table
        .chunks(32)
        .take_while(|entry| entry[..2] == [0xaa, 0x50]);
    let word = |entry: &[u8], at: usize| u32::from_le_bytes(entry[at..at + 4].try_into().unwrap());
    let mut found = false;
    for entry in entries {
        let (offset, size) = (word(entry, 4), word(entry, 8));
        assert!(offset + size <= on.flash_size, "{}", board.name);
        // Type 0 is an application.
        found |= entry[2] == 0 && offset == APP_OFFSET && size as usize >= built.image.len();
    }
    assert!(found, "{}: no partition holds the application", board.name);
}

/// Everything that can be said of images.
fn check(all: &[(Board, Built)]) {
    let mut paths: Vec<PathBuf> = all
        .iter()
        .map(|(_, built)| built.image_path.clone())
        .collect();
    let app = |board: &Board| board.chip.unwrap().layout == Layout::App;
    let loaders: Vec<&(Board, Built)> = all.iter().filter(|(board, _)| app(board)).collect();
    paths.extend(
        loaders
            .iter()
            .map(|(board, built)| bootloader(board, built)),
    );
    let infos = ImageInfo::of_all(&paths).unwrap_or_else(|error| panic!("{error}"));
    let (images, bootloaders) = infos.split_at(all.len());
    for ((board, _), info) in loaders.iter().zip(bootloaders) {
        bootloader_is_the_boards(board, info);
    }
    for ((board, built), info) in all.iter().zip(images) {
        let format = board.chip.unwrap().chip.image_format;
        let image = EspImage::parse(&built.image, format).unwrap();
        agrees_with_esptool(board, built, &image, info);
        let loaded = load(&image, board).unwrap_or_else(|error| panic!("{}: {error}", board.name));
        memory_is_the_elf(board, &built.elf, &loaded);
        merged_is_whole(board, built);
    }
}

#[test]
fn every_chip_has_a_board_and_every_layout_an_image() {
    for chip in Chip::all() {
        assert!(Board::by_name(&chip.name).is_some(), "{}", chip.name);
    }
    let module = scratch("fac.wat");
    std::fs::write(&module, FAC).unwrap();
    let arguments = ["--invoke", "fac", "5"];
    let all = boards().into_iter().map(|board| {
        let built = build(&board, module.to_str().unwrap(), "fac", &arguments);
        (board, built)
    });
    check(&all.collect::<Vec<_>>());
}

/// The memory of a firmware, in its place: address and size.
fn memory(built: &Built, board: &Board) -> (u32, u32) {
    let file = object::File::parse(&*built.elf).unwrap();
    let symbol = file.symbol_by_name("app.mem.0").unwrap();
    let (address, size) = (symbol.address() as u32, symbol.size() as u32);
    let region = board.region_of(Class::Noinit);
    assert!(address >= region.address, "{}", board.name);
    assert!(
        address + size <= region.address + region.size,
        "{}",
        board.name
    );
    (address, size)
}

/// Rust's default stack of 1 MiB is refused with the numbers and the flag that helps; with that flag the program fits, and its memory
/// may grow into what the board has left.
#[test]
fn coremark_fits_once_its_stack_does() {
    let whole = scratch("coremark.wasm");
    let small = scratch("coremark-small.wasm");
    // In this order: the other tiers expect to find the program as it is by default.
    let flag = ["-zstack-size=16384"];
    std::fs::write(&small, sources::compiled_rust("coremark", &flag).unwrap()).unwrap();
    std::fs::write(&whole, sources::compiled_rust("coremark", &[]).unwrap()).unwrap();
    let mut all = Vec::new();
    for (name, most) in [
        ("esp32-devkitc", 262_144),
        ("esp32-s3-devkitc", 393_216),
        ("esp32-c3-devkitm", 327_680),
    ] {
        let board = Board::by_name(name).unwrap();
        let out = scratch("refused.bin");
        let words = [
            "build",
            whole.to_str().unwrap(),
            "--board",
            name,
            "--emit",
            "image",
            "-o",
        ];
        let refused = tinsmith(&[&words[..], &[out.to_str().unwrap()]].concat());
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{said}");
        for part in [
            "1114112 bytes",
            "up to 1048576 of them",
            "-zstack-size=8192",
            "too many",
        ] {
            assert!(said.contains(part), "{name}: {said}");
        }
        assert!(!out.exists());

        let built = build(board, small.to_str().unwrap(), "coremark", &[]);
        assert_eq!(memory(&built, board).1, most, "{name}");
        agrees_with_inspect(board, small.to_str().unwrap(), &built);
        all.push((board.clone(), built));
    }
    // External RAM has room for the program as it is.
    let board = Board::by_name("esp32-s3-devkitc-n8r2").unwrap();
    let built = build(board, whole.to_str().unwrap(), "coremark-whole", &[]);
    assert_eq!(memory(&built, board).1, 2_097_152);
    agrees_with_inspect(board, whole.to_str().unwrap(), &built);
    all.push((board.clone(), built));
    check(&all);
}

/// What `inspect` says of every section is what the ELF file has.
fn agrees_with_inspect(board: &Board, module: &str, built: &Built) {
    let output = tinsmith(&["inspect", module, "--board", &board.name, "--json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let firmware = &report["on_board"]["firmware"];
    let file = object::File::parse(&*built.elf).unwrap();
    let sections = firmware["sections"].as_array().unwrap();
    let loaded = file.sections().filter(|section| section.address() != 0);
    assert_eq!(sections.len(), loaded.count(), "{}", board.name);
    for section in sections {
        let name = section["name"].as_str().unwrap();
        let found = file.section_by_name(name).unwrap();
        assert_eq!(section["size"].as_u64(), Some(found.size()), "{name}");
        assert_eq!(section["address"].as_u64(), Some(found.address()), "{name}");
    }
    assert_eq!(
        firmware["image_bytes"].as_u64(),
        Some(built.image.len() as u64)
    );
    let noinit = file.section_by_name(".noinit").unwrap();
    let region = board.region_of(Class::Noinit);
    let end = u64::from(region.address) + u64::from(region.size);
    let left = end - noinit.address() - noinit.size();
    assert_eq!(firmware["left_for_linear_memory"].as_u64(), Some(left));
}
