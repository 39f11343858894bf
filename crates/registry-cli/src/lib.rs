//! The command entreg: verify and register companies from a terminal.
