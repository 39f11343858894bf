//! Identifiers with check digits, shared by every registry vendor.
