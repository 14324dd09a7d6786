//! The executed instructions as a chart: a row a kernel, bars as long as multiples of `gcc -O2`'s count.

use std::fmt::Write as _;

use crate::measure::Comparison;
use crate::native::Recipe;
use crate::table::{Column, Figure, means};

/// Widths and heights in user units, which are pixels.
const LEFT: f64 = 110.0;
const TOP: f64 = 56.0;
const UNIT: f64 = 150.0;
const BAR: f64 = 9.0;
const GAP: f64 = 8.0;
/// The longest bar; a longer one ends there and says its number.
const LONGEST: f64 = 4.0;

const COLOURS: [&str; 3] = ["#1f6feb", "#54aeff", "#9a9a9a"];

impl Comparison {
    /// The chart.
    pub fn svg(&self) -> String {
        let columns: Vec<Column> = (self.board_columns())
            .chain([Column::Native(Recipe::Wasm2c)])
            .collect();
        let mut rows: Vec<(String, Vec<Option<f64>>)> = Vec::new();
        for row in &self.rows {
            let ratios = columns.iter().map(|&c| row.ratio(c, Figure::Instructions));
            rows.push((row.kernel.name.clone(), ratios.collect()));
        }
        for (name, group) in means(&self.rows) {
            let ratios = columns
                .iter()
                .map(|&c| self.mean(c, Figure::Instructions, group));
            rows.push((name.to_owned(), ratios.collect()));
        }
        let step = BAR * columns.len() as f64 + GAP;
        let (width, height) = (
            LEFT + UNIT * LONGEST + 60.0,
            TOP + step * rows.len() as f64 + 12.0,
        );
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
        );
        self.head(&columns, height, &mut out);
        for (n, (name, ratios)) in rows.iter().enumerate() {
            draw_row(TOP + step * n as f64, name, ratios, &mut out);
        }
        out.push_str("</svg>\n");
        out
    }

    /// Title, legend, grid.
    fn head(&self, columns: &[Column], height: f64, out: &mut String) {
        let machine = self.machine.name;
        let _ = writeln!(
            out,
            "<text x=\"8\" y=\"18\" font-size=\"13\">Executed instructions, {machine}, gcc -O2 = 1 (less is better)</text>"
        );
        let mut x = LEFT;
        for (column, colour) in columns.iter().zip(colours(columns.len())) {
            let name = match column {
                Column::Native(recipe) => recipe.name().to_owned(),
                Column::Board(board, _) => format!("Tinsmith, {board}"),
            };
            let _ = writeln!(
                out,
                "<rect x=\"{x}\" y=\"28\" width=\"10\" height=\"10\" fill=\"{colour}\"/><text x=\"{}\" y=\"37\">{name}</text>",
                x + 14.0,
            );
            x += 30.0 + 6.5 * name.len() as f64;
        }
        for n in 0..=LONGEST as u32 {
            let x = LEFT + UNIT * f64::from(n);
            let (colour, width) = if n == 1 {
                ("#c0392b", 1.5)
            } else {
                ("#dddddd", 1.0)
            };
            let _ = writeln!(
                out,
                "<line x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>\
                 <text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" fill=\"#666666\">{n}</text>",
                TOP - 4.0,
                height - 8.0,
                TOP - 6.0,
            );
        }
    }
}

/// Blues for ours, grey for the last.
fn colours(columns: usize) -> impl Iterator<Item = &'static str> {
    (0..columns).map(move |n| match n + 1 == columns {
        true => COLOURS[2],
        false => COLOURS[n % 2],
    })
}

fn draw_row(y: f64, name: &str, ratios: &[Option<f64>], out: &mut String) {
    let middle = y + BAR * ratios.len() as f64 / 2.0 + 4.0;
    let weight = if name.contains(' ') { "bold" } else { "normal" };
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\" font-weight=\"{weight}\">{name}</text>",
        LEFT - 6.0,
    );
    for (n, (ratio, colour)) in ratios.iter().zip(colours(ratios.len())).enumerate() {
        let Some(ratio) = ratio else { continue };
        let (length, y) = (UNIT * ratio.min(LONGEST), y + BAR * n as f64);
        let _ = writeln!(
            out,
            "<rect x=\"{LEFT}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{:.1}\" fill=\"{colour}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"9\" fill=\"#444444\">{ratio:.2}</text>",
            BAR - 1.0,
            LEFT + length + 3.0,
            y + BAR - 1.5,
        );
    }
}
