//! A panic becomes a trap at once.
//!
//! The standard library's panic path formats a message, counts, calls a hook and then traps. A page can do nothing
//! with that message: it makes a new instance whatever it says. So the path is cut at its entries; hook, formatter and
//! counters are then unreachable and wasm-opt drops them, and with them a twentieth of the module. This is what rustc's
//! `panic=immediate-abort` does, which needs a standard library built anew by an unstable compiler.
//!
//! Formatting (`core::fmt`) goes too: the module formats nothing (errors make their sentences from parts), and a
//! test would trap where it did.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use walrus::Module;

/// Functions, named as in the name section without hashes, that end in a panic or serve one alone.
const PANICS: [&str; 14] = [
    "core::panicking::",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::result::unwrap_failed",
    "core::slice::index::slice_index_fail",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::str::slice_error_fail",
    "alloc::raw_vec::handle_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::alloc::handle_alloc_error",
    "std::panicking::",
    "<std::panicking::",
    "std::alloc::rust_oom",
];

/// What only messages say: blanked, for data is not dropped with the code that reads it.
const MESSAGES: [&str; 19] = [
    "assertion `left ",
    " right` failed",
    "  left: ",
    " right: ",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "called `Option::unwrap_throw()` on a `None` value",
    "closure invoked recursively or after being dropped",
    "Tried to shrink to a larger capacity",
    "capacity overflow",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "index out of bounds: the len is ",
    " but the index is ",
    "assertion failed: self.is_char_boundary(new_len)",
    "AccessError",
    "0x0123456789ABCDEF",
    "0123456789abcdef",
    "==!=matches",
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
     5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899",
];

/// Cuts the panic path out of a module.
pub(crate) fn cut(module: &mut Module) -> Result<()> {
    let named = module.funcs.iter().filter(|function| function.name.as_deref().is_some_and(panics));
    let found: BTreeSet<_> = named.map(|function| function.id()).collect();
    ensure!(!found.is_empty(), "no function of the module is named as a panic: was its name section stripped?");
    for (_, function) in module.funcs.iter_local_mut().filter(|(id, _)| found.contains(id)) {
        function.builder_mut().func_body().instrs_mut().clear();
        function.builder_mut().func_body().unreachable();
    }
    let segments: Vec<_> = module.data.iter().map(|data| data.id()).collect();
    for segment in segments {
        blank(&mut module.data.get_mut(segment).value);
    }
    Ok(())
}

/// Whether a function does nothing but panic, or format.
fn panics(name: &str) -> bool {
    let plain = without_hashes(name);
    plain.contains("core::fmt::") || PANICS.iter().any(|start| plain.starts_with(start))
}

/// `core[c5930c85a12de822]::fmt` is `core::fmt`.
fn without_hashes(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut inside = false;
    for letter in name.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if inside => {}
            _ => plain.push(letter),
        }
    }
    plain
}

/// Zeroes messages and the names of source files.
fn blank(data: &mut [u8]) {
    for message in MESSAGES {
        let mut from = 0;
        while let Some(at) = find(&data[from..], message.as_bytes()) {
            data[from + at..][..message.len()].fill(0);
            from += at + message.len();
        }
    }
    let mut from = 0;
    while let Some(at) = find(&data[from..], b".rs") {
        let end = from + at + 3;
        let path = data[..end].iter().rposition(|&byte| !(byte.is_ascii_alphanumeric() || b"/._-+".contains(&byte)));
        // `[u8]::rposition` finds the byte before the path.
        let start = path.map_or(0, |before| before + 1).max(from);
        data[start..end].fill(0);
        from = end;
    }
}

fn find(data: &[u8], what: &[u8]) -> Option<usize> {
    data.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_from_code_that_may_panic() {
        assert!(panics("core[c5930c85a12de822]::panicking::panic_fmt"));
        assert!(panics("core::option::unwrap_failed"));
        assert!(panics("<u32 as core[c5930c85a12de822]::fmt::Display>::fmt"));
        assert!(!panics("core[c5930c85a12de822]::str::converts::from_utf8"));
        assert!(!panics("thumbindex_engine::panicking::x"));
    }

    #[test]
    fn messages_and_paths_are_blanked_and_nothing_else() {
        let mut data = b"title\0capacity overflow\0src/a-b/lib.rs\x01keep".to_vec();
        blank(&mut data);
        let kept: Vec<u8> = data.iter().copied().filter(|&byte| byte != 0).collect();
        assert_eq!(kept, b"title\x01keep");
        assert_eq!(data.len(), 43);
    }
}
