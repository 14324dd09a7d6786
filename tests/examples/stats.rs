use std::collections::BTreeMap;
use tinsmith_tests::fuzz::{Action, Seen, campaign, generate};
fn main() {
    let mut m: BTreeMap<String, usize> = BTreeMap::new();
    let mut size = 0;
    let mut ops = 0;
    for s in campaign::seeds(1).take(300) {
        let p = campaign::prepare(s).unwrap();
        size += p.case.wasm.len();
        let module = generate::module(s).unwrap();
        for pl in wasmparser::Parser::new(0).parse_all(&module) {
            if let Ok(wasmparser::Payload::CodeSectionEntry(b)) = pl {
                ops += b.get_operators_reader().unwrap().into_iter().count();
            }
        }
        for (a, e) in p.case.actions.iter().zip(&p.expected) {
            let k = match a {
                Action::Instantiate => "inst",
                Action::Call { .. } => "call",
                _ => "state",
            };
            let o = match e {
                Seen::Values(_) => "ok".into(),
                Seen::Trap(t) => format!("{t:?}"),
            };
            *m.entry(format!("{k} {o}")).or_default() += 1;
        }
    }
    println!(
        "{} bytes/module {} ops/module {m:#?}",
        size / 300,
        ops / 300
    );
}
