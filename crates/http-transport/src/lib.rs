//! How a call travels: deadlines, retries, limits, and an adapter for reqwest.
