//! Every check and every generated file of this workspace.
fn main() {}
