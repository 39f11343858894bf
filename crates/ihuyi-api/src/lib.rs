//! The products of ihuyi, each declared once.
