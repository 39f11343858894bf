//! One dependency for both registry vendors, by feature.
