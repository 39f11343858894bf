//! What an operation of a vendor is, and the lenient decoding of what vendors answer.
