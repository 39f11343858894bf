//! The operations of IDcode, each declared once.
